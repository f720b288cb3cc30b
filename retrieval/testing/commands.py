"""`python -m retrieval explain` and `python -m retrieval test`."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from configs import settings
from configs.progress import bars
from knowledge_base.articles import LANGUAGES
from retrieval.errors import RetrievalError
from retrieval.searcher import Searcher
from retrieval.testing import cases, files, screen
from retrieval.testing.base import published
from retrieval.testing.batch import run
from retrieval.testing.cases import Case
from retrieval.testing.figures import figures
from retrieval.testing.gate import Terms, gate
from retrieval.testing.trace import Trace, explain

EXPLAINING = """\
Asks one question as a customer would and takes the search apart. Of each article that came near, the table shows what speaks
for it, and below each value the points that it adds: lexical (shared words, BM25), best and mean (nearness of its nearest
wording and of all), answer (of its answer), other (of its other language), learned (of what its wordings have in common).
Below: the confidence, and the threshold that it must reach for the answer to be said.
"""
EXPLAINED = """\
examples:
  python -m retrieval explain "is shipping free"
  python -m retrieval explain "包邮吗" --save-test --expect delivery-cost    also keep it as a test that expects this article
  python -m retrieval explain "who wrote hamlet" --save-test --expect ""    and that no answer is right here
"""
TESTING = """\
Asks many questions, and counts how often the right article came first (hit@1) or among three (hit@3), the mean of 1/place
(MRR), how many answers would be right, wrong, or not given (silent); and of the questions that have no article (strangers) the
share that gets no answer (abstention). The gate is open unless one of the options below closes it.
"""
TESTED = """\
the file, in UTF-8; no article means that no answer is right, no language that it is told by the script:
  question,language,article
  is shipping free?,en,delivery-cost
  谁写了红楼梦,,

examples:
  python -m retrieval test                                             the shop's own tests, beside the run before
  python -m retrieval test --worse 0                                   closed when any came out worse
  python -m retrieval test more.csv --least-hit1 0.9 --most-wrong 5 --junit report.xml

exit codes: 0 the gate is open, 1 it is closed, 2 it could not be done
"""


def add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    """What `python -m retrieval explain` may be told."""
    parser.description, parser.epilog = EXPLAINING, EXPLAINED
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("question", help="what a customer asks")
    parser.add_argument("--language", choices=LANGUAGES, help="of the customer (default: that of the question)")
    parser.add_argument("--count", type=int, default=5, metavar="N", help="articles to show (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument(
        "--save-test", type=Path, nargs="?", const=Path(), metavar="FILE", help=f"keep it as a test (default: DATA/{cases.FILE})"
    )
    parser.add_argument("--expect", metavar="ARTICLE", help='what the test expects; "" for no answer (default: what was found)')


def run_explain(arguments: argparse.Namespace) -> int:
    """Print the trace, and keep the question as a test if asked to."""
    if not arguments.question.strip():
        raise RetrievalError("the question is empty; write one")
    if arguments.count < 1:
        raise RetrievalError(f"--count is {arguments.count}; show at least one article")
    configured = settings.load(arguments.config).retrieval
    searcher, understander = published(arguments)
    found = explain(searcher, understander, arguments.question, configured, arguments.language, arguments.count)
    if arguments.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        screen.show(screen.trace(found))
    if arguments.save_test is not None:
        _save(arguments, searcher, found)
    return 0


def _save(arguments: argparse.Namespace, searcher: Searcher, found: Trace) -> None:
    file = arguments.data / cases.FILE if arguments.save_test == Path() else arguments.save_test
    expected = arguments.expect
    if expected is None:
        expected = found.stages[0].article_id if found.says == "answer" else ""
    case = Case(arguments.question.strip(), found.language, expected)
    if missing := cases.unknown([case], (article.id for article in searcher.articles)):
        raise RetrievalError(f"there is no article {missing[0]!r}; `python -m knowledge_base list` names them")
    kept = cases.add(file, case)
    print(f"{file}: {'expects' if kept else 'expected already'} {expected or 'no answer'}", file=sys.stderr)


def add_test_arguments(parser: argparse.ArgumentParser) -> None:
    """What `python -m retrieval test` may be told."""
    parser.description, parser.epilog = TESTING, TESTED
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help=f"CSV with question,language,article (default: DATA/{cases.FILE})"
    )
    parser.add_argument(
        "--against", type=Path, metavar="JSON", help="a run to compare with (default for the shop's own tests: the one before)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the run, to compare another one with")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write JUnit XML")
    parser.add_argument("--least-hit1", type=float, metavar="SHARE", help="the gate closes below it")
    parser.add_argument("--least-hit3", type=float, metavar="SHARE", help="the gate closes below it")
    parser.add_argument("--least-mrr", type=float, metavar="SHARE", help="the gate closes below it")
    parser.add_argument("--least-abstention", type=float, metavar="SHARE", help="the gate closes below it")
    parser.add_argument("--most-wrong", type=int, metavar="N", help="the gate closes when more questions are answered wrongly")
    parser.add_argument("--worse", type=int, metavar="N", help="the gate closes when more came out worse than in the run before")


def run_test(arguments: argparse.Namespace) -> int:
    """Ask all questions and print what came of it; 1 when the gate is closed."""
    asked = cases.read(arguments.file or arguments.data / cases.FILE)
    last = arguments.data / files.LAST
    before = arguments.against or (last if arguments.file is None and last.exists() else None)
    previous = files.read(before) if before else None
    searcher, understander = published(arguments)
    with bars() as progress:
        made = run(asked, searcher, understander, progress)
    names = ("least_hit1", "least_hit3", "least_mrr", "least_abstention", "most_wrong", "worse")
    verdict = gate(made, previous, Terms(**{name: getattr(arguments, name) for name in names}))
    unknown = cases.unknown(asked, (article.id for article in searcher.articles))
    screen.show(screen.report(figures(made.results), verdict, unknown))
    if arguments.json:
        files.write(arguments.json, files.as_json(made))
    if arguments.junit:
        files.write(arguments.junit, files.as_junit(made, verdict))
    if arguments.file is None and verdict.passed:
        files.write(last, files.as_json(made))
    return 0 if verdict.passed else 1
