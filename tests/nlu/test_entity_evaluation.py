"""Precision and recall of spans."""

import pytest

from nlu.entity_evaluation import SpanScore, span_scores, table
from nlu.sentences import Mark, Sentence
from nlu.understanding import Entity, Language


def entities(text: str, language: Language) -> tuple[Entity, ...]:
    return (
        Entity("date", "friday", 5, 11, "2026-03-13"),
        Entity("product", "cam", 12, 15, "cameras"),
        Entity("amount", "x", 0, 1, "1"),
    )


def test_spans_are_counted_by_type_exactly_and_loosely() -> None:
    sentence = Sentence(
        "last friday camera", "en", "x", "neutral", (Mark(5, 11, "date"), Mark(12, 18, "product"), Mark(0, 4, "phone"))
    )
    scores = span_scores([sentence], entities)
    assert scores["date"] == SpanScore(marked=1, found=1, exact=1, touching_marks=1, touching_entities=1)
    assert scores["product"] == SpanScore(marked=1, found=1, exact=0, touching_marks=1, touching_entities=1)
    assert scores["phone"] == SpanScore(marked=1)
    assert scores["amount"] == SpanScore(found=1)


def test_figures_are_parts_of_what_was_found_and_marked() -> None:
    score = SpanScore(marked=4, found=5, exact=2, touching_marks=3, touching_entities=4)
    assert score.f1 == pytest.approx(2 * 0.5 * 0.4 / 0.9)
    assert (score.recall, score.precision, score.loose_recall, score.loose_precision) == (0.5, 0.4, 0.75, 0.8)


def test_nothing_missed_and_nothing_wrong_is_perfect() -> None:
    assert (SpanScore().precision, SpanScore().recall, SpanScore().f1) == (1.0, 1.0, 1.0)


def test_the_table_has_a_row_for_each_type() -> None:
    rows = table({"date": SpanScore(marked=2, found=2, exact=1, touching_marks=2, touching_entities=2)}).splitlines()
    assert rows[2:] == ["| date | 2 | 2 | 0.50 | 0.50 | 0.50 | 1.00 | 1.00 |"]
