"""What is said to one customer, made fit for all: personal values become words for what stood there."""

import re
from collections.abc import Collection

from nlu.entities import extract
from nlu.understanding import EntityType, Language

_WORDS: dict[EntityType, dict[Language, str]] = {
    "email": {"en": "[e-mail]", "zh": "[邮箱]"},
    "phone": {"en": "[phone]", "zh": "[电话]"},
    "order_id": {"en": "[order number]", "zh": "[订单号]"},
    "tracking_number": {"en": "[tracking number]", "zh": "[运单号]"},
    "address": {"en": "[address]", "zh": "[地址]"},
}
_NUMBER: dict[Language, str] = {"en": "[number]", "zh": "[号码]"}
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")
_GREETED = r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b"
_CALLED = r"(?:\s+(?!there\b|all\b|(?-i:[a-z]))[\w.'-]+){0,3}"
_OPENING = re.compile(
    rf"^\s*(?:{_GREETED}{_CALLED}\s*[,!.:–-]+\s*)+"
    "|^\\s*(?:(?:亲爱的)?[\\u4e00-\\u9fff]{0,3}(?:先生|女士|小姐|同学)?[,，]?(?:您好|你好)[^\\w]*)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?<![\s,.!])[\s,.!]*\b(?:(?:best|kind|warm) (?:regards|wishes)|regards|cheers|yours (?:sincerely|faithfully)|sincerely)\b"
    r"[\s\S]{0,60}$"
    "|(?<![\\s,，。！!])[\\s,，。！!]*(?:祝您?(?:生活|购物|一切)?(?:愉快|顺利)|此致|客服[\\u4e00-\\u9fff\\w]{0,4}敬上)[\\s\\S]{0,20}$",
    re.IGNORECASE,
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
    "金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
NAMES = re.compile(
    r"\b(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r)\.?\s+[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?|"
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:先生|女士|小姐)"
    r"|(?:(?<=\bmy name is )|(?<=\bthis is ))[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?|(?<=我叫)[\u4e00-\u9fff]{2,3}",
)
"""People, with what tells that they are such: Mrs Hall, 王女士, "my name is" Ann."""
_NAME: dict[Language, str] = {"en": "[name]", "zh": "[姓名]"}


def redacted(text: str, language: Language, public: Collection[str] = ()) -> str:
    """`text` without the opening and the closing of a letter, and with words for personal values and long numbers.

    Values in `public`, normalised as entities are, stay: the shop's own telephone number belongs into an answer. Names are known
    by what stands before or behind them (Mrs Hall, 王女士); a name without that stays.
    """
    text = _CLOSING.sub("", _OPENING.sub("", text.strip())).strip()
    text = text[:1].upper() + text[1:]
    return _numbers(NAMES.sub(_NAME[language], _without_entities(text, language, public)), language, public)


def values(text: str, language: Language) -> frozenset[str]:
    """The personal values of `text`, normalised."""
    return frozenset(entity.normalized for entity in extract(text, language) if entity.type in _WORDS)


def _without_entities(text: str, language: Language, public: Collection[str]) -> str:
    parts, position = [], 0
    for entity in extract(text, language):
        if entity.type in _WORDS and entity.normalized not in public:
            parts += [text[position : entity.start], _WORDS[entity.type][language]]
            position = entity.end
    return "".join([*parts, text[position:]])


def _numbers(text: str, language: Language, public: Collection[str]) -> str:
    known = {re.sub(r"\D", "", value) for value in public}
    return _LONG_NUMBER.sub(lambda found: found[0] if re.sub(r"\D", "", found[0]) in known else _NUMBER[language], text)
