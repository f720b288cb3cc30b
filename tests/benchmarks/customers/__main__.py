"""`python -m tests.benchmarks.customers`: scripted customers of every flow, in both languages, as written and with slips."""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.testing.theatre import opened
from configs import settings
from configs.progress import bars
from nlu import perturbations
from nlu.understanding import Language
from tests.benchmarks.customers.playing import Result, Write, play
from tests.benchmarks.customers.script import Customer, load
from tests.benchmarks.figures import Figure

COMMAND = "python -m tests.benchmarks.customers"
REACH = 0.92


def as_written(text: str) -> str:
    """The text."""
    return text


def slipped(text: str, number: int, language: Language) -> str:
    """The text with one kind of slip or habit, another for each customer."""
    kinds = perturbations.of(language)
    return kinds[number % len(kinds)](text, number)


async def measured(customers: Sequence[Customer], data: Path, shown: bool) -> list[Figure]:
    """Figures of all customers, each played as written and with slips."""
    results: dict[tuple[str, str], list[Result]] = defaultdict(list)
    async with opened(settings.load(), data) as theatre:
        with bars() as progress:
            for number, customer in enumerate(customers):
                for how, write in _hands(number, customer.language):
                    result = await play(customer, theatre, write)
                    results[customer.language, how].append(result)
                    if shown and not result.right:
                        print(customer.flow, customer.language, how, "came to:", result.ended, *result.said, sep="\n  ")
                progress("customers", number + 1, len(customers))
    return _figures(results)


def _hands(number: int, language: Language) -> tuple[tuple[str, Write], ...]:
    return (("as written", as_written), ("with slips", partial(slipped, number=number, language=language)))


def _figures(results: dict[tuple[str, str], list[Result]]) -> list[Figure]:
    figures = []
    for (language, how), found in sorted(results.items()):
        share = sum(one.right for one in found) / len(found)
        figures.append(Figure(f"scripted customers, {language}, {how}: right end, of {len(found)}", f"{share:.3f}", str(REACH)))
    unconfirmed = sum(one.unconfirmed for found in results.values() for one in found)
    figures.append(Figure("… irreversible things done without a yes", str(unconfirmed), "0"))
    return figures


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="what `prepare` has made (%(default)s)")
    parser.add_argument("--flow", default="", help="only this flow's")
    parser.add_argument("--language", default="", help="only en or zh")
    parser.add_argument("--shown", action="store_true", help="print the conversations that ended wrongly")
    chosen = parser.parse_args()
    customers = [one for one in load() if chosen.flow in ("", one.flow) and chosen.language in ("", one.language)]
    for figure in asyncio.run(measured(customers, chosen.data, chosen.shown)):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
