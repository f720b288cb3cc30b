"""`python -m tests.benchmarks.public`: learns each public set, scores its test part once, and writes RESULTS.md."""

import argparse
import sys
from pathlib import Path

from tests.benchmarks import results
from tests.benchmarks.public import kept
from tests.benchmarks.public.sets import SETS
from tests.benchmarks.public.training import measured

SECTION = "Public sets"


def main() -> int:
    """Measure, print, keep."""
    names = [one.name for one in SETS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.public", description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, metavar="DIR", help="the folder that holds banking77, clinc150, ...")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="SET", help=f"some of: {'; '.join(names)}")
    arguments = parser.parse_args()
    if not arguments.sets.is_dir():
        print(f"{arguments.sets} is not a folder; name the one that holds the public sets", file=sys.stderr)
        return 2
    for one in SETS:
        if one.name in arguments.only:
            figures, setting = measured(one, arguments.sets)
            known = kept.add(one.name, figures, setting)
            print(one.name, {name: round(value, 4) for name, value in figures.items()}, flush=True)
            results.write(SECTION, kept.section(known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
