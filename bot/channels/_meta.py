"""What Meta's platforms have in common: how a webhook is claimed and signed, and what an error means."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

import httpx

from bot.channels._platform import Platform, alike, secret, signed
from bot.errors import TryLater

SIGNATURE = "x-hub-signature-256"
TRANSIENT = frozenset({1, 2, 4, 17, 32, 613, 80004, 80006, 80007, 130429, 131000, 131016, 131048, 131056, 133004})
"""Codes of errors that go away: rates, overload and maintenance."""


class Meta(Platform):
    """An app of Meta's: `secret_env` holds the app's secret, `verify_env` the word that claims the webhook."""

    window: ClassVar[timedelta | None] = timedelta(hours=24)
    verify_env: str

    def __post_init__(self) -> None:
        super().__post_init__()
        secret(self.verify_env)

    def greeting(self, query: Mapping[str, str]) -> str | None:
        """The challenge, if the word is ours."""
        ours = query.get("hub.mode") == "subscribe" and alike(query.get("hub.verify_token", ""), secret(self.verify_env))
        return query.get("hub.challenge", "") if ours else None

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the body is signed with the app's secret."""
        return alike(headers.get(SIGNATURE, ""), f"sha256={signed(self.secret_env, body).hex()}")

    def headers(self, key: str) -> Mapping[str, str]:
        """The token."""
        return {"Authorization": f"Bearer {secret(self.token_env)}"}

    def accepted(self, answer: httpx.Response) -> None:
        """As everywhere, but errors that go away are told by their code."""
        if not answer.is_success and (code := _code(answer)) in TRANSIENT:
            raise TryLater(f"{self.name} answers {answer.status_code} with the code {code}")
        super().accepted(answer)


def _code(answer: httpx.Response) -> int:
    try:
        return int(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return 0
