"""What the log says the model should learn: every message with a reason, once for each wording, without personal data."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.candidates import Gatherer, gather
from analytics.events import (
    AnswerGiven,
    ConfirmationAsked,
    Event,
    HandedOff,
    IntentCorrected,
    MessageReceived,
    MessageUnderstood,
    NotUnderstood,
    ReplySent,
    SlotAsked,
)
from analytics.stores import EventLog
from analytics.stores.opening import open_stores
from nlu.review import candidates
from nlu.review.candidates import Candidate

pytestmark = pytest.mark.anyio
Chances = tuple[tuple[str, float], ...]
SURE: Chances = (("track_order", 0.95), ("get_refund", 0.01))
ARTICLES = {"refund-time": "track_refund"}
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def log(database_url: str, anyio_backend: str) -> AsyncIterator[EventLog]:
    stores = open_stores(database_url)
    yield stores.log
    await stores.log.close()


def heard(text: str, intents: Chances = SURE, number: int = 1, *, outside: bool = False, payload: str = "") -> list[Event]:
    return [
        MessageReceived(message_id=f"m{number}", channel="rest", customer="ann", text=text, payload=payload),
        MessageUnderstood(
            message_id=f"m{number}",
            language="zh" if "\u4e00" <= text[0] <= "\u9fff" else "en",
            intents=intents,
            out_of_scope=outside,
            sentiment="neutral",
            sentiment_score=0.9,
            entities=(),
            model="m1",
        ),
    ]


def offered(*payloads: str) -> ReplySent:
    buttons = [{"title": payload, "payload": payload} for payload in payloads]
    return ReplySent(reply_to="m1", replies=({"text": "did you mean", "quick_replies": buttons},))


async def told(log: EventLog, *events: Event, conversation: str = "c") -> None:
    position = len(await log.read(conversation))
    await log.append(conversation, position, events)


async def found(log: EventLog, since: datetime = BEGINNING) -> dict[str, Candidate]:
    return {one.text: one for one in await gather(log, Gatherer(ARTICLES, since))}


REASONS: list[tuple[Sequence[Event], tuple[str, ...]]] = [
    (heard("where is it"), ()),
    (heard("where is it", (("track_order", 0.59), ("greet", 0.01))), ("unsure",)),
    (heard("where is it", (("track_order", 0.61), ("get_refund", 0.35))), ("unsure",)),
    (heard("where is it", outside=True), ("out_of_scope",)),
    ([*heard("where is it"), NotUnderstood()], ("not_understood",)),
    ([*heard("where is it"), HandedOff(reason="not understood")], ("handed_off",)),
    ([*heard("where is it"), HandedOff(reason="asked")], ()),
    ([*heard("where is it"), IntentCorrected(message_id="m1", intent="get_refund", agent="bo")], ("corrected",)),
    ([*heard("where is it"), IntentCorrected(message_id="m1", intent="track_order", agent="bo")], ()),
    ([*heard("where is it"), IntentCorrected(message_id="m2", intent="get_refund", agent="bo")], ()),
    (heard("x" * 501, outside=True), ()),
    (heard(" ", outside=True), ()),
]


@pytest.mark.parametrize(("events", "reasons"), REASONS, ids=str)
async def test_a_message_is_a_candidate_for_its_reasons(log: EventLog, events: Sequence[Event], reasons: tuple[str, ...]) -> None:
    await told(log, *events)
    assert [one.reasons for one in (await found(log)).values()] == ([reasons] if reasons else [])


async def test_a_correction_counts_however_late_it_comes(log: EventLog) -> None:
    await told(log, *heard("钱什么时候退"))
    await told(log, *heard("你好", (("greet", 0.99),), 2))
    await told(log, IntentCorrected(message_id="m1", intent="track_refund", agent="bo"))
    assert (await found(log))["钱什么时候退"].named == {"track_refund": 1}


@pytest.mark.parametrize("click", [("Refund time", "refund-time"), ("refund-time", "")])
async def test_a_click_that_disagrees_with_the_model_names_the_intent_and_is_no_candidate_itself(
    log: EventLog, click: tuple[str, str]
) -> None:
    await told(log, *heard("when money"), NotUnderstood(articles=("refund-time",)), offered("refund-time", "none"))
    await told(log, *heard(click[0], number=2, outside=True, payload=click[1]), AnswerGiven(article_id="refund-time"))
    (candidate,) = (await found(log)).values()
    assert (candidate.text, candidate.named) == ("when money", {"track_refund": 1})
    assert candidate.reasons == ("clicked", "not_understood")


async def test_the_same_article_for_a_message_that_was_typed_is_no_click(log: EventLog) -> None:
    await told(log, *heard("when money"), NotUnderstood(articles=("refund-time",)), offered("refund-time"))
    await told(log, *heard("when is my refund paid", number=2), AnswerGiven(article_id="refund-time"))
    assert [one.named for one in (await found(log)).values()] == [{}]


@pytest.mark.parametrize("question", [SlotAsked(flow="f", slot="order_id", attempt=1), ConfirmationAsked(flow="f", attempt=1)])
async def test_what_answers_a_question_is_no_candidate_unless_it_was_not_understood(log: EventLog, question: Event) -> None:
    await told(log, *heard("where is it"), question)
    await told(log, *heard("the first one", number=2, outside=True))
    assert await found(log) == {}
    await told(log, *heard("the second one", number=3, outside=True))
    assert set(await found(log)) == {"the second one"}


async def test_messages_that_differ_in_a_number_only_are_one_candidate_without_that_number(log: EventLog) -> None:
    numbers = [f"SK10{number}" for number in range(10000, 10030)]
    for number in numbers:
        await told(log, *heard(f"{number}  怎么还没到", outside=True), conversation=number)
    (candidate,) = (await found(log)).values()
    assert candidate.count == 30
    assert candidate.text.startswith("SK10")
    assert not any(number in candidate.text for number in numbers)


async def test_only_what_is_young_enough_counts(log: EventLog) -> None:
    await told(log, *heard("where is it", outside=True))
    assert len(await found(log, datetime.now(UTC) - timedelta(minutes=5))) == 1
    assert await found(log, datetime.now(UTC) + timedelta(minutes=5)) == {}


async def test_a_correction_survives_the_store(log: EventLog) -> None:
    corrected = IntentCorrected(message_id="m1", intent="退款", agent="波")
    await told(log, corrected)
    assert [entry.event for entry in await log.read("c")] == [corrected]


async def test_of_hundreds_of_messages_in_interleaved_conversations_every_doubtful_one_is_counted(log: EventLog) -> None:
    draw = random.Random(3)
    texts = ["can you gift wrap", "能不能包礼盒", "do you hire", "招人吗", "你们招人吗"]
    expected: dict[str, int] = {}
    for number in range(300):
        text, doubtful = draw.choice(texts), draw.random() < 0.5
        expected[text] = expected.get(text, 0) + doubtful
        await told(log, *heard(text, number=number, outside=doubtful), conversation=f"c{number % 7}")
    assert {text: one.count for text, one in (await found(log)).items()} == expected


def test_the_command_writes_them_beside_the_service_for_its_owner_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def write() -> None:
        log = open_stores(f"sqlite:///{tmp_path}/shopkeeper.db").log
        await told(log, *heard("call me on 13812345678", outside=True))
        assert await asyncio.to_thread(main, ["candidates", "--data", str(tmp_path)]) == 0
        await log.close()

    asyncio.run(write())
    (candidate,) = candidates.read(tmp_path)
    assert "12345678" not in candidate.text
    assert (tmp_path / candidates.FILE).stat().st_mode & 0o777 == 0o600
    assert "holds 1 wordings of 1 messages" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["0", "-1", "x", "1e3", "99999"])
def test_days_that_are_none_are_refused(days: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["candidates", "--data", str(tmp_path), "--days", days])
    assert "no number of days" in capsys.readouterr().err
