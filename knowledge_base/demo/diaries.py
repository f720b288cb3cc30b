"""When a customer wants what: one renewal process for each category, pulled towards campaigns, slowed down by disappointment."""

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from knowledge_base.demo.campaigns import Campaign
from knowledge_base.demo.segments import Segment

GATHER_DAYS = 3  # wants this near each other go into one order


@dataclass
class Diary:
    """The days, counted from `start`, on which a customer will want something; `tempo` stretches the gaps to come."""

    segment: Segment
    campaigns: Sequence[Campaign]
    start: date
    rng: random.Random
    tempo: float = 1.0
    due: list[tuple[float, str, bool]] = field(default_factory=list)

    def begin(self, joined: date) -> None:
        """Fill the diary: a newcomer wants something at once, others are between two wants."""
        first = max(0, (joined - self.start).days)
        for category, mean in self.segment.every.items():
            self._note(first + self.rng.random() * mean, category, again=True)
        if joined >= self.start:
            self._note(first, self._something(), again=False)
        for campaign in self.campaigns:
            if campaign.starts >= joined and self.rng.random() < self.segment.tempted:
                self._note(self._within(campaign), self._something(), again=False)

    def next(self) -> tuple[float, list[str]]:
        """The next day and the categories that are wanted then, which leave the diary."""
        day, category, again = heapq.heappop(self.due)
        wants = {category: again}
        while self.due and self.due[0][0] <= day + GATHER_DAYS:
            _, category, again = heapq.heappop(self.due)
            wants[category] = wants.get(category, False) or again
        for category in (category for category, again in wants.items() if again):
            self._note(day + self._gap(category), category, again=True)
        return day, list(wants)

    def follow(self, day: float, bought: Sequence[str]) -> None:
        """Note what is wanted because of what was bought."""
        for follow in self.segment.follows:
            if follow.after in bought and self.rng.random() < follow.chance:
                self._note(day + self.rng.uniform(*follow.days), follow.wants, again=False)

    def stretch(self, day: float, factor: float) -> None:
        """Move everything that is to come further away, now and from now on."""
        self.tempo *= factor
        self.due = [(day + (later - day) * factor, category, again) for later, category, again in self.due]

    def _gap(self, category: str) -> float:
        shape = self.segment.regularity
        return max(1.0, self.rng.gammavariate(shape, self.segment.every[category] / shape)) * self.tempo

    def _note(self, day: float, category: str, *, again: bool) -> None:
        heapq.heappush(self.due, (self._awaiting(day), category, again))

    def _awaiting(self, day: float) -> float:
        """The day itself, or one in the next campaign when the customer waits for it."""
        planned = self.start + timedelta(days=int(day))
        for campaign in self.campaigns:
            if planned < campaign.starts <= planned + timedelta(days=self.segment.horizon):
                if self.rng.random() >= self.segment.waits:
                    return day
                return self._within(campaign)
        return day

    def _within(self, campaign: Campaign) -> float:
        """A day of a campaign, one of the first ones more often."""
        return (campaign.starts - self.start).days + self.rng.random() ** 2 * (campaign.ends - campaign.starts).days

    def _something(self) -> str:
        """A category, one that is wanted often more often."""
        categories = list(self.segment.every)
        return self.rng.choices(categories, [1 / self.segment.every[category] for category in categories])[0]
