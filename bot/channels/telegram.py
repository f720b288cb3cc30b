"""Telegram: updates of a bot, as `setWebhook` with a `secret_token` has them posted (https://core.telegram.org/bots/api)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels._buttons import Limits, pieces
from bot.channels._platform import UNREADABLE, Call, Platform, alike, legible, pause, secret
from bot.errors import TryLater
from bot.messages import Message, Reply

SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header
CAPTION = 1024
GREETINGS = {"en": "Hello", "zh": "你好"}


class _Shape(BaseModel):
    model_config = ConfigDict(extra="allow")


class User(_Shape):
    """Who wrote, and what their Telegram speaks (IETF language tag)."""

    id: int
    is_bot: bool = False
    language_code: str = ""


class Chat(_Shape):
    """Where."""

    id: int


class Button(_Shape):
    """A button below a message."""

    text: str = ""
    callback_data: str = ""


class Keyboard(_Shape):
    """Rows of buttons below a message."""

    inline_keyboard: list[list[Button]] = Field(default_factory=list)


class Said(_Shape):
    """A message."""

    chat: Chat
    sender: User | None = Field(None, alias="from")
    text: str = ""
    caption: str = ""
    reply_markup: Keyboard = Keyboard()


class Click(_Shape):
    """A button was pressed below `message`."""

    id: str
    sender: User = Field(alias="from")
    message: Said | None = None
    data: str = ""


class Update(_Shape):
    """One event; of the kinds that there are we look at two."""

    update_id: int
    message: Said | None = None
    callback_query: Click | None = None


@dataclass(frozen=True)
class Telegram(Platform):
    """A bot with a token from @BotFather; `secret_env` holds the `secret_token` that `setWebhook` was given."""

    name: ClassVar[str] = "telegram"
    limits: ClassVar[Limits] = Limits(most=20, title=64, payload=64, text=4096)

    token_env: str = "TELEGRAM_TOKEN"  # noqa: S105 - the name of a variable
    secret_env: str = "TELEGRAM_SECRET"  # noqa: S105
    api: str = "https://api.telegram.org"

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the request has the secret."""
        return alike(headers.get(SECRET, ""), secret(self.secret_env))

    def events(self, content: Any) -> Iterable[Any]:
        """One."""
        return [content]

    def message(self, event: Any) -> Message | None:
        """What a person wrote, pressed or sent in a chat; edits and what bots write are none."""
        update = Update.model_validate(event)
        if update.callback_query is not None and update.callback_query.message is not None:
            return _clicked(update.update_id, update.callback_query, update.callback_query.message)
        said = update.message
        if said is None or said.sender is None or said.sender.is_bot:
            return None
        text = legible(said.text or said.caption)
        if text.startswith("/start"):
            text = GREETINGS[_language(said.sender)]
        kind = _kind(said)
        return _message(update.update_id, said.chat, said.sender, text or f"[{kind}]", "" if text else UNREADABLE + kind)

    def answer(self, content: Any) -> Any:
        """A click is confirmed in the answer, so that its button stops turning."""
        try:
            click = Update.model_validate(content).callback_query
        except ValidationError:
            return {}
        return {"method": "answerCallbackQuery", "callback_query_id": click.id} if click else {}

    def calls(self, address: str, reply: Reply) -> Sequence[Call]:
        """A picture with its caption when that is short, else texts; buttons below the last."""
        found: list[tuple[str, dict[str, Any]]] = []
        texts = pieces(reply.text, self.limits.text)
        if reply.image.startswith("https://"):
            caption = texts.pop() if len(texts) == 1 and len(texts[0]) <= CAPTION else ""
            found.append(("sendPhoto", {"chat_id": address, "photo": reply.image, "caption": caption}))
        found += [("sendMessage", {"chat_id": address, "text": text}) for text in texts]
        if reply.quick_replies and found:
            rows = [[{"text": button.title, "callback_data": button.payload}] for button in reply.quick_replies]
            found[-1][1]["reply_markup"] = {"inline_keyboard": rows}
        return [Call(f"{self.api}/bot{secret(self.token_env)}/{method}", body) for method, body in found]

    def headers(self, key: str) -> Mapping[str, str]:
        """None; the token is in the address."""
        return {}

    def accepted(self, answer: httpx.Response) -> None:
        """As everywhere, but how long to wait stands in the body."""
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise TryLater("telegram answers 429", max(pause(answer), _asked(answer)))
        super().accepted(answer)


def _clicked(number: int, click: Click, below: Said) -> Message:
    titles = {button.callback_data: button.text for row in below.reply_markup.inline_keyboard for button in row}
    return _message(number, below.chat, click.sender, legible(titles.get(click.data, "")) or click.data, click.data)


def _message(number: int, chat: Chat, sender: User, text: str, payload: str) -> Message:
    return Message(
        id=str(number),
        conversation=f"telegram:{chat.id}",
        customer=f"telegram:{sender.id}",
        channel="telegram",
        text=text,
        payload=payload,
        language=_language(sender),
    )


def _language(sender: User) -> str:
    return "zh" if sender.language_code.startswith("zh") else "en"


def _kind(said: Said) -> str:
    """What a message without text is, such as photo or sticker."""
    known = {"photo", "document", "sticker", "voice", "video", "audio", "location", "contact", "animation", "video_note"}
    return next((name for name in said.model_extra or {} if name in known), "unknown")


def _asked(answer: httpx.Response) -> float:
    try:
        return float(answer.json()["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 0.0
