"""Follow-ups: what leans on the question before is searched with it, and a new topic is not."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.pipeline import FOLDER, Pipeline
from nlu.understanding import Intent, Language, Sentiment, Understanding, Vector
from retrieval import pipeline
from retrieval.answers import Answer
from retrieval.context import SURE, brief, carried, joined, leans, mixed
from retrieval.searcher import Searcher

FILE = Path(__file__).with_name("follow_ups.csv")


@pytest.mark.parametrize(
    "text",
    [
        "and to Canada?",
        "what about public holidays",
        "ok, and how much is it?",
        "even without the box?",
        "does that cost anything?",
        "how long?",
        "那加拿大呢？",
        "翻新的呢",
        "好的，那手机号呢？",
        "要收费吗？",
        "多少钱",
        "它防水吗",
    ],
)
def test_what_is_open_at_an_end_leans(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "how long does delivery to canada take?",
        "may i take a power bank on a plane?",
        "my tablet is frozen",
        "cancel it",
        "thanks!",
        "ok",
        "",
        "SK1048213",
        "😀",
        "忘记密码了怎么办",
        "充电宝能带上飞机吗？",
        "我的平板卡死了",
        "谢谢",
        "and i have been waiting for three weeks now for my parcel to arrive at my door",
    ],
)
def test_what_stands_by_itself_does_not(text: str) -> None:
    assert not leans(text)


def test_only_a_short_question_is_brief() -> None:
    assert brief("do i need a label?")
    assert brief("面单在哪")
    assert not brief("my coupon is too old")
    assert not brief("do i need a label when i send it back by mail myself?")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_joined(before: str, text: str) -> None:
    assert joined(before, text).endswith(text)
    assert leans(text) in (True, False)
    assert brief(text) in (True, False)


def test_the_follow_up_counts_more_than_what_it_follows() -> None:
    before, now = (np.array(one, dtype=np.float32) for one in ((1, 0), (0, 1)))
    both = mixed(before, now)
    assert np.linalg.norm(both) == pytest.approx(1)
    assert both[1] == pytest.approx(2 * both[0])


@dataclass
class Table:
    """Answers texts with the confidence that a table says."""

    table: dict[str, float]

    def answer(self, text: str, vector: Vector, language: str, at: object = None, channel: str = "") -> Answer | None:
        confidence = self.table.get(text)
        return None if confidence is None else Answer("a", "1", "i", "A", "a", 1.0, confidence, ())

    def article(self, article_id: str, language: str, at: object = None, channel: str = "") -> Answer | None:
        return None


def said(text: str, intent: str, *, out_of_scope: bool = False) -> Understanding:
    vector = np.array([1, 0], dtype=np.float32)
    return Understanding(text, "en", (Intent(intent, 0.9),), out_of_scope, Sentiment("neutral", 1.0), (), "m", vector)


BEFORE = said("how much is delivery?", "shipping_cost")


def test_what_is_carried_over_is_about_what_came_before() -> None:
    found = carried(said("and to Canada?", "delivery_options"), BEFORE, Table({"and to Canada?": 0.8}))
    assert (found.text, found.intent.name) == ("how much is delivery and to Canada?", "shipping_cost")
    assert [one.text for one in found.requests] == [found.text]


def test_what_looks_out_of_scope_still_does() -> None:
    assert carried(said("what about rain?", "greet", out_of_scope=True), BEFORE, Table({})).out_of_scope


def test_what_is_found_surely_alone_stays_alone() -> None:
    now = said("and apple pay?", "check_payment_methods")
    assert carried(now, BEFORE, Table({"and apple pay?": SURE})) is now


def test_what_is_brief_is_joined_only_when_that_finds_more() -> None:
    now = said("do i need a label?", "return_item")
    both = joined(BEFORE.text, now.text)
    assert carried(now, BEFORE, Table({now.text: 0.2, both: 0.6})).text == both
    assert carried(now, BEFORE, Table({now.text: 0.2, both: 0.1})) is now
    assert carried(now, BEFORE, Table({now.text: 0.6, both: 0.9})) is now


def rows(language: str, kind: str) -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        return [one for one in csv.DictReader(handle) if (one["language"], one["carried"]) == (language, kind)]


Found = Callable[[Sequence[dict[str, str]]], tuple[float, float]]


@pytest.fixture(scope="module")
def first(prepared: Path) -> Found:
    """How often the right article comes first: alone, and with the question before."""
    model = Pipeline.load(prepared / FOLDER)
    searcher = pipeline.load(prepared / pipeline.FOLDER, model)

    def share(follow_ups: Sequence[dict[str, str]]) -> tuple[float, float]:
        hits = [_found(one, model, searcher) for one in follow_ups]
        alone, together = np.mean(hits, axis=0).tolist()
        return alone, together

    return share


def _found(row: dict[str, str], model: Pipeline, searcher: Searcher) -> tuple[bool, bool]:
    language: Language = "zh" if row["language"] == "zh" else "en"
    before, now = (replace(one, language=language) for one in model.understand([row["before"], row["question"]]))
    answers = [searcher.answer(one.text, one.vector, language) for one in (now, carried(now, before, searcher))]
    alone, together = (answer is not None and answer.article_id == row["article"] for answer in answers)
    return alone, together


@pytest.mark.parametrize("language", ["en", "zh"])
def test_follow_ups_find_far_more_with_the_question_before(first: Found, language: str) -> None:
    alone, together = first(rows(language, "yes"))
    assert together >= alone + 0.15
    assert together >= 0.85


@pytest.mark.parametrize("language", ["en", "zh"])
def test_new_topics_find_as_much_as_alone(first: Found, language: str) -> None:
    alone, together = first(rows(language, "no"))
    assert together >= alone


def test_there_are_forty_follow_ups_in_each_language() -> None:
    for language in ("en", "zh"):
        assert len(rows(language, "yes")) + len(rows(language, "no")) == 40
