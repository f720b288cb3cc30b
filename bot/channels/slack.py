"""Slack: what people write to an app, directly or by naming it (https://docs.slack.dev/apis/events-api)."""

import html
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qs

import httpx
from pydantic import BaseModel

from bot.channels._buttons import Limits, pieces
from bot.channels._platform import UNREADABLE, Call, Platform, alike, legible, listed, pause, secret, signed
from bot.edge.problems import Problem
from bot.edge.strict_json import loads, loads_bytes
from bot.errors import TryLater, Undeliverable
from bot.messages import Message, Reply

TOLERANCE = 300
"""Seconds that a request may be old, or its clock ahead."""

FORM = b"payload="
TRANSIENT = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
_NAMED = re.compile(r"<@[A-Z0-9]+>")


class Said(BaseModel):
    """A message."""

    type: str
    channel: str
    ts: str
    user: str = ""
    text: str = ""
    channel_type: str = ""
    subtype: str = ""
    bot_id: str = ""
    thread_ts: str = ""


class Label(BaseModel):
    """What stands on a button."""

    text: str = ""


class Pressed(BaseModel):
    """A button."""

    action_ts: str
    value: str = ""
    text: Label = Label()


class Named(BaseModel):
    """A person or a channel."""

    id: str


class Below(BaseModel):
    """The message with the button."""

    thread_ts: str = ""


class Click(BaseModel):
    """One button was pressed."""

    user: Named
    channel: Named
    message: Below = Below()
    action: Pressed


@dataclass(frozen=True)
class Slack(Platform):
    """An app; `token_env` holds the bot's token (chat:write), `secret_env` the signing secret."""

    name: ClassVar[str] = "slack"
    limits: ClassVar[Limits] = Limits(most=25, title=75, payload=2000, text=3000)

    token_env: str = "SLACK_TOKEN"  # noqa: S105 - the name of a variable
    secret_env: str = "SLACK_SECRET"  # noqa: S105
    api: str = "https://slack.com/api"

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the body is signed with the signing secret, and lately."""
        at = headers.get("x-slack-request-timestamp", "")
        if not (at.isascii() and at.isdecimal()) or abs(time.time() - int(at[:12])) > TOLERANCE:
            return False
        return alike(headers.get("x-slack-signature", ""), signature(self.secret_env, at, body))

    def content(self, body: bytes) -> Any:
        """JSON, or JSON in a form where buttons were pressed."""
        if not body.startswith(FORM):
            return loads_bytes(body)
        try:
            return loads(parse_qs(body.decode(), strict_parsing=True)["payload"][0])
        except (ValueError, KeyError):
            raise Problem("bad_request") from None

    def events(self, content: Any) -> Iterable[Any]:
        """What was said, or every button that was pressed."""
        if not isinstance(content, dict):
            return []
        if content.get("type") == "event_callback":
            return [content.get("event")]
        return [content | {"action": action} for action in listed(content, "actions")]

    def message(self, event: Any) -> Message | None:
        """What a person wrote to us or pressed; a channel's talk is none of our business unless we are named."""
        if isinstance(event, dict) and "action" in event:
            click = Click.model_validate(event)
            pressed, where = click.action, click.message.thread_ts
            return _message(click.channel.id, where, click.user.id, pressed.action_ts, pressed.text.text, pressed.value)
        said = Said.model_validate(event)
        direct = said.type == "message" and said.channel_type == "im"
        if said.bot_id or said.subtype not in ("", "file_share") or not (direct or said.type == "app_mention"):
            return None
        text = legible(html.unescape(_NAMED.sub("", said.text)).strip())
        where = said.thread_ts if direct else said.thread_ts or said.ts
        return _message(said.channel, where, said.user, said.ts, text or "[file]", "" if text else f"{UNREADABLE}file")

    def answer(self, content: Any) -> Any:
        """The challenge, when Slack asks whether the address is ours."""
        if isinstance(content, dict) and content.get("type") == "url_verification":
            return {"challenge": content.get("challenge")}
        return {}

    def calls(self, address: str, reply: Reply) -> Sequence[Call]:
        """Texts; a picture and buttons below the last."""
        channel, _, thread = address.partition("/")
        found = [_posted(text) for text in pieces(reply.text, self.limits.text)]
        if reply.image.startswith("https://") and found:
            found[-1]["blocks"].append({"type": "image", "image_url": reply.image, "alt_text": reply.text[:100] or "image"})
        if reply.quick_replies and found:
            found[-1]["blocks"].append({"type": "actions", "elements": _buttons(reply)})
        whole = {"channel": channel} | ({"thread_ts": thread} if thread else {})
        return [Call(f"{self.api}/chat.postMessage", whole | message) for message in found]

    def headers(self, key: str) -> Mapping[str, str]:
        """The token."""
        return {"Authorization": f"Bearer {secret(self.token_env)}"}

    def accepted(self, answer: httpx.Response) -> None:
        """As everywhere, but errors too come with a 200."""
        super().accepted(answer)
        try:
            said = answer.json()
        except ValueError:
            raise TryLater("slack answers with something that is no JSON") from None
        if not said.get("ok"):
            error = str(said.get("error"))
            if error in TRANSIENT:
                raise TryLater(f"slack answers {error}", pause(answer))
            raise Undeliverable(f"slack answers {error}")


def signature(variable: str, at: str, body: bytes) -> str:
    """Slack's signature of a body sent `at` that Unix time, with the secret in the environment variable."""
    return "v0=" + signed(variable, b"v0:%s:%s" % (at.encode(), body)).hex()


def _message(channel: str, thread: str, user: str, name: str, text: str, payload: str) -> Message:
    address = f"{channel}/{thread}" if thread else channel
    return Message(name, f"slack:{address}", f"slack:{user}", "slack", text or payload, payload)


def _posted(text: str) -> dict[str, Any]:
    return {"text": html.escape(text, quote=False), "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}]}


def _buttons(reply: Reply) -> list[dict[str, Any]]:
    return [
        {"type": "button", "text": {"type": "plain_text", "text": button.title}, "value": button.payload}
        for button in reply.quick_replies
    ]
