"""The shop's calendar: its time zone, its working days and the campaigns of the year."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

FILE = Path(__file__).with_name("campaigns.toml")
ZONE = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Campaign:
    """A sale from `starts` to `ends`, both included: `share` of the products is cheaper by one of `off` per cent."""

    name: str
    starts: date
    ends: date
    share: float
    off: tuple[int, ...]


def campaigns(first: date, last: date, file: Path = FILE) -> tuple[Campaign, ...]:
    """The campaigns that start between two days, both included, in order."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["campaign"]
    found = []
    for year in range(first.year, last.year + 1):
        for entry in entries:
            starts = date(year, entry["month"], entry["day"])
            if first <= starts <= last:
                ends = starts + timedelta(days=entry["days"] - 1)
                found.append(Campaign(entry["name"], starts, ends, entry["share"], tuple(entry["off"])))
    return tuple(sorted(found, key=lambda campaign: campaign.starts))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, the 28th at the latest."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, 28))


def is_working_day(day: date) -> bool:
    """Monday to Friday; public holidays are left out."""
    return day.weekday() < 5


def working_days_after(day: date, number: int) -> date:
    """The `number`th working day after `day`."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def at(day: date, hour: float) -> datetime:
    """A moment of a day at the shop, `hour` in [0, 24)."""
    return datetime.combine(day, time(), ZONE) + timedelta(seconds=int(hour * 3600))
