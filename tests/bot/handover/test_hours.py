"""When people work, over time zones, holidays and make-up working days."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.handover.hours import Hours, moment
from configs.errors import ConfigurationError
from configs.settings import HandoverSettings, load

WEEKDAYS = {day: ["09:00-12:30", "13:30-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def hours(**changes: Any) -> Hours:
    values = load().handover.model_dump() | {"hours": WEEKDAYS} | changes
    return Hours.of(HandoverSettings.model_validate(values))


def shanghai(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+08:00")


def test_without_hours_somebody_always_works() -> None:
    always = hours(hours={})
    now = datetime(2026, 1, 1, 3, tzinfo=UTC)
    assert always.is_open(now)
    assert always.later(now, timedelta(hours=2)) == now + timedelta(hours=2)


@pytest.mark.parametrize(
    ("day", "clock", "opens"),
    [
        ("2026-11-23", "09:00", "2026-11-23T09:00"),  # Monday
        ("2026-11-23", "12:30", "2026-11-23T13:30"),  # lunch
        ("2026-11-23", "18:00", "2026-11-24T09:00"),
        ("2026-11-27", "20:00", "2026-11-30T09:00"),  # Friday evening
    ],
)
def test_a_week_has_its_hours_breaks_and_weekend(day: str, clock: str, opens: str) -> None:
    assert hours().opens(shanghai(day, clock)).isoformat() == f"{opens}:00+08:00"


def test_a_country_closes_on_its_holidays_and_opens_on_the_days_that_make_up_for_them() -> None:
    china = hours(country="CN")
    assert not china.is_open(shanghai("2026-02-17", "10:00"))  # the spring festival, a Tuesday
    assert not china.is_open(shanghai("2026-10-07", "10:00"))  # bought with a Saturday
    assert china.is_open(shanghai("2026-10-10", "10:00"))  # that Saturday, 调休
    assert china.is_open(shanghai("2026-01-04", "10:00"))  # a Sunday, for the second of January
    assert not china.is_open(shanghai("2026-10-17", "10:00"))  # any other Saturday
    assert china.opens(shanghai("2026-09-30", "18:00")) == shanghai("2026-10-08", "09:00")


def test_the_shops_own_days_go_before_the_countrys() -> None:
    own = hours(country="CN", closed=[date(2026, 10, 10), date(2026, 11, 23)], open=[date(2026, 2, 17), date(2026, 11, 22)])
    assert not own.is_open(shanghai("2026-10-10", "10:00"))
    assert own.is_open(shanghai("2026-02-17", "10:00"))
    assert own.is_open(shanghai("2026-11-22", "10:00"))
    assert own.opens(shanghai("2026-11-22", "18:00")) == shanghai("2026-11-24", "09:00")


def test_a_promise_counts_the_time_in_which_people_work() -> None:
    assert hours().later(shanghai("2026-11-27", "17:00"), timedelta(hours=2)) == shanghai("2026-11-30", "10:00")
    assert hours().later(shanghai("2026-11-28", "17:00"), timedelta(hours=4)) == shanghai("2026-11-30", "14:00")


def test_a_day_may_last_until_midnight() -> None:
    late = hours(hours={"mon": ["00:00-24:00"], "tue": ["00:00-02:00"]})
    assert late.is_open(shanghai("2026-11-23", "23:59"))
    assert late.is_open(shanghai("2026-11-24", "01:59"))
    assert not late.is_open(shanghai("2026-11-24", "02:00"))


def test_a_clock_that_is_put_forward_shortens_the_hours() -> None:
    berlin = hours(time_zone="Europe/Berlin", hours={"sun": ["01:00-04:00"], "mon": ["09:00-18:00"]})
    at = datetime.fromisoformat("2026-03-29T01:00+01:00")
    assert berlin.later(at, timedelta(hours=3)) == datetime.fromisoformat("2026-03-30T10:00+02:00")


@pytest.mark.parametrize(
    ("at", "en", "zh"),
    [
        ("2026-11-23T09:00+08:00", "Monday 23 November, 9:00 (UTC+8)", "11月23日（周一）9:00（UTC+8）"),
        ("2026-11-29T13:05+05:30", "Sunday 29 November, 13:05 (UTC+5:30)", "11月29日（周日）13:05（UTC+5:30）"),
        ("2026-01-01T08:00-03:30", "Thursday 1 January, 8:00 (UTC-3:30)", "1月1日（周四）8:00（UTC-3:30）"),
    ],
)
def test_a_moment_is_said_in_each_language(at: str, en: str, zh: str) -> None:
    assert moment(datetime.fromisoformat(at)) == {"en": en, "zh": zh}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"time_zone": "Asia/Nowhere"}, "time_zone"),
        ({"country": "XX"}, "country"),
        ({"hours": {"mon": ["18:00-09:00"]}}, "hours.mon.*ends before"),
        ({"hours": {"mon": ["09:00-25:00"]}}, "hours.mon.*no such time"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        hours(**changes)


def test_hours_that_never_come_are_an_error_and_no_endless_search() -> None:
    never = hours(hours={"mon": ["09:00-10:00"]}, closed=[date(2026, 1, 5) + timedelta(weeks=week) for week in range(60)])
    with pytest.raises(ConfigurationError, match="nobody works"):
        never.opens(datetime(2026, 1, 1, tzinfo=UTC))
