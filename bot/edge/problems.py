"""Every refusal that a client can get: its code, its HTTP status and its sentence in English and Chinese."""

import random
from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException

from analytics.stores import StoreUnavailable
from bot.errors import Busy, TurnTimeout


class Wording(NamedTuple):
    """A refusal's status and sentences; they never repeat what the client sent."""

    status: int
    en: str
    zh: str


WORDINGS: Mapping[str, Wording] = {
    "bad_request": Wording(400, "The request cannot be understood.", "无法理解该请求。"),
    "bad_host": Wording(400, "This server does not answer under that host name.", "此服务器不以该主机名提供服务。"),
    "bad_json": Wording(400, "The body is not valid JSON.", "请求体不是有效的 JSON。"),
    "bad_encoding": Wording(400, "The body is not UTF-8 without a byte order mark.", "请求体不是无 BOM 的 UTF-8 编码。"),
    "too_deep": Wording(400, "The JSON is nested more than 32 levels deep.", "JSON 嵌套超过 32 层。"),
    "bad_origin": Wording(403, "Pages of that site may not connect here.", "该网站的页面不允许连接此处。"),
    "bad_token": Wording(401, "Send the administrator's token as a bearer token.", "请以 Bearer 方式发送管理员令牌。"),
    "bad_signature": Wording(
        401, "The signature does not prove who sent this, or it is too old.", "签名无法证明请求来源，或已过期。"
    ),
    "admin_off": Wording(
        403,
        "Administration is off; set the variable that [bot] admin_token_env names, and start the service again.",
        "管理功能未启用；请设置 [bot] admin_token_env 所指的环境变量并重新启动服务。",
    ),
    "unknown_release": Wording(
        404, "There is no such release; GET /status lists them.", "没有这个版本；GET /status 列出所有版本。"
    ),
    "release_refused": Wording(
        409, "That release cannot serve; the one before serves on.", "该版本无法使用，仍由原版本提供服务。"
    ),
    "editing_off": Wording(
        403,
        "Editing is off; set the variable that [bot] editor_tokens_env names, and start the service again.",
        "编辑功能未启用；请设置 [bot] editor_tokens_env 所指的环境变量并重新启动服务。",
    ),
    "bad_editor_token": Wording(401, "Send your editor's token as a bearer token.", "请以 Bearer 方式发送您的编辑令牌。"),
    "desk_off": Wording(
        403,
        "Nobody may serve customers; set the variable that [bot] agent_tokens_env names, and start the service again.",
        "人工服务未启用；请设置 [bot] agent_tokens_env 所指的环境变量并重新启动服务。",
    ),
    "bad_agent_token": Wording(401, "Send your agent's token as a bearer token.", "请以 Bearer 方式发送您的客服令牌。"),
    "not_in_queue": Wording(
        404, "That conversation neither waits for a person nor has one.", "该会话没有在等待人工，也没有人工在接待。"
    ),
    "taken_already": Wording(409, "Somebody has that conversation already.", "该会话已有同事在接待。"),
    "not_yours": Wording(409, "That conversation is not yours; take it first.", "该会话不由您接待，请先领取。"),
    "no_suggestion": Wording(409, "There is no suggestion that still waits for a verdict.", "该会话没有待评价的助手建议。"),
    "not_present": Wording(
        409, "You are not there; say first how many conversations you take.", "您尚未上线，请先说明可同时接待的会话数。"
    ),
    "no_capacity": Wording(
        409, "You have as many conversations as you take; end one first.", "您的接待数已满，请先结束一个会话。"
    ),
    "not_able": Wording(
        409, "That conversation needs a skill or a language that you did not name.", "该会话需要您未登记的技能或语言。"
    ),
    "written_meanwhile": Wording(503, "The conversation went on meanwhile; please try again.", "会话刚有新内容，请重试。"),
    "unknown_article": Wording(404, "There is no such article, revision or edition.", "没有这篇文章、修订或发布版本。"),
    "conflict": Wording(412, "Somebody else wrote first; look at it and try again.", "已有他人先行修改，请查看后重试。"),
    "library_refused": Wording(409, "The library cannot do that as things stand.", "知识库目前无法执行此操作。"),
    "bad_article": Wording(422, "The article cannot be kept as it is.", "文章内容不符合要求，无法保存。"),
    "gate_closed": Wording(409, "The shop's tests do not let this pass; nothing was published.", "测试未通过，未发布任何内容。"),
    "bad_tests": Wording(422, "The shop's tests cannot be read or written.", "测试题无法读取或写入。"),
    "no_questions": Wording(409, "There are no questions to measure with.", "没有可用于测量的问题。"),
    "too_many_questions": Wording(422, "Those are more questions than may be asked at once.", "一次提交的问题过多。"),
    "unknown_format": Wording(
        415,
        "Say what kind of file it is, by ?name= with its ending or by its Content-Type.",
        "请用 ?name=（含扩展名）或 Content-Type 说明文件类型。",
    ),
    "bad_file": Wording(422, "The file cannot be read or written.", "文件无法读取或写入。"),
    "bad_key": Wording(
        422, "An Idempotency-Key is 1 to 200 visible ASCII characters.", "Idempotency-Key 须为 1 至 200 个可见 ASCII 字符。"
    ),
    "key_reused": Wording(422, "That Idempotency-Key was sent with another request.", "该 Idempotency-Key 已用于另一个请求。"),
    "key_in_use": Wording(
        409, "The request with that Idempotency-Key is still under way.", "使用该 Idempotency-Key 的请求仍在处理。"
    ),
    "not_found": Wording(404, "There is nothing at this address.", "此地址没有内容。"),
    "method_not_allowed": Wording(405, "This address does not accept that method.", "此地址不接受该请求方法。"),
    "body_timeout": Wording(408, "The body did not arrive in time.", "请求体未能及时到达。"),
    "body_too_large": Wording(413, "The body is larger than it may be.", "请求体超过允许的大小。"),
    "unsupported_media_type": Wording(415, "Send the body as application/json.", "请以 application/json 发送请求体。"),
    "unsupported_encoding": Wording(415, "Send the body without a content encoding.", "请勿对请求体使用内容编码。"),
    "body_missing": Wording(422, "The request needs a JSON object as its body.", "请求体须为一个 JSON 对象。"),
    "bad_number": Wording(422, "A number is not finite or has too many digits.", "数字不是有限值或位数过多。"),
    "bad_text": Wording(422, "A text has characters that cannot be stored.", "文本含有无法保存的字符。"),
    "bad_value": Wording(422, "A field does not have one of its allowed values.", "某个字段的值不在允许范围内。"),
    "empty_text": Wording(422, "A text has nothing to read in it.", "文本中没有可读内容。"),
    "missing_field": Wording(422, "A required field is missing.", "缺少必填字段。"),
    "too_long": Wording(422, "A text is longer than it may be.", "文本超过允许的长度。"),
    "unknown_field": Wording(422, "There is a field that is not known here.", "存在未知字段。"),
    "wrong_type": Wording(422, "A field is not of its type.", "某个字段的类型不正确。"),
    "rate_limited": Wording(429, "Too many messages at once; please wait a moment.", "消息过于频繁，请稍候再试。"),
    "headers_too_large": Wording(431, "The headers are larger than they may be.", "请求头超过允许的大小。"),
    "internal_error": Wording(500, "Something broke on our side; nothing was lost.", "我们这边出了问题，没有数据丢失。"),
    "busy": Wording(503, "Many customers are writing right now; please try again in a moment.", "当前咨询人数较多，请稍后重试。"),
    "bench_busy": Wording(
        503, "Others are testing or importing right now; please try again.", "其他测试或导入正在进行，请稍后重试。"
    ),
    "library_unavailable": Wording(
        503, "The articles cannot be read or written now; please try again.", "文章暂时无法读写，请稍后重试。"
    ),
    "store_unavailable": Wording(503, "Your message could not be saved; please try again.", "消息未能保存，请重试。"),
    "turn_timeout": Wording(504, "The answer took too long; please try again.", "回复超时，请重试。"),
    "bad_frame": Wording(400, "A frame must be one JSON object.", "每个帧须为一个 JSON 对象。"),
    "bad_version": Wording(400, "This server speaks version 1 of the protocol.", "此服务器使用协议第 1 版。"),
    "unknown_type": Wording(400, "There is no frame of that type.", "没有这种类型的帧。"),
    "hello_first": Wording(400, "The first frame must be a hello.", "第一个帧须为 hello。"),
    "other_conversation": Wording(403, "This connection belongs to another conversation.", "此连接属于另一个会话。"),
}

FAILURES: Mapping[type[Exception], str] = {Busy: "busy", StoreUnavailable: "store_unavailable", TurnTimeout: "turn_timeout"}
"""What the service raises on purpose, and the code it becomes."""

_COME_BACK = frozenset(
    {
        "bench_busy",
        "busy",
        "key_in_use",
        "library_unavailable",
        "rate_limited",
        "store_unavailable",
        "turn_timeout",
        "written_meanwhile",
    }
)


class Problem(HTTPException):
    """A refusal.

    `field` names one of our own fields, `retry_after` is in seconds (None: trying again is of no use). For administrators and
    editors only are `reason`, in English, and `details`, more members of the body.
    """

    def __init__(
        self,
        code: str,
        field: str = "",
        headers: Mapping[str, str] | None = None,
        reason: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        self.code = code
        self.field = field
        self.reason = reason
        self.details = details or {}
        self.wording = WORDINGS[code]
        # Spread over three seconds, lest everybody comes back in the same moment.
        self.retry_after = random.randint(1, 3) if code in _COME_BACK else None
        later = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
        super().__init__(self.wording.status, detail=code, headers={**later, **(headers or {})})

    def to_json(self) -> dict[str, Any]:
        """The error body, without the request's id."""
        body: dict[str, Any] = {"error": self.code, "message": {"en": self.wording.en, "zh": self.wording.zh}}
        return body | {
            name: value for name, value in (("field", self.field), ("reason", self.reason), *self.details.items()) if value
        }


def problem_of(failure: Exception) -> Problem:
    """The refusal for one of FAILURES."""
    return Problem(FAILURES[type(failure)])
