"""`python -m tests.benchmarks.knowledge`: how often the right article of public sets comes first."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.knowledge.scoring import Figures, encoder, measured
from tests.benchmarks.knowledge.sets import SETS, KnowledgeSet

COMMAND = "python -m tests.benchmarks.knowledge --sets …"
ENCODERS = {"en": {"": "untouched encoder", "chinese": "shipped encoder"}, "zh": {"chinese": "shipped encoder"}}
"""By language: the extensions that a shop of that language alone may choose, none where it needs no Chinese."""


def measure(folder: Path, names: list[str] | None = None) -> Iterator[Figure]:
    """The figures of the sets in `folder`, of all unless some are named, each by lexical and dense evidence alone and by both."""
    for one in SETS:
        if names is None or one.name in names:
            base = one.read(folder)
            for extension, called in ENCODERS[base.language].items():
                yield _figure(one, called, measured(base, encoder(extension)))


def _figure(one: KnowledgeSet, called: str, found: dict[str, Figures]) -> Figure:
    lexical, dense, fused = (
        " / ".join(f"{found[way][name]:.3f}" for name in one.figures) for way in ("lexical", "dense", "fused")
    )
    # Rounded as they are shown.
    short = any(round(found["fused"][name], 3) < reach for name, reach in zip(one.figures, one.reach, strict=True))
    lost = 100 * (max(found["lexical"][one.figures[0]], found["dense"][one.figures[0]]) - found["fused"][one.figures[0]])
    beside = f"lexical {lexical}, dense {dense}; {-lost:+.1f} points to the better"
    reach = " / ".join(map(str, one.reach))
    return Figure(
        f"{one.name}, {called}, {' / '.join(one.figures)}",
        f"{fused}{' (short)' if short else ''} ({beside})",
        reach,
        one.published,
    )


def main() -> int:
    """Print the figures; 2 when there is no such folder."""
    names = [one.name for one in SETS]
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.knowledge",
        description=__doc__,
        epilog="example: python -m tests.benchmarks.knowledge --sets datasets --only StackFAQ",
    )
    parser.add_argument("--sets", type=Path, required=True, metavar="DIR", help="the folder that holds stackfaq, ...")
    parser.add_argument("--only", nargs="+", choices=names, metavar="SET", help=f"some of: {'; '.join(names)}")
    arguments = parser.parse_args()
    if not arguments.sets.is_dir():
        print(f"{arguments.sets} is not a folder; name the one that holds the public sets", file=sys.stderr)
        return 2
    for figure in measure(arguments.sets, arguments.only):
        print(figure.name, figure.ours, figure.reach, figure.peer, sep=" | ", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
