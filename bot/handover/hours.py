"""When people work: weekly hours in a time zone, public holidays, make-up working days, and the shop's own days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from configs.errors import ConfigurationError
from configs.settings import HandoverSettings, Weekday

WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD = 400
"""Days that are looked at for the next opening; more than any holiday lasts."""

Span = tuple[time, time]
"""From when to when; midnight as the end is the end of the day."""


@dataclass(frozen=True)
class Hours:
    """Opening hours; `week` has the spans of each weekday, Monday first, `makeup` those of a make-up working day."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    makeup: tuple[Span, ...] = ()
    holidays: HolidayBase | None = None
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    @classmethod
    def of(cls, settings: HandoverSettings) -> Self:
        """The hours that the settings describe; raises ConfigurationError that names the key."""
        week = tuple(tuple(_span(text, day) for text in settings.hours.get(day, [])) for day in WEEK)
        makeup = week[WEEK.index(settings.makeup)]
        return cls(
            _zone(settings.time_zone),
            week,
            makeup,
            _country(settings.country),
            frozenset(settings.closed),
            frozenset(settings.open),
        )

    @property
    def always(self) -> bool:
        """Whether somebody works at any time, because no hours are given."""
        return not any(self.week)

    def spans(self, day: date) -> tuple[Span, ...]:
        """The hours of one day, none when it is closed."""
        if day in self.closed:
            return ()
        if day in self.open or self._made_up(day):
            return self.makeup
        if self.holidays is not None and day in self.holidays:
            return ()
        return self.week[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Whether somebody works at that moment."""
        return self.always or self.opens(at) == at

    def opens(self, at: datetime) -> datetime:
        """The first moment from `at` on at which somebody works, in the hours' time zone; raises ConfigurationError for none."""
        return at if self.always else max(at, next(self._openings(at))[0]).astimezone(self.zone)

    def later(self, at: datetime, duration: timedelta) -> datetime:
        """The moment when people have worked for `duration` from `at` on, in the hours' time zone."""
        if self.always:
            return (at + duration).astimezone(self.zone)
        openings = self._openings(at)
        while True:
            opened, closes = next(openings)
            begin = max(at.astimezone(UTC), opened)  # a local clock that is put forward would lose an hour
            if begin + duration <= closes:
                return (begin + duration).astimezone(self.zone)
            duration -= closes - begin

    def _openings(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """From when to when people work, beginning with what is not over at `at`."""
        first = at.astimezone(self.zone).date()
        for day in (first + timedelta(days=number) for number in range(AHEAD)):
            for begin, end in self.spans(day):
                opened = datetime.combine(day, begin, self.zone).astimezone(UTC)
                closes = datetime.combine(day + timedelta(days=end == time.min), end, self.zone).astimezone(UTC)
                if closes > at:
                    yield opened, closes
        raise ConfigurationError(f"[handover]: nobody works for {AHEAD} days from {first} on; see hours, country and closed")

    def _made_up(self, day: date) -> bool:
        """Whether a holiday is worked for on this day, which else would be free; it may be next year's."""
        if self.holidays is None:
            return False
        for year in (day.year, day.year + 1):
            self.holidays.get(date(year, 1, 1))  # a year is worked out when it is asked for
        return day in self.holidays.weekend_workdays


def moment(at: datetime) -> Mapping[str, str]:
    """A day and time of day as each language says it, with the offset of the time zone that `at` is in."""
    zone, clock = _offset(at), f"{at.hour}:{at.minute:02d}"
    return {
        "en": f"{at:%A} {at.day} {at:%B}, {clock} ({zone})",
        "zh": f"{at.month}月{at.day}日（周{'一二三四五六日'[at.weekday()]}）{clock}（{zone}）",
    }


def _offset(at: datetime) -> str:
    minutes = (at.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def _span(text: str, day: str) -> Span:
    try:
        begin, end = (time.min if part == "24:00" else time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        raise ConfigurationError(f"[handover] hours.{day}: {text!r} has no such time; write 09:00-18:00") from None
    if end <= begin and end != time.min:
        raise ConfigurationError(f"[handover] hours.{day}: {text!r} ends before it begins; give each day its own part, to 24:00")
    return begin, end


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ConfigurationError(
            f"[handover] time_zone: there is no {name!r}; write it as Asia/Shanghai or Europe/Berlin"
        ) from None


def _country(code: str) -> HolidayBase | None:
    try:
        return country_holidays(code) if code else None
    except NotImplementedError:
        raise ConfigurationError(f"[handover] country: the public holidays of {code!r} are not known; leave it empty") from None
