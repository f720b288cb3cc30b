"""Gaps, proposals and health over HTTP."""

import asyncio
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from analytics.events import AgentReplied, Event, HandedOff, MessageReceived, MessageUnderstood
from analytics.gaps.metric import learnt
from analytics.stores import EventLog
from analytics.stores.opening import open_stores
from bot.app.knowledge import Office
from knowledge_base.articles import Passage
from tests.benchmarks.gaps import PLANTED
from tests.bot.knowledge.conftest import FEES, RETURNS

ANSWER = "Yes, we engrave up to 20 characters for $15; it adds two working days."
QUESTIONS = tomllib.loads(PLANTED.read_text(encoding="utf-8"))["engraving"]


def lost(text: str, language: str) -> tuple[Event, ...]:
    """A message that nobody understood, handed over to people."""
    understood = MessageUnderstood(
        message_id="1",
        language=language,
        intents=(("x", 0.1),),
        out_of_scope=False,
        sentiment="neutral",
        sentiment_score=0.0,
        entities=(),
        model="m",
    )
    return MessageReceived(message_id="1", channel="rest", customer="", text=text), understood, HandedOff(reason="not understood")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """What this module's customers wrote."""
    made = open_stores(f"sqlite:///{tmp_path}/shopkeeper.db").log
    yield made
    asyncio.run(made.close())


@pytest.fixture
def engraving(anna: TestClient, shop: Office, prepared: Path) -> dict[str, Any]:
    """The gap of customers who ask for engraving, which an agent has answered twice in English."""
    # What likeness is takes long to learn; it is learnt once, and kept beside the model.
    learnt(shop.bench.served().understander, prepared)
    shutil.copy(prepared / "gaps-metric.npz", shop.data)

    async def write() -> None:
        for language in ("en", "zh"):
            for number, text in enumerate(QUESTIONS[language]):
                told = (AgentReplied(agent="bo", text=ANSWER),) if language == "en" and number < 2 else ()
                await shop.log.append(f"{language}{number}", 0, (*lost(text, language), *told))

    asyncio.run(write())
    gaps: list[dict[str, Any]] = anna.get("/knowledge/gaps").json()["gaps"]
    return gaps[0]


def test_gaps_are_listed_with_trends_and_examples(engraving: dict[str, Any]) -> None:
    assert (engraving["state"], engraving["trend"]["direction"]) == ("open", "rising")
    assert engraving["count"] == engraving["left"] > 10
    assert set(engraving["examples"]) == {"en", "zh"}
    assert "questions" not in engraving


def test_a_gap_shows_its_questions_and_is_solved_once_its_draft_is_published(anna: TestClient, engraving: dict[str, Any]) -> None:
    told = anna.get(f"/knowledge/gaps/{engraving['id']}").json()
    assert {one["text"] for one in told["questions"]} >= {*engraving["examples"]["en"]}
    article, missing = told["draft"]["article"], told["draft"]["missing"]
    assert (article["en"]["answer"], missing) == (ANSWER, ["zh"])
    article["zh"] = {"question": QUESTIONS["zh"][0], "variants": QUESTIONS["zh"][1:], "answer": "可以，最多 20 个字，15 美元。"}
    article["en"]["variants"] = QUESTIONS["en"][1:]
    anna.put(f"/knowledge/articles/{article['id']}", json=article).raise_for_status()
    anna.post("/knowledge/publish", json={}).raise_for_status()
    closed = {one["id"]: (one["state"], one["left"]) for one in anna.get("/knowledge/gaps").json()["gaps"]}
    assert closed[engraving["id"]] == ("solved", 0)


def test_a_gap_that_there_is_not_is_refused(anna: TestClient, engraving: dict[str, Any]) -> None:
    answer = anna.get("/knowledge/gaps/none")
    assert (answer.status_code, answer.json()["error"]) == (404, "unknown_article")
    assert anna.get("/knowledge/gaps", params={"days": 0}).status_code == 422


def test_articles_are_proposed_out_of_what_people_answered(anna: TestClient, engraving: dict[str, Any]) -> None:
    (proposal,) = anna.get("/knowledge/proposals").json()
    assert (proposal["support"], proposal["article"]["en"]["answer"]) == (2, ANSWER)
    assert anna.get("/knowledge/proposals", params={"support": 3}).json() == []


def test_what_is_expired_or_contradicts_is_listed_the_gravest_first(anna: TestClient, shop: Office) -> None:
    shop.library.save(replace(RETURNS, valid_until=datetime.now(UTC) - timedelta(1)), "anna")
    dearer = {"en": Passage(FEES.passages["en"].question, "Nine dollars."), "zh": Passage("寄送要多少钱？", "九美元。")}
    shop.library.save(replace(FEES, id="more-fees", passages=dearer), "anna")
    found = anna.get("/knowledge/health").json()
    assert {(one["article_id"], one["concern"], one["severity"]) for one in found} >= {
        ("returns", "expired", "high"),
        ("more-fees", "contradiction", "high"),
    }
    assert [one["severity"] for one in found] == sorted((one["severity"] for one in found), key=["high", "medium", "low"].index)
