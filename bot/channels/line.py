"""LINE: what people write to an official account (https://developers.line.biz/en/reference/messaging-api)."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx
from pydantic import BaseModel, Field

from bot.channels._buttons import Limits, pieces
from bot.channels._platform import UNREADABLE, Call, Platform, alike, legible, listed, secret, signed
from bot.messages import Message, QuickReply, Reply

SIGNATURE = "x-line-signature"


class Source(BaseModel):
    """Where; in groups, whose people do not talk to us, there is more than one person."""

    type: str = ""
    user: str = Field("", alias="userId")


class Said(BaseModel):
    """A message."""

    type: str = "unknown"
    text: str = ""


class Postback(BaseModel):
    """What a button gives back."""

    data: str


class Event(BaseModel):
    """One event; of the kinds that there are we look at two."""

    type: str
    name: str = Field(alias="webhookEventId")
    mode: str = "active"
    source: Source = Field(default_factory=lambda: Source(userId=""))
    message: Said | None = None
    postback: Postback | None = None


@dataclass(frozen=True)
class Line(Platform):
    """An official account; `token_env` holds its long-lived channel access token, `secret_env` the channel secret."""

    name: ClassVar[str] = "line"
    limits: ClassVar[Limits] = Limits(most=13, title=20, payload=300, text=5000)

    token_env: str = "LINE_TOKEN"  # noqa: S105 - the name of a variable
    secret_env: str = "LINE_SECRET"  # noqa: S105
    api: str = "https://api.line.me"

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the body is signed with the channel secret."""
        return alike(headers.get(SIGNATURE, ""), base64.b64encode(signed(self.secret_env, body)).decode())

    def events(self, content: Any) -> Iterable[Any]:
        """All of them; the console's test sends none."""
        return listed(content, "events")

    def message(self, event: Any) -> Message | None:
        """What a person wrote, pressed or sent, unless another module has the conversation (standby)."""
        found = Event.model_validate(event)
        if found.mode != "active" or found.source.type != "user" or not found.source.user:
            return None
        who = f"line:{found.source.user}"
        if found.postback is not None:
            return Message(found.name, who, who, "line", legible(found.postback.data) or "[postback]", found.postback.data)
        if found.message is None:
            return None
        text, kind = legible(found.message.text), found.message.type
        return Message(found.name, who, who, "line", text or f"[{kind}]", "" if text else UNREADABLE + kind)

    def calls(self, address: str, reply: Reply) -> Sequence[Call]:
        """A picture, then texts; quick replies below the last."""
        found: list[dict[str, Any]] = []
        if reply.image.startswith("https://"):
            found.append({"type": "image", "originalContentUrl": reply.image, "previewImageUrl": reply.image})
        found += [{"type": "text", "text": text} for text in pieces(reply.text, self.limits.text)]
        if reply.quick_replies and found:
            found[-1]["quickReply"] = {"items": [_item(button) for button in reply.quick_replies]}
        return [Call(f"{self.api}/v2/bot/message/push", {"to": address, "messages": [message]}) for message in found]

    def headers(self, key: str) -> Mapping[str, str]:
        """The token, and the key by which LINE tells a second try."""
        return {"Authorization": f"Bearer {secret(self.token_env)}", "X-Line-Retry-Key": key}

    def accepted(self, answer: httpx.Response) -> None:
        """As everywhere, but a conflict says that the first try was accepted."""
        if answer.status_code != httpx.codes.CONFLICT:
            super().accepted(answer)


def _item(button: QuickReply) -> dict[str, Any]:
    action = {"type": "postback", "label": button.title, "data": button.payload, "displayText": button.title}
    return {"type": "action", "action": action}
