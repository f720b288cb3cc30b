"""A conversation that really took place, in a data folder of its own."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import bootstrap
from bot.messages import Message, Reply
from configs import settings
from tests.conftest import Furnish

CUSTOMER = "rest:alex"
Talked = Callable[[str, list[str]], Path]


@pytest.fixture
def talked(furnish: Furnish, tmp_path: Path) -> Talked:
    """Lets a customer write to the service in a conversation, and gives the data folder; an offered payload is clicked."""
    data = tmp_path / "data"
    data.mkdir()
    furnish(data)

    def talk(conversation: str, texts: list[str]) -> Path:
        asyncio.run(_talk(data, conversation, texts))
        return data

    return talk


async def _talk(data: Path, conversation: str, texts: list[str]) -> None:
    service = bootstrap.assemble(settings.load(), data)
    await service.start()
    replies: tuple[Reply, ...] = ()
    for number, text in enumerate(texts, start=1):
        offered = {button.payload: button.title for reply in replies for button in reply.quick_replies}
        payload = text if text in offered else ""
        message = Message(str(number), conversation, CUSTOMER, "rest", offered.get(text, text), payload)
        replies = await service.respond(message)
    await service.stop()
