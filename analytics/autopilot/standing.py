"""What is known of an intent in a language: how often it was served rightly, and how sure that makes us."""

from dataclasses import dataclass, replace

from nlu.intervals import lower_bound

ENOUGH = 100
"""Judged turns from which on the log speaks alone; up to so many, tests of the model stand in for those that are missing."""

MOST = 100_000
"""Right answers in a row that are looked ahead for."""

Key = tuple[str, str]
"""An intent and a language."""


@dataclass(frozen=True)
class Tally:
    """How many times it was right, and how many times wrong."""

    right: int = 0
    wrong: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return self.right + self.wrong


NOTHING = Tally()


@dataclass(frozen=True)
class Standing:
    """An intent in a language: the turns that were judged in the `log`, and the `tests` of the model.

    Tests count fully or in part, in proportion, so that they and the log together make no more than ENOUGH.
    """

    intent: str
    language: str
    log: Tally = NOTHING
    tests: Tally = NOTHING

    @property
    def right(self) -> float:
        """The evidence that it is right, in turns."""
        return self.log.right + self._share * self.tests.right

    @property
    def count(self) -> float:
        """All evidence, in turns."""
        return self.log.count + self._share * self.tests.count

    @property
    def precision(self) -> float | None:
        """The share that was right; None without evidence."""
        return self.right / self.count if self.count else None

    @property
    def bound(self) -> float:
        """The precision is at least this with a chance of 95 %; 0 without evidence."""
        return lower_bound(self.right, self.count)

    def passes(self, level: float) -> bool:
        """Whether the assistant may act alone where it must be right so often."""
        return self.bound >= level

    def missing(self, level: float) -> int | None:
        """How many right answers in a row it takes to pass; None when more than MOST do not do."""
        if not self._after(MOST).passes(level):
            return None
        low, high = 0, MOST
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._after(middle).passes(level) else (middle + 1, high)
        return low

    def _after(self, right: int) -> "Standing":
        return replace(self, log=Tally(self.log.right + right, self.log.wrong))

    @property
    def _share(self) -> float:
        room = max(0, ENOUGH - self.log.count)
        return min(1.0, room / self.tests.count) if self.tests.count else 0.0
