"""Telegram as one customer sees it: what they write as updates, and what the bot has shown them."""

import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HOOK = "/webhooks/telegram/webhook"


@dataclass
class Telegram:
    """A new chat with a bot that has this `token` and `secret`, by a `customer` whose Telegram speaks `language`."""

    token: str
    secret: str
    language: str = "en"
    customer: int = field(default_factory=lambda: secrets.randbelow(10**9))
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _keyboard: list[dict[str, str]] = field(default_factory=list)

    def environment(self) -> Mapping[str, str]:
        """The variables that the channel reads."""
        return {"TELEGRAM_TOKEN": self.token, "TELEGRAM_SECRET": self.secret}

    def channel(self, url: str) -> dict[str, Any]:
        """The channel's settings when the platform is at `url`."""
        return {"name": "telegram", "api": url}

    def headers(self) -> Mapping[str, str]:
        """Those of the requests to the webhook."""
        return {"X-Telegram-Bot-Api-Secret-Token": self.secret}

    def update(self, line: str) -> dict[str, Any]:
        """The update for a line: a click, when it is the number of a button that was shown last."""
        number = int(line) if line.isascii() and line.isdigit() else 0
        person = {"id": self.customer, "is_bot": False, "first_name": "Lab", "language_code": self.language}
        place = {"chat": {"id": self.customer, "type": "private"}, "message_id": 1}
        update: dict[str, Any] = {"update_id": next(self._numbers)}
        if 0 < number <= len(self._keyboard):
            below = place | {"reply_markup": {"inline_keyboard": [[button] for button in self._keyboard]}}
            data = self._keyboard[number - 1]["callback_data"]
            return update | {"callback_query": {"id": "1", "from": person, "data": data, "message": below}}
        return update | {"message": place | {"from": person, "text": line}}

    def show(self, path: str, body: Mapping[str, Any]) -> list[str]:
        """The lines that the bot's call shows; raises ValueError for one that Telegram would refuse."""
        if not path.startswith(f"/bot{self.token}/"):
            raise ValueError(f"{path} is no call of this bot")
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        if any(not 1 <= len(button["callback_data"].encode()) <= 64 for row in rows for button in row):
            raise ValueError("callback_data must have 1 to 64 bytes")
        self._keyboard = [button for row in rows for button in row] or self._keyboard
        shown = [body[name] for name in ("photo", "caption", "text") if body.get(name)]
        return [*shown, *(f"  [{number}] {button['text']}" for number, button in enumerate(itertools.chain(*rows), 1))]
