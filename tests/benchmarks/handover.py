"""Random event sequences over the handover machine, and how many break a promise."""

import argparse
import random
from collections.abc import Callable

from analytics.events import ConversationClosed, HandedBack
from nlu.understanding import Language
from tests.benchmarks.figures import Figure
from tests.bot.handover.model import Shop

CUSTOMERS = ("c1", "c2", "c3", "c4", "c5")
AGENTS = ("anna", "bo", "林梅")
LANGUAGES: tuple[Language, ...] = ("en", "zh")
SPOKEN = (("en",), ("zh",), ("en", "zh"))
LONGEST = 30  # steps of a sequence


def played(seed: int) -> Shop:
    """The shop after one random sequence."""
    chance, shop = random.Random(seed), Shop()
    pick = chance.choice
    steps: list[Callable[[], None]] = [
        lambda: shop.says(pick(CUSTOMERS), chance.randrange(100), pick(LANGUAGES)),
        lambda: shop.says(pick(CUSTOMERS), chance.randrange(100), pick(LANGUAGES)),
        lambda: shop.leaves_message(pick(CUSTOMERS), pick(LANGUAGES)),
        lambda: shop.comes(pick(AGENTS), chance.randint(1, 3), chance.random() < 0.5, pick(SPOKEN)),
        lambda: shop.goes(pick(AGENTS)),
        lambda: shop.ends(chance.randrange(10), pick((HandedBack, ConversationClosed))),
        lambda: shop.races(pick(CUSTOMERS), pick(AGENTS)),
    ]
    for _ in range(chance.randint(5, LONGEST)):
        pick(steps)()
    return shop


def measure(sequences: int = 100_000) -> list[Figure]:
    """The violations in so many sequences; the first ones are printed."""
    events = 0
    violations: list[str] = []
    for seed in range(sequences):
        shop = played(seed)
        events += shop.events
        violations += [f"sequence {seed}: {violation}" for violation in shop.violations]
    for violation in violations[:10]:
        print(violation)
    return [Figure(f"violations in {sequences:,} random sequences ({events:,} events)", str(len(violations)), "0", "")]


def main() -> None:
    """Print the figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=100_000, help="how many (%(default)s)")
    arguments = parser.parse_args()
    for figure in measure(arguments.sequences):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
