"""Indexes, searches, tests and measures the articles: `python -m retrieval build|search|evaluate|explain|test|publish|dial`."""

import argparse
import os
import sys
from pathlib import Path

from configs import settings
from configs.errors import ConfigurationError
from configs.progress import bars
from knowledge_base import pipeline as knowledge
from knowledge_base.commands import signing
from knowledge_base.errors import KnowledgeError
from nlu import pipeline as understanding
from nlu.errors import ModelError
from retrieval import pipeline
from retrieval.dial import commands as dialling
from retrieval.errors import RetrievalError
from retrieval.evaluation import evaluate, table
from retrieval.lines import Search
from retrieval.testing import commands as testing
from retrieval.testing import publishing
from retrieval.testing.base import published

EXAMPLES = """\
examples:
  python -m retrieval build                    index the published articles, or the demo shop's where nothing was published
  echo '{"text": "is shipping free"}' | python -m retrieval search
  echo '{"text": "包邮吗", "language": "zh"}' | python -m retrieval search
  python -m retrieval evaluate                 how often the right article comes first
  python -m retrieval explain "is shipping free"                    what each stage finds, and why the first one wins
  python -m retrieval explain "包邮吗" --save-test --expect delivery-cost
  python -m retrieval test                     ask the shop's own tests, and compare with the run before
  python -m retrieval test questions.csv --least-hit1 0.9 --junit report.xml
  python -m retrieval publish                  make drafts live, unless a test of the shop comes out worse
  python -m retrieval dial --precision 0.9 0.95 0.99 --plot dial.html

What was published since the index was built is searched beside it; with much of it, `build` makes these commands faster.
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m retrieval",
        description="Indexes, searches, tests and measures the shop's articles.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("data"), help="the installation's folder (default: %(default)s)")
    shared.add_argument("--config", type=Path, metavar="FILE", help="settings on top of the default ones")
    commands = top.add_subparsers(dest="command", required=True, metavar="build|search|evaluate|explain|test|publish|dial")
    make = commands.add_parser("build", parents=[shared], help="index the articles; nothing is done when the index is up to date")
    make.add_argument("--force", action="store_true", help="build even so")
    make.set_defaults(run=run_build)
    ask = commands.add_parser(
        "search", parents=[shared], help='read lines {"text": ..., "language": ...} from stdin, write hits and answer for each'
    )
    ask.set_defaults(run=run_search)
    measure = commands.add_parser("evaluate", parents=[shared], help="figures on the wordings that the articles hold back")
    measure.set_defaults(run=run_evaluate)
    trace = commands.add_parser(
        "explain", parents=[shared], help="one question with every stage's score, and why the first one won"
    )
    testing.add_explain_arguments(trace)
    trace.set_defaults(run=testing.run_explain)
    batch = commands.add_parser("test", parents=[shared], help="many questions out of a CSV file; 1 when a gate is closed")
    testing.add_test_arguments(batch)
    batch.set_defaults(run=testing.run_test)
    live = commands.add_parser(
        "publish", parents=[shared, signing()], help="make drafts live unless a test comes out worse; 1 when one does"
    )
    publishing.add_arguments(live)
    live.set_defaults(run=publishing.run)
    dial = commands.add_parser(
        "dial", parents=[shared], help="what it costs to be right so often: thresholds, coverage, precision"
    )
    dialling.add_arguments(dial)
    dial.set_defaults(run=dialling.run)
    return top


def run_build(arguments: argparse.Namespace) -> int:
    """Build and publish the index, unless the one there is the one that would come out."""
    configured = settings.load(arguments.config)
    articles = knowledge.load_articles(arguments.data, configured.knowledge.database)
    understander = _understander(arguments)
    folder = arguments.data / pipeline.FOLDER
    if not arguments.force and pipeline.up_to_date(folder, articles, understander.model, configured.retrieval.index):
        print(f"{folder} is up to date: {len(articles)} articles")
        return 0
    with bars() as progress:
        known = pipeline.vectors(folder, understander)
        made = pipeline.build(articles, understander, folder, configured.retrieval.index, progress, known)
    print(f"{folder} holds index {made.version}: {made.articles} articles, model {made.encoder}")
    return 0


def run_search(arguments: argparse.Namespace) -> int:
    """Search for stdin line by line; 2 when a line was bad."""
    configured = settings.load(arguments.config)
    searcher, understander = published(arguments)
    search = Search(searcher, understander, configured.retrieval.answer_above, configured.limits.text_characters)
    bad = 0
    for line in search.lines(sys.stdin.buffer):
        print(line.text, flush=True)
        bad += line.bad
    return 2 if bad else 0


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Print the figures of the index."""
    understander = _understander(arguments)
    searcher = pipeline.load(arguments.data / pipeline.FOLDER, understander)
    print(table(evaluate(searcher.articles, searcher, understander)))
    return 0


def _understander(arguments: argparse.Namespace) -> understanding.Pipeline:
    return understanding.Pipeline.load(arguments.data / understanding.FOLDER, settings.load(arguments.config).nlu.threads)


def main(line: list[str] | None = None) -> int:
    """Run one command; a problem is one sentence on stderr and exit code 2."""
    try:
        arguments = parser().parse_args(line)
        return int(arguments.run(arguments))
    except (ConfigurationError, KnowledgeError, ModelError, RetrievalError) as error:
        print(f"retrieval: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has enough; without this, Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
