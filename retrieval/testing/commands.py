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


def add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    """What `python -m retrieval explain` may be told."""
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
