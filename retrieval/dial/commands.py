"""`python -m retrieval dial`: what it costs to be right so often."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from configs import settings
from configs.settings import RetrievalSettings
from retrieval import pipeline
from retrieval.calibration import Points
from retrieval.dial.screen import table
from retrieval.dial.setting import Setting, precision, turned
from retrieval.errors import RetrievalError
from retrieval.testing.files import write
from retrieval.testing.screen import show

DESCRIPTION = """\
Says what it costs to be right so often. For each share of right answers (precision) that is aimed at: the least confidence at
which an article is said (threshold), the share of questions that still get an answer (coverage), and how many of those are
right, all measured on questions that the index was not learned from. Nothing is changed.
"""
EXAMPLES = """\
examples:
  python -m retrieval dial
  python -m retrieval dial --precision 0.9 0.97 --plot dial.html

To turn it, write into the settings that --config names:
  [retrieval]
  precision = 0.95      # or by language: { en = 0.95, zh = 0.9 }
"""
TARGETS = (0.9, 0.95, 0.99)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `python -m retrieval dial` may be told."""
    parser.description, parser.epilog = DESCRIPTION, EXAMPLES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--precision",
        type=_share,
        nargs="+",
        metavar="SHARE",
        help="shares of answers that are right (default: the one that is set, and 0.9 0.95 0.99)",
    )
    parser.add_argument("--plot", type=Path, metavar="FILE", help="also write a page (HTML) with the curves")


def run(arguments: argparse.Namespace) -> int:
    """Print the table, and write the page if asked to."""
    configured = settings.load(arguments.config).retrieval
    index, points = pipeline.points(arguments.data / pipeline.FOLDER)
    if not any(one.questions for one in points.values()):
        raise RetrievalError("the index holds no questions to set a precision by; run `python -m retrieval build --force`")
    found = {language: _turned(one, language, arguments.precision, configured) for language, one in points.items()}
    show(table(found, points))
    if arguments.plot:
        # Only a page needs the template engine, which serving is installed without.
        from retrieval.dial.page import page

        write(arguments.plot, page(found, points, index))
        print(arguments.plot)
    return 0


def _turned(points: Points, language: str, targets: Sequence[float] | None, configured: RetrievalSettings) -> list[Setting]:
    own = precision(language, configured)
    wanted = targets or [*([own] if own else []), *(target for target in TARGETS if target != own)]
    return [turned(points, target, configured.answer_above) for target in wanted]


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return share
