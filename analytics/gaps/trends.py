"""Whether something is asked more and more, less and less, or neither."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from analytics.gaps.values import Trend

RARE = 0.05
"""The chance from which down a change is no accident."""

FEWEST = 5
"""Questions from which on a trend is spoken of; the normal approximation is good from four."""


def trend(times: Sequence[datetime], since: datetime, until: datetime) -> Trend:
    """The trend of questions asked at `times` within [since, until].

    Laplace's test: of questions that come evenly the mean moment is the middle of the period, with a standard deviation of its
    length / sqrt(12 n); see Cox and Lewis 1966, "The Statistical Analysis of Series of Events", section 3.3.
    """
    days = _days(times, since, until)
    length = (until - since).total_seconds()
    if len(times) < FEWEST or length <= 0:
        return Trend(days, "steady", 1.0)
    mean = sum((time - since).total_seconds() for time in times) / len(times)
    deviation = (mean / length - 0.5) * math.sqrt(12 * len(times))
    chance = math.erfc(abs(deviation) / math.sqrt(2))
    if chance > RARE:
        return Trend(days, "steady", chance)
    return Trend(days, "rising" if deviation > 0 else "falling", chance)


def _days(times: Sequence[datetime], since: datetime, until: datetime) -> tuple[int, ...]:
    """Counts of whole days back from `until`, the oldest first."""
    counts = [0] * max(1, math.ceil((until - since) / timedelta(days=1)))
    for time in times:
        back = min(len(counts) - 1, int(max(timedelta(0), until - time) / timedelta(days=1)))
        counts[-1 - back] += 1
    return tuple(counts)
