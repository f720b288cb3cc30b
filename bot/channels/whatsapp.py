"""WhatsApp Business, Cloud API: what people write to a number (https://developers.facebook.com/docs/whatsapp/cloud-api)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bot.channels._buttons import Limits, pieces
from bot.channels._meta import Meta
from bot.channels._platform import UNREADABLE, Call, legible, listed
from bot.messages import Message, QuickReply, Reply

BUTTONS = 3
"""As many are shown below a message; more are a list that opens."""

BODY = 1024
"""Characters above buttons."""

OPEN = "Choose · 选择"


class Text(BaseModel):
    """What was written."""

    body: str = ""


class Choice(BaseModel):
    """A button or a row of a list."""

    id: str = ""
    title: str = ""


class Interactive(BaseModel):
    """What was chosen."""

    button_reply: Choice | None = None
    list_reply: Choice | None = None


class Template(BaseModel):
    """A button of a template that the shop had sent."""

    payload: str = ""
    text: str = ""


class Media(BaseModel):
    """A picture, with what was written below it."""

    caption: str = ""


class Event(BaseModel):
    """A message; people without a number are known by `from_user_id`."""

    model_config = ConfigDict(extra="ignore")

    id: str
    type: str
    sender: str = Field("", alias="from")
    from_user_id: str = ""
    text: Text = Text()
    interactive: Interactive = Interactive()
    button: Template = Template()
    image: Media = Media()


@dataclass(frozen=True)
class WhatsApp(Meta):
    """The number whose id is `phone`; `token_env` holds the token of a system user."""

    name: ClassVar[str] = "whatsapp"
    limits: ClassVar[Limits] = Limits(most=10, title=20, payload=200, text=4096)

    phone: str
    token_env: str = "WHATSAPP_TOKEN"  # noqa: S105 - the name of a variable
    secret_env: str = "WHATSAPP_SECRET"  # noqa: S105
    verify_env: str = "WHATSAPP_VERIFY"
    api: str = "https://graph.facebook.com/v23.0"

    def events(self, content: Any) -> Iterable[Any]:
        """The messages in all changes of all entries that concern our number; what became of our own ones is none."""
        values = [change.get("value") for entry in listed(content, "entry") for change in listed(entry, "changes")]
        ours = [value for value in values if isinstance(value, dict) and self._concerns(value)]
        return [message for value in ours for message in listed(value, "messages")]

    def message(self, event: Any) -> Message | None:
        """What a person wrote, chose or sent."""
        found = Event.model_validate(event)
        who = f"whatsapp:{found.sender or found.from_user_id}"
        choice = found.interactive.button_reply or found.interactive.list_reply
        if found.type == "button":
            choice = Choice(id=found.button.payload, title=found.button.text)
        if choice is not None:
            return Message(found.id, who, who, "whatsapp", legible(choice.title) or choice.id, choice.id)
        text, kind = legible(found.text.body or found.image.caption), found.type
        return Message(found.id, who, who, "whatsapp", text or f"[{kind}]", "" if text else UNREADABLE + kind)

    def calls(self, address: str, reply: Reply) -> Sequence[Call]:
        """A picture, then texts, of which the last has the buttons."""
        texts = pieces(reply.text, BODY if reply.quick_replies else self.limits.text)
        found: list[dict[str, Any]] = []
        if reply.image.startswith("https://"):
            found.append({"type": "image", "image": {"link": reply.image}})
        found += [{"type": "text", "text": {"body": text}} for text in texts]
        if reply.quick_replies and texts:
            found[-1] = {"type": "interactive", "interactive": _interactive(texts[-1], reply.quick_replies)}
        whole = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": address}
        return [Call(f"{self.api}/{self.phone}/messages", whole | message) for message in found]

    def _concerns(self, value: dict[str, Any]) -> bool:
        about = value.get("metadata")
        return isinstance(about, dict) and about.get("phone_number_id") == self.phone


def _interactive(text: str, buttons: Sequence[QuickReply]) -> dict[str, Any]:
    rows = [{"id": button.payload, "title": button.title} for button in buttons]
    if len(rows) <= BUTTONS:
        return {
            "type": "button",
            "body": {"text": text},
            "action": {"buttons": [{"type": "reply", "reply": row} for row in rows]},
        }
    return {"type": "list", "body": {"text": text}, "action": {"button": OPEN, "sections": [{"title": OPEN, "rows": rows}]}}
