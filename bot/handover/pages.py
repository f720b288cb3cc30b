"""The pages that are open on a conversation, and how it stands by what they were last told."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.channels import Place, Standing


class _Page:
    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.changed = asyncio.Event()

    def show(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            self.changed.set()


class Pages:
    """Readers by conversation; each is woken by a change and finds the latest, so that none can be overrun or miss one."""

    def __init__(self) -> None:
        self._open: defaultdict[str, list[_Page]] = defaultdict(list)

    @property
    def watched(self) -> list[str]:
        """The conversations that somebody watches."""
        return list(self._open)

    async def watch(self, conversation: str, standing: Standing) -> AsyncIterator[Standing]:
        """`standing` first, then every later one."""
        page = _Page(standing)
        self._open[conversation].append(page)
        try:
            while True:
                page.changed.clear()
                yield page.standing
                await page.changed.wait()
        finally:
            self._open[conversation].remove(page)
            if not self._open[conversation]:
                del self._open[conversation]

    def heard(self, conversation: str, position: int) -> None:
        """A person said something at that position."""
        for page in self._open.get(conversation, ()):
            page.show(replace(page.standing, heard=position))

    def stand(self, conversation: str, place: Place) -> None:
        """The conversation's place is now this one."""
        for page in self._open.get(conversation, ()):
            page.show(replace(page.standing, place=place))
