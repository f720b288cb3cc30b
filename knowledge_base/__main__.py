"""Brings articles in and out: `python -m knowledge_base import|export|list`."""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from knowledge_base import pipeline
from knowledge_base.articles import LANGUAGES
from knowledge_base.changes import plan
from knowledge_base.errors import KnowledgeError

EXAMPLES = """\
examples:
  python -m knowledge_base import faq.csv --dry-run     show what would happen, change nothing
  python -m knowledge_base import faq/ --replace        the base becomes what the folder's files hold
  python -m knowledge_base export faq.json              the way back; .csv opens in a spreadsheet
  python -m knowledge_base list --language zh

Until something is imported the shop knows the demo's articles. After an import run `python -m retrieval build`.
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m knowledge_base",
        description="Brings the shop's articles in and out.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("data"), help="the installation's folder (default: %(default)s)")
    commands = top.add_subparsers(dest="command", required=True, metavar="import|export|list")
    come = commands.add_parser("import", parents=[shared], help="read articles from .csv, .json or .toml into the base")
    come.add_argument("source", type=Path, metavar="FILE|DIR", help="a file, or a folder whose files are all read")
    come.add_argument("--dry-run", action="store_true", help="report every row and change nothing")
    come.add_argument("--replace", action="store_true", help="remove the articles that the source does not hold")
    come.set_defaults(run=run_import)
    go = commands.add_parser("export", parents=[shared], help="write all articles to a .csv or .json file")
    go.add_argument("file", type=Path, metavar="FILE", help="the file to write; it is replaced")
    go.set_defaults(run=run_export)
    show = commands.add_parser("list", parents=[shared], help="print id, version, intent and question of every article")
    show.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the question (default: %(default)s)")
    show.set_defaults(run=run_list)
    return top


def run_import(arguments: argparse.Namespace) -> int:
    """Import and report each row; 2 when some were bad."""
    store = pipeline.store(arguments.data)
    planned = plan(store.articles(), pipeline.read(arguments.source), arguments.replace)
    for change in planned.changes:
        print(f"{change.kind:<10} {change.article_id}")
    for problem in planned.problems:
        print(f"bad        {problem}", file=sys.stderr)
    if planned.articles and not arguments.dry_run:
        store.replace(planned.articles)
    counts = Counter(change.kind for change in planned.changes)
    report = [f"{count} {kind}" for kind, count in counts.items()] + [f"{len(planned.problems)} bad"]
    print(f"{', '.join(report)}; {len(planned.articles)} articles{' (nothing was changed)' if arguments.dry_run else ''}")
    return 2 if planned.problems else 0


def run_export(arguments: argparse.Namespace) -> int:
    """Export all articles."""
    articles = pipeline.load_articles(arguments.data)
    pipeline.write(articles, arguments.file)
    print(f"{len(articles)} articles written to {arguments.file}")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """One line an article: id, version, intent, question."""
    for article in pipeline.load_articles(arguments.data):
        passage = article.passage(arguments.language)
        print(f"{article.id}\t{article.version}\t{article.intent}\t{passage.question}")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run a command; what is wrong is said in one sentence with exit code 2."""
    chosen = parser().parse_args(arguments)
    try:
        result: int = chosen.run(chosen)
    except KnowledgeError as error:
        print(f"knowledge_base: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has enough; without this, Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result


if __name__ == "__main__":
    sys.exit(main())
