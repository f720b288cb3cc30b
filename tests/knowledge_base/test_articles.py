"""Articles: when and where they are said, and what makes a version."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from knowledge_base.articles import Article, Passage, version_of

PLAIN = Article("fees", "shipping_cost", {"en": Passage("How much?", "$5."), "zh": Passage("多少钱？", "5 美元。")})
BEGIN, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "valid"),
    [(BEGIN - SECOND, False), (BEGIN, True), (END - SECOND, True), (END, False), (END + timedelta(days=365), False)],
)
def test_an_article_is_said_from_its_first_moment_until_just_before_its_last(at: datetime, valid: bool) -> None:
    assert replace(PLAIN, valid_from=BEGIN, valid_until=END).valid(at) is valid


def test_a_moment_is_the_same_in_every_time_zone() -> None:
    promotion = replace(PLAIN, valid_from=datetime(2026, 11, 11, tzinfo=timezone(timedelta(hours=8))))
    assert not promotion.valid(datetime(2026, 11, 10, 15, 59, tzinfo=UTC))
    assert promotion.valid(datetime(2026, 11, 10, 16, 0, tzinfo=UTC))


def test_an_article_without_terms_is_always_said_everywhere() -> None:
    for at in (datetime.min.replace(tzinfo=UTC), BEGIN, datetime.max.replace(tzinfo=UTC)):
        assert PLAIN.valid(at)
        assert PLAIN.valid(at, "web")


def test_a_channels_article_is_said_there_and_nowhere_else() -> None:
    scoped = replace(PLAIN, channels=("web", "微信"))
    assert [scoped.valid(BEGIN, channel) for channel in ("web", "微信", "rest", "")] == [True, True, False, True]


@pytest.mark.parametrize(
    "change",
    [
        {"intent": "warranty"},
        {"passages": {"en": PLAIN.passages["en"]}},
        {"channels": ("web",)},
        {"valid_from": BEGIN},
        {"valid_until": BEGIN},
        {"threshold": 0.0},
        {"owner": "ann"},
        {"review_by": date(2026, 11, 1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_field_is_another_version(change: dict[str, object]) -> None:
    other = replace(PLAIN, **change)  # type: ignore[arg-type]
    assert other.version != PLAIN.version
    assert version_of([other]) != version_of([PLAIN])


def test_fields_that_are_not_set_leave_the_version_as_it_was_before_there_were_such_fields() -> None:
    # Old replies name it, and an index that was built before still fits.
    assert PLAIN.version == "a5cc6514cb"


def test_the_same_moment_in_another_time_zone_is_the_same_version() -> None:
    there = BEGIN.astimezone(timezone(timedelta(hours=8)))
    assert replace(PLAIN, valid_from=there).version == replace(PLAIN, valid_from=BEGIN).version


def test_the_version_of_all_articles_changes_with_any_of_them_and_not_with_their_order() -> None:
    second = replace(PLAIN, id="second")
    assert version_of([PLAIN, second]) == version_of([second, PLAIN])
    assert len({version_of(some) for some in ([], [PLAIN], [second], [PLAIN, second])}) == 4
