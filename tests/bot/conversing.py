"""Conversations that really take place, in a data folder, with the whole service but its HTTP side."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot import bootstrap
from bot.messages import Message, Reply
from configs import settings


def talk(data: Path, conversation: str, texts: Sequence[str], customer: str = "rest:alex") -> None:
    """Let a customer write `texts` in a conversation; what is the payload of a button that is offered is clicked."""
    asyncio.run(_talk(data, conversation, texts, customer))


async def _talk(data: Path, conversation: str, texts: Sequence[str], customer: str) -> None:
    service = bootstrap.assemble(settings.load(), data)
    await service.start()
    replies: tuple[Reply, ...] = ()
    for number, text in enumerate(texts, start=1):
        offered = {button.payload: button.title for reply in replies for button in reply.quick_replies}
        payload = text if text in offered else ""
        replies = await service.respond(Message(f"m{number}", conversation, customer, "rest", offered.get(text, text), payload))
    await service.stop()
