"""Micro-batching: who waits together is understood together, and each gets their own answer."""

import asyncio
import threading
from collections.abc import AsyncIterator

import numpy as np
import pytest

from nlu.batcher import Batcher
from nlu.understanding import Intent, Sentiment, Understanding, Vector


class Recorder:
    """An understander that notes its passes and holds each of them until the gate is open."""

    model = "recorder"

    def __init__(self) -> None:
        self.passes: list[list[str]] = []
        self.threads: set[str] = set()
        self.begun = threading.Event()
        self.entered = threading.Semaphore(0)
        self.gate = threading.Event()
        self.gate.set()

    def understand(self, texts: list[str]) -> list[Understanding]:
        self.passes.append(texts)
        self.threads.add(threading.current_thread().name)
        self.begun.set()
        self.entered.release()
        self.gate.wait(5)
        if "fail" in texts:
            raise ValueError("no")
        return [self._understanding(text) for text in texts]

    def embed(self, texts: list[str]) -> Vector:
        return np.zeros((len(texts), 2), dtype=np.float32)

    def _understanding(self, text: str) -> Understanding:
        return Understanding(
            text, "en", (Intent("greet", 1.0),), False, Sentiment("neutral", 1.0), (), self.model, self.embed([text])[0]
        )


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
async def batcher(recorder: Recorder) -> AsyncIterator[Batcher]:
    batcher = Batcher(recorder, largest=4)
    yield batcher
    recorder.gate.set()
    await batcher.close()


async def _busy(recorder: Recorder, batcher: Batcher) -> asyncio.Task[Understanding]:
    """Keep the model busy with a first message until the gate opens."""
    recorder.gate.clear()
    first = asyncio.create_task(batcher.understand("first"))
    await asyncio.to_thread(recorder.begun.wait, 5)
    return first


@pytest.mark.anyio
async def test_each_caller_gets_the_answer_to_their_own_text(batcher: Batcher) -> None:
    texts = [f"text {number}" for number in range(20)]
    answers = await asyncio.gather(*map(batcher.understand, texts))
    assert [answer.text for answer in answers] == texts


@pytest.mark.anyio
async def test_what_arrives_during_a_pass_goes_into_the_next_one_together(recorder: Recorder, batcher: Batcher) -> None:
    first = await _busy(recorder, batcher)
    others = [asyncio.create_task(batcher.understand(str(number))) for number in range(6)]
    await asyncio.sleep(0)
    recorder.gate.set()
    await asyncio.gather(first, *others)
    assert recorder.passes == [["first"], ["0", "1", "2", "3"], ["4", "5"]]


@pytest.mark.anyio
async def test_a_cancelled_caller_costs_no_pass(recorder: Recorder, batcher: Batcher) -> None:
    first = await _busy(recorder, batcher)
    gone = asyncio.create_task(batcher.understand("gone"))
    stays = asyncio.create_task(batcher.understand("stays"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    recorder.gate.set()
    await asyncio.gather(first, stays)
    assert recorder.passes == [["first"], ["stays"]]


@pytest.mark.anyio
async def test_a_caller_cancelled_during_the_pass_leaves_the_others_their_answers(recorder: Recorder, batcher: Batcher) -> None:
    first = await _busy(recorder, batcher)
    first.cancel()
    recorder.gate.set()
    assert (await batcher.understand("second")).text == "second"


@pytest.mark.anyio
async def test_a_failed_pass_fails_its_callers_and_no_later_one(batcher: Batcher) -> None:
    with pytest.raises(ValueError, match="no"):
        await batcher.understand("fail")
    assert (await batcher.understand("fine")).text == "fine"


@pytest.mark.anyio
async def test_the_model_runs_on_one_thread_that_is_not_the_event_loops(recorder: Recorder, batcher: Batcher) -> None:
    await asyncio.gather(*(batcher.understand(str(number)) for number in range(9)))
    assert len(recorder.threads) == 1
    assert threading.current_thread().name not in recorder.threads


@pytest.mark.anyio
async def test_a_batcher_that_retires_answers_everybody_first(recorder: Recorder) -> None:
    batcher = Batcher(recorder, largest=2)
    first = await _busy(recorder, batcher)
    others = [asyncio.create_task(batcher.understand(str(number))) for number in range(5)]
    await asyncio.sleep(0)
    retiring = asyncio.create_task(batcher.retire())
    await asyncio.sleep(0)
    recorder.gate.set()
    await retiring
    assert [task.result().text for task in (first, *others)] == ["first", "0", "1", "2", "3", "4"]
    with pytest.raises(RuntimeError, match="closed"):
        await batcher.understand("late")


@pytest.mark.anyio
async def test_closing_cancels_who_waits_and_refuses_who_comes(recorder: Recorder) -> None:
    batcher = Batcher(recorder)
    first = await _busy(recorder, batcher)
    waits = asyncio.create_task(batcher.understand("waits"))
    await asyncio.sleep(0)
    closing = asyncio.create_task(batcher.close())
    await asyncio.sleep(0)
    recorder.gate.set()
    await closing
    assert (await first).text == "first"
    with pytest.raises(asyncio.CancelledError):
        await waits
    with pytest.raises(RuntimeError, match="closed"):
        await batcher.understand("late")


@pytest.mark.anyio
async def test_two_workers_make_two_passes_at_once(recorder: Recorder) -> None:
    batcher = Batcher(recorder, largest=4, workers=2)
    recorder.gate.clear()
    asked = [asyncio.create_task(batcher.understand(f"text {number}")) for number in range(10)]
    for _ in range(2):
        assert await asyncio.to_thread(recorder.entered.acquire, timeout=5)
    assert recorder.threads == {"nlu_0", "nlu_1"}
    recorder.gate.set()
    assert [one.text for one in await asyncio.gather(*asked)] == [f"text {number}" for number in range(10)]
    assert sorted(map(len, recorder.passes)) == [2, 4, 4]
    await batcher.close()
