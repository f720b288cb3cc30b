"""Articles that want looking after, with the reason and how bad it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge_base.articles import Passage
from knowledge_base.health import Ailment, Evidence, Rules, Use, health, links
from knowledge_base.pipeline import demo_articles

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """An article with the fields that its health depends on."""

    id: str = "a"
    passages: Mapping[str, Passage] = field(
        default_factory=lambda: {
            "en": Passage("q", "Open /account/orders."),
            "zh": Passage("问", "打开 https://shop.example/help。"),
        }
    )
    valid_until: datetime | None = None
    review_by: date | None = None


def of(entry: Entry, evidence: Evidence | None = None) -> list[Ailment]:
    return health([entry], NOW, evidence)


def test_an_article_of_which_nothing_is_known_to_be_wrong_is_healthy() -> None:
    assert of(Entry(review_by=date(2026, 6, 1), valid_until=NOW + timedelta(60)), Evidence({"a": date(2026, 5, 1)})) == []


@pytest.mark.parametrize(("days", "concern"), [(-1, "expired"), (0, "expired"), (14, "expiring"), (15, None)])
def test_validity_is_told_before_and_after_it_ends(days: int, concern: str | None) -> None:
    assert [one.concern for one in of(Entry(valid_until=NOW + timedelta(days)))] == ([concern] if concern else [])


def test_a_missed_review_says_how_late_it_is() -> None:
    (ailment,) = of(Entry(review_by=date(2026, 5, 22)))
    assert (ailment.concern, ailment.value) == ("overdue", "10")


@pytest.mark.parametrize(("age", "concerns"), [(180, []), (181, ["stale"])])
def test_what_nobody_has_looked_at_for_half_a_year_is_stale(age: int, concerns: list[str]) -> None:
    assert [one.concern for one in of(Entry(), Evidence({"a": NOW.date() - timedelta(age)}))] == concerns


def test_use_is_judged_only_when_it_is_known() -> None:
    assert of(Entry(), Evidence(recent=None)) == []
    assert [one.concern for one in of(Entry(), Evidence(recent={}))] == ["unused"]


def test_a_low_share_of_helped_customers_is_grave_once_enough_have_judged() -> None:
    assert of(Entry(), Evidence(recent={"a": Use(50, 1, 8)})) == []
    (ailment,) = of(Entry(), Evidence(recent={"a": Use(50, 4, 6)}))
    assert (ailment.concern, ailment.severity, ailment.value) == ("unhelpful", "high", "0.40")


@pytest.mark.parametrize(
    ("earlier", "recent", "falls"),
    [(Use(99, 45, 5), Use(99, 30, 20), True), (Use(99, 9, 1), Use(99, 8, 2), False), (Use(99, 30, 20), Use(99, 45, 5), False)],
)
def test_a_fall_is_told_only_when_chance_does_not_explain_it(earlier: Use, recent: Use, falls: bool) -> None:
    found = of(Entry(), Evidence(recent={"a": recent}, earlier={"a": earlier}))
    assert [one.concern for one in found] == (["falling"] if falls else [])


def test_dead_links_of_both_languages_are_named_once() -> None:
    found = of(Entry(), Evidence(alive=lambda link: link.startswith("/")))
    assert [(one.concern, one.value) for one in found] == [("dead_link", "https://shop.example/help")]


def test_links_end_before_the_punctuation_of_either_language() -> None:
    assert links("See https://a.example/x?y=1, or /account/orders. 见 /help/退货。and/or 1/2") == [
        "https://a.example/x?y=1",
        "/account/orders",
        "/help/退货",
    ]


def test_a_missing_language_is_named() -> None:
    (ailment,) = of(Entry(passages={"zh": Passage("问", "答")}))
    assert (ailment.concern, ailment.value) == ("untranslated", "en")


def test_the_gravest_comes_first_whatever_the_article() -> None:
    entries = [
        Entry("a", review_by=date(2026, 1, 1)),
        Entry("b", valid_until=NOW),
        Entry("c", passages={"en": Passage("q", "a")}),
    ]
    assert [one.severity for one in health(entries, NOW)] == ["high", "medium", "low"]


def test_other_rules_give_other_answers() -> None:
    entry, evidence = Entry(), Evidence({"a": NOW.date() - timedelta(40)})
    assert health([entry], NOW, evidence) == []
    assert [one.concern for one in health([entry], NOW, evidence, Rules(stale_after=30))] == ["stale"]


def test_the_demo_shop_has_every_article_in_both_languages() -> None:
    assert {language for article in demo_articles() for language in article.passages} == {"en", "zh"}
    assert all(len(article.passages) == 2 for article in demo_articles())
