"""Duplicates and contradictions: what is flagged, what is left alone, and how often that is right."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.articles import Article, Passage
from knowledge_base.conflicts import Conflict, all_conflicts, conflicts
from knowledge_base.consistency.questions import same_question
from knowledge_base.consistency.values import values
from knowledge_base.pipeline import demo_articles

SUITES = Path(__file__).with_name("suites")


def article(name: str, answer: str, question: str = "How long is the warranty?", language: str = "en") -> Article:
    return Article(name, "", {language: Passage(question, answer)})


def twins(english: str, chinese: str) -> list[Conflict]:
    return conflicts(Article("a", "", {"en": Passage("q", english), "zh": Passage("问", chinese)}), [])


def found(one: Article, other: Article) -> str:
    return next((conflict.kind for conflict in conflicts(one, [other])), "harmless")


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("conflicts_en", 0.95, 0.95), ("conflicts_zh", 0.95, 0.95), ("unseen_en", 0.95, 0.8), ("unseen_zh", 0.95, 0.65)],
)
def test_of_the_seeded_pairs_most_are_found_and_hardly_any_is_flagged_in_vain(name: str, precision: float, recall: float) -> None:
    """The unseen pairs were written after the rules and have not changed them."""
    rows = [line.split("\t") for line in (SUITES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    language = name[-2:]
    said = [(row[0], found(article("a", row[2], row[1], language), article("b", row[4], row[3], language))) for row in rows]
    flagged = [wanted == kind for wanted, kind in said if kind != "harmless"]
    wrong = [wanted == kind for wanted, kind in said if wanted != "harmless"]
    assert sum(flagged) / len(flagged) >= precision
    assert sum(wrong) / len(wrong) >= recall


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It takes 2 weeks.", "It takes 14 days."),
        ("It takes half a month.", "需要 15 天。"),
        ("半个月", "十五天"),
        ("It costs $5.", "It costs 5 USD."),
        ("1,299 dollars", "1299 美元"),
        ("3-5 days", "三到五天"),
        ("one year", "12 个月"),
        ("9 am to 6 pm", "9:00 到 18:00"),
        ("at half past, 下午 3 点半", "15:30"),
        ("打八五折", "15% off"),
        ("until 31 August", "到 8 月 31 日"),
        ("twenty-five percent", "百分之二十五"),
        ("在线时间为两个半小时", "2.5 hours"),
        ("Mondays", "星期一"),
        ("1.5 hours", "90 分钟"),
    ],
)
def test_the_same_value_is_the_same_in_any_unit_and_language(one: str, other: str) -> None:
    (mine,), (yours,) = values(one)[:1], values(other)[:1]
    assert mine.same(yours)
    assert yours.same(mine)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 days", "15 days"),
        ("5 working days", "5 days"),
        ("$5", "€5"),
        ("3-5 days", "3-7 days"),
        ("1 month", "6 weeks"),
        ("九折", "15%"),
    ],
)
def test_other_values_are_not_the_same(one: str, other: str) -> None:
    assert not values(one)[0].same(values(other)[0])


def test_a_contradiction_names_both_spans_where_they_stand() -> None:
    (conflict,) = conflicts(article("a", "The warranty lasts 12 months."), [article("b", "We give you 2 years.")])
    (difference,) = conflict.differences
    assert (conflict.kind, difference.about) == ("contradiction", "duration")
    assert (difference.one.text, difference.one.start, difference.other.text) == ("12 months", 19, "2 years")
    assert "'12 months' against '2 years'" in str(conflict)


def test_an_answer_that_only_says_more_contradicts_nothing() -> None:
    assert found(article("a", "Two years."), article("b", "Two years; batteries 12 months.")) == "duplicate"


@pytest.mark.parametrize(
    ("english", "chinese"), [("within 14 days", "15 天内"), ("$5", "6 美元"), ("by 31 May", "5 月 30 日前"), ("No.", "可以。")]
)
def test_twins_that_do_not_say_the_same_are_told(english: str, chinese: str) -> None:
    assert [conflict.kind for conflict in twins(english, chinese)] == ["translation"]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("within two weeks", "14 天内"), ("Free from $49.", "满 49 美元包邮。"), ("Yes, until 9 pm.", "可以，到晚上 9 点。")],
)
def test_twins_that_say_the_same_are_left_alone(english: str, chinese: str) -> None:
    assert twins(english, chinese) == []


def test_the_demo_shop_contradicts_itself_nowhere_but_where_one_language_says_less() -> None:
    found = all_conflicts(demo_articles())
    assert [one.one for one in found] == ["tracking-not-moving", "service-opening-hours"]


def test_any_number_that_is_changed_in_one_twin_is_noticed() -> None:
    draw = random.Random(4)
    changed = [one for one in (_falsified(article, draw) for article in demo_articles()) if one]
    assert len(changed) > 40
    assert [one.id for one in changed if not conflicts(one, [])] == []


def _falsified(article: Article, draw: random.Random) -> Article | None:
    """The article with another number of days or dollars in its Chinese text, where both languages name one."""
    passage = article.passages["zh"]
    places = list(re.finditer(r"(?<![\d.])\d+(?= ?(?:天|个工作日|美元|小时))", passage.answer))
    if not places or not values(article.passages["en"].answer):
        return None
    place = draw.choice(places)
    answer = f"{passage.answer[: place.start()]}{int(place[0]) + 13}{passage.answer[place.end() :]}"
    return replace(article, passages={**article.passages, "zh": replace(passage, answer=answer)})


def test_an_earlier_version_of_the_article_is_no_conflict() -> None:
    assert conflicts(article("a", "Two years."), [article("a", "One year.")]) == []


def test_a_shared_wording_is_enough() -> None:
    one = Article("a", "", {"zh": Passage("开发票", "三天内", ("我要报销",))})
    other = Article("b", "", {"zh": Passage("抬头怎么写", "五天内", ("我要报销！",))})
    assert found(one, other) == "contradiction"


def test_whoever_has_vectors_may_say_what_means_the_same() -> None:
    one, other = article("a", "Two years.", "Who fixes it for nothing?"), article("b", "One year.", "How long is the warranty?")
    assert conflicts(one, [other]) == []
    (conflict,) = conflicts(one, [other], lambda pairs: [True for _ in pairs])
    assert conflict.kind == "contradiction"


def test_contradictions_come_before_duplicates() -> None:
    others = [article("b", "Two years."), article("c", "Three years.")]
    assert [conflict.kind for conflict in conflicts(article("a", "Two years."), others)] == ["contradiction", "duplicate"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_compared_and_order_does_not_matter(one: str, other: str) -> None:
    assert same_question(one, other) == same_question(other, one)
    kinds = {
        found(article("a", one or "-"), article("b", other or "-")),
        found(article("b", other or "-"), article("a", one or "-")),
    }
    assert len(kinds) == 1


@pytest.mark.parametrize("piece", ["1", "九", ".", "1,000", "3-", "not ", "12 days "])
def test_a_hostile_answer_is_read_to_its_end(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert found(article("a", text), article("b", text)) == "duplicate"
