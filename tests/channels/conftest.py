"""Platforms for tests, and pauses that are short."""

from collections.abc import Iterator

import pytest

from bot.delivery import worker
from tests.channels.fakes import Fake, fake

SECRETS = {
    "TELEGRAM_TOKEN": "77:token",
    "TELEGRAM_SECRET": "telegram-secret",
    "MESSENGER_TOKEN": "page-token",
    "MESSENGER_SECRET": "It's a Secret to Everybody",
    "MESSENGER_VERIFY": "open sesame",
    "WHATSAPP_TOKEN": "system-token",
    "WHATSAPP_SECRET": "It's a Secret to Everybody",
    "WHATSAPP_VERIFY": "芝麻开门",
    "SLACK_TOKEN": "xoxb-token",
    "SLACK_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
    "LINE_TOKEN": "line-token",
    "LINE_SECRET": "line-secret",
}


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the shop would have set."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first pause is a hundredth of a second."""
    monkeypatch.setattr(worker, "FIRST", 0.01)
    monkeypatch.setattr(worker, "POLL", 0.02)


@pytest.fixture
def platform() -> Iterator[Fake]:
    """A platform that takes everything."""
    with fake() as served:
        yield served
