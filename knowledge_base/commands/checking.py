"""What wants looking after: health."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime

from knowledge_base.checkup import checkup
from knowledge_base.commands import Commands, opened
from knowledge_base.health import SEVERITIES

DESCRIPTION = """\
A line for each thing that is wrong with an article as editors see it, its draft first; the gravest first, parted by tabs:
severity, article, what is wrong, and a sentence about it.

  high    expired, contradiction (the same question, another number, date, or yes against no)
  medium  overdue (its review), translation (the languages do not say the same)
  low     expiring, stale (unchanged for half a year), duplicate (the same question twice), untranslated
"""
EXAMPLES = """\
examples:
  python -m knowledge_base health
  python -m knowledge_base health --severity high     only what should not wait
  python -m knowledge_base health --json

exit codes: 0 nothing is grave, 1 something of high severity is wrong, 2 it could not be done
"""


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    ill = commands.add_parser(
        "health",
        parents=[shared],
        help="stale, expired, doubled and contradicting articles",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ill.add_argument("--severity", choices=SEVERITIES, default="low", help="the least that is named (default: %(default)s)")
    ill.add_argument("--json", action="store_true", help="write JSON")
    ill.set_defaults(run=run_health)


def run_health(arguments: argparse.Namespace) -> int:
    """Name what is wrong; 1 when any of it is grave."""
    with opened(arguments) as library:
        found = checkup(library, datetime.now(UTC))
    worst = SEVERITIES[: SEVERITIES.index(arguments.severity) + 1]
    shown = [one for one in found if one.severity in worst]
    if arguments.json:
        print(json.dumps([asdict(one) for one in shown], ensure_ascii=False, indent=2))
    else:
        for one in shown:
            print(one.severity, one.article_id, one.concern, one.reason, sep="\t")
    return int(any(one.severity == "high" for one in shown))
