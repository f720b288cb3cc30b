"""Micro-batching: messages that arrive while the model is busy are understood together in its next pass."""

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from nlu.understanding import Understander, Understanding, Vector

_FEW = 4  # texts; customers wait no longer than these take


class Batcher:
    """Gives concurrent callers one understander, which makes up to `workers` passes at once, of up to `largest` texts each."""

    def __init__(self, understander: Understander, largest: int = 16, workers: int = 1) -> None:
        self._understander = understander
        self._largest = largest
        self._waiting: deque[tuple[str, asyncio.Future[Understanding]]] = deque()
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="nlu")
        self._workers = workers
        self._draining: set[asyncio.Task[None]] = set()
        self._closed = False

    async def understand(self, text: str) -> Understanding:
        """Understand `text` in the next pass; cancelled before that pass begins, it costs nothing.

        Raises whatever the understander raises, and RuntimeError after `close`.
        """
        if self._closed:
            raise RuntimeError("the batcher is closed")
        result: asyncio.Future[Understanding] = asyncio.get_running_loop().create_future()
        self._waiting.append((text, result))
        # One that has ended saw nobody waiting, so it must not be counted on.
        self._draining = {one for one in self._draining if not one.done()}
        if len(self._draining) < self._workers:
            self._draining.add(asyncio.create_task(self._drain()))
        return await result

    async def embed(self, texts: list[str]) -> Vector:
        """Unit vectors of shape (len(texts), hidden), read a few at a time, so that messages come in between."""
        loop = asyncio.get_running_loop()
        groups = [texts[start : start + _FEW] for start in range(0, len(texts), _FEW)] or [[]]
        parts = [await loop.run_in_executor(self._threads, self._understander.embed, group) for group in groups]
        return np.concatenate(parts)

    async def retire(self) -> None:
        """Understand whoever waits, then close: nobody comes any more, because another batcher has taken the place."""
        while any(not one.done() for one in self._draining):
            await asyncio.wait(self._draining)
        await self.close()

    async def close(self) -> None:
        """Finish the passes that are running; who still waits is cancelled."""
        self._closed = True
        while self._waiting:
            self._waiting.pop()[1].cancel()
        if self._draining:
            await asyncio.wait(self._draining)
        self._threads.shutdown()

    async def _drain(self) -> None:
        while batch := self._next():
            texts = [text for text, _ in batch]
            work = asyncio.get_running_loop().run_in_executor(self._threads, self._understander.understand, texts)
            await asyncio.wait([work])
            self._deliver(work, [result for _, result in batch])

    def _next(self) -> list[tuple[str, asyncio.Future[Understanding]]]:
        batch: list[tuple[str, asyncio.Future[Understanding]]] = []
        while self._waiting and len(batch) < self._largest:
            text, result = self._waiting.popleft()
            if not result.done():
                batch.append((text, result))
        return batch

    @staticmethod
    def _deliver(work: asyncio.Future[list[Understanding]], results: list[asyncio.Future[Understanding]]) -> None:
        error = work.exception()
        for place, result in enumerate(results):
            if result.done():
                continue
            if error is not None:
                result.set_exception(error)
            else:
                result.set_result(work.result()[place])
