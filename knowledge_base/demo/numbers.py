"""Order and tracking numbers that do not follow from one another."""

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Numbers:
    """Endless supplies of unique numbers."""

    orders: Iterator[int]
    parcels: Iterator[int]

    def order(self) -> str:
        """SK and seven digits."""
        return f"SK{next(self.orders):07d}"

    def tracking(self, carrier: str) -> str:
        """The carrier's two letters and ten digits."""
        return f"{carrier}{next(self.parcels):010d}"


def numbers(rng: random.Random, taken: Collection[str] = ()) -> Numbers:
    """Numbers drawn at random; those in `taken` are left out."""
    used = {int(number.removeprefix("SK")) for number in taken}
    return Numbers(_unique(rng, 10**6, 10**7, used), _unique(rng, 10**9, 10**10, set()))


def _unique(rng: random.Random, least: int, end: int, used: set[int]) -> Iterator[int]:
    while True:
        number = rng.randrange(least, end)
        if number not in used:
            used.add(number)
            yield number
