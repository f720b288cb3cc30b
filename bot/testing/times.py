"""Time in journeys: how it is written, and a clock that can be moved."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

UNITS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_SPAN = re.compile(r"(\d{1,4}) (minute|hour|day|week)s?")


def _span(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _SPAN.fullmatch(value)
    if match is None:
        raise ValueError('it is written like "3 days", in minutes, hours, days or weeks')
    return timedelta(seconds=int(match[1]) * UNITS[match[2]])


def _zoned(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs its zone, as in 2026-12-24T22:00:00+08:00")
    return value


Later = Annotated[timedelta, BeforeValidator(_span)]
Moment = Annotated[datetime, AfterValidator(_zoned)]


class Clock:
    """The machine's clock, moved by `shift`."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC) + self.shift

    def start(self, at: datetime | None) -> None:
        """Begin at that time, or at the machine's."""
        self.shift = at - datetime.now(UTC) if at else timedelta(0)

    def move(self, at: datetime | None, later: timedelta) -> None:
        """Go on from the time `at`, where one is given, and then `later` by that."""
        if at is not None:
            self.start(at)
        self.shift += later


def worded(span: timedelta) -> str:
    """`span` as journeys write it, in the largest unit that leaves nothing of a minute; "" when it is less than one."""
    minutes = round(span.total_seconds() / 60)
    unit = next((unit for unit in reversed(UNITS) if minutes and minutes * 60 % UNITS[unit] == 0), "")
    count = minutes * 60 // UNITS[unit] if unit else 0
    return f"{count} {unit}{'' if count == 1 else 's'}" if count else ""
