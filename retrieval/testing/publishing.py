"""`python -m retrieval publish`: drafts go live once the shop's own tests come out no worse with them."""

import argparse
import sys
from contextlib import closing

from configs import settings
from configs.progress import bars
from knowledge_base import pipeline as knowledge
from knowledge_base.commands import warn_of_demo
from knowledge_base.history import Edition
from knowledge_base.library import Library
from retrieval.rehearsal import Rehearsal
from retrieval.testing import cases, files, screen
from retrieval.testing.base import indexed
from retrieval.testing.candidate import Judgement, Stage, judged
from retrieval.testing.cases import Case
from retrieval.testing.figures import figures
from retrieval.testing.gate import Terms

DESCRIPTION = """\
Asks the shop's tests (DATA/knowledge/tests.csv) of the articles as they are live, and as they would be with the drafts. When
any test comes out worse, nothing is published and those tests are named; else the drafts are live at once.
"""
EXAMPLES = """\
examples:
  python -m retrieval publish                          all drafts, if no test of the shop comes out worse
  python -m retrieval publish shipping-cost --note "fees of November"
  python -m retrieval publish --dry-run                only ask the tests
  python -m retrieval explain "包邮吗" --save-test       the way to a first test

exit codes: 0 published, 1 tests came out worse and nothing was published, 2 it could not be done
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `python -m retrieval publish` may be told."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description, parser.epilog = DESCRIPTION, EXAMPLES
    parser.add_argument("ids", nargs="*", metavar="ID", help="articles whose drafts go live (default: all that have one)")
    parser.add_argument("--worse", type=int, default=0, metavar="N", help="tests that may come out worse (default: %(default)s)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="ask the tests and publish nothing")
    how.add_argument("--force", action="store_true", help="publish whatever the tests say")


def run(arguments: argparse.Namespace) -> int:
    """Judge and publish; 1 when the gate is closed."""
    configured = settings.load(arguments.config)
    file = arguments.data / cases.FILE
    asked = cases.read(file) if file.exists() else ()
    with closing(knowledge.library(arguments.data, configured.knowledge.database)) as library:
        warn_of_demo(library, arguments.ids or None)
        if not asked:
            return _untested(library, arguments)
        judgement = _judged(library, asked, arguments)
        screen.show(screen.report(figures(judgement.run.results), judgement.verdict, judgement.unknown))
        if arguments.dry_run or not (judgement.verdict.passed or arguments.force):
            print("nothing was published" + ("" if arguments.dry_run else "; mend or discard the drafts, or change the tests"))
            return 0 if judgement.verdict.passed else 1
        _tell(judgement.publish(library, arguments.author, arguments.note))
    files.write(arguments.data / files.LAST, files.as_json(judgement.run))
    return 0


def _judged(library: Library, asked: tuple[Case, ...], arguments: argparse.Namespace) -> Judgement:
    overlay, understander = indexed(arguments)
    with bars() as progress:
        stage = Stage(library, overlay, understander, Rehearsal())
        return judged(stage, asked, arguments.ids or None, Terms(worse=arguments.worse), progress)


def _untested(library: Library, arguments: argparse.Namespace) -> int:
    if not arguments.dry_run:
        _tell(library.publish(arguments.ids or None, arguments.author, arguments.note))
    print(
        f"there are no tests yet; write {arguments.data / cases.FILE} with the columns {','.join(cases.HEADER)}, or add with "
        '`python -m retrieval explain "question" --save-test --expect ARTICLE`',
        file=sys.stderr,
    )
    return 0


def _tell(edition: Edition) -> None:
    print(f"edition {edition.number} is live: {len(edition.revisions)} articles; `rollback` of knowledge_base takes it back")
