"""Overload and slowness are refused, not suffered."""

import asyncio

from bot.channels import Respond
from bot.errors import Busy, TurnTimeout
from bot.messages import Message, Reply
from configs.settings import LimitSettings


class Admission:
    """Lets at most `limits.waiting_turns` turns wait, and none longer than `limits.turn_seconds`."""

    def __init__(self, respond: Respond, limits: LimitSettings) -> None:
        self._respond = respond
        self._limits = limits
        self.waiting = 0

    async def respond(self, message: Message) -> tuple[Reply, ...]:
        """Answer `message`; raises Busy or TurnTimeout besides what answering itself raises."""
        if self.waiting >= self._limits.waiting_turns:
            raise Busy
        self.waiting += 1
        try:
            async with asyncio.timeout(self._limits.turn_seconds):
                return await self._respond(message)
        except TimeoutError:
            raise TurnTimeout from None
        finally:
            self.waiting -= 1
