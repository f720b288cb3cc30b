"""Facebook Messenger: what people write to a page (https://developers.facebook.com/docs/messenger-platform)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, Field

from bot.channels._buttons import Limits, pieces
from bot.channels._meta import Meta
from bot.channels._platform import UNREADABLE, Call, legible, listed
from bot.messages import Message, Reply


class Person(BaseModel):
    """Who, by an id that only our page knows."""

    id: str


class Payload(BaseModel):
    """What a button gives back."""

    payload: str = ""


class Attachment(BaseModel):
    """A picture or anything else that is no text."""

    type: str = "unknown"


class Said(BaseModel):
    """A message; an echo is what our own page said."""

    mid: str
    text: str = ""
    is_echo: bool = False
    quick_reply: Payload = Payload()
    attachments: list[Attachment] = Field(default_factory=list)


class Postback(BaseModel):
    """A button of a template or menu was pressed."""

    title: str = ""
    payload: str = ""
    mid: str = ""


class Event(BaseModel):
    """One event; of the kinds that there are we look at two."""

    sender: Person
    timestamp: int = 0
    message: Said | None = None
    postback: Postback | None = None


@dataclass(frozen=True)
class Messenger(Meta):
    """A page; `token_env` holds its access token."""

    name: ClassVar[str] = "messenger"
    limits: ClassVar[Limits] = Limits(most=13, title=20, payload=1000, text=2000)

    token_env: str = "MESSENGER_TOKEN"  # noqa: S105 - the name of a variable
    secret_env: str = "MESSENGER_SECRET"  # noqa: S105
    verify_env: str = "MESSENGER_VERIFY"
    api: str = "https://graph.facebook.com/v23.0"

    def events(self, content: Any) -> Iterable[Any]:
        """Those of all entries."""
        return [event for entry in listed(content, "entry") for event in listed(entry, "messaging")]

    def message(self, event: Any) -> Message | None:
        """What a person wrote, pressed or sent."""
        found = Event.model_validate(event)
        if found.postback is not None:
            name = found.postback.mid or f"{found.sender.id}.{found.timestamp}"
            payload = found.postback.payload
            return _message(found.sender, name, legible(found.postback.title) or payload, payload)
        said = found.message
        if said is None or said.is_echo:
            return None
        text = legible(said.text)
        kind = said.attachments[0].type if said.attachments else "unknown"
        return _message(found.sender, said.mid, text or f"[{kind}]", said.quick_reply.payload if text else UNREADABLE + kind)

    def calls(self, address: str, reply: Reply) -> Sequence[Call]:
        """A picture, then texts; quick replies below the last."""
        found: list[dict[str, Any]] = []
        if reply.image.startswith("https://"):
            found.append({"attachment": {"type": "image", "payload": {"url": reply.image, "is_reusable": True}}})
        found += [{"text": text} for text in pieces(reply.text, self.limits.text)]
        if reply.quick_replies and found:
            found[-1]["quick_replies"] = [{"content_type": "text", **vars(button)} for button in reply.quick_replies]
        whole = {"recipient": {"id": address}, "messaging_type": "RESPONSE"}
        return [Call(f"{self.api}/me/messages", whole | {"message": message}) for message in found]


def _message(sender: Person, name: str, text: str, payload: str) -> Message:
    who = f"messenger:{sender.id}"
    return Message(name, who, who, "messenger", text, payload)
