"""Articles out of files and from the shop's web pages into drafts: import."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from configs import settings
from configs.progress import bars
from knowledge_base.articles import LANGUAGES
from knowledge_base.changes import Change, Plan, plan
from knowledge_base.commands import Commands, opened, signing, warn_of_demo
from knowledge_base.dryrun import examine
from knowledge_base.errors import KnowledgeError
from knowledge_base.fetching import Limits
from knowledge_base.fetching.jobs import MEMORY, Crawl, crawl
from knowledge_base.fetching.memory import Memory
from knowledge_base.fetching.pagechanges import PageChange
from knowledge_base.library import Library
from knowledge_base.report import Found, Report
from knowledge_base.sources import joined

SHOWN = 200  # changes that are named one by one

FORMATS = """\
what can be imported:
  .csv .xlsx         a row for each article, with columns such as id, en.question, en.answer, zh.question, zh.answer; or
                     question and answer, in one language, as spreadsheets of FAQ and the exports of Dify and FastGPT have them
  .json .toml        as `export faq.json` writes it; exports of help centres (.json) too
  .md                a heading for each question, the answer below it
  .html .htm         a page of questions and answers
  .yml .yaml         Rasa's domain, nlu and responses; import the folder that holds them together
  https://...        a page of the shop's own site, or its sitemap.xml; see [fetching] in the settings

examples:
  python -m knowledge_base import faq.csv --dry-run
  python -m knowledge_base import faq/ --replace --strict
  python -m knowledge_base import https://shop.example/sitemap.xml --language en
"""


@dataclass(frozen=True)
class Incoming:
    """What an import found: the `report` of its rows, the `pages` that changed, and the articles that pages `lost`, by id."""

    report: Report
    pages: tuple[PageChange, ...] = ()
    lost: tuple[str, ...] = ()


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    come = commands.add_parser(
        "import",
        parents=[shared, signing()],
        help="read articles from files or web pages into drafts",
        epilog=FORMATS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    come.add_argument("source", metavar="FILE|DIR|URL", help="a file, a folder whose files are all read, or a web address")
    come.add_argument("--language", choices=LANGUAGES, help="of what does not say its own (default: told by the script)")
    come.add_argument("--dry-run", action="store_true", help="report every row and change nothing")
    come.add_argument("--strict", action="store_true", help="change nothing when any row is bad")
    come.add_argument("--replace", action="store_true", help="also draft the removal of articles that the source does not hold")
    come.add_argument("--publish", action="store_true", help="publish what was read at once, without asking the shop's tests")
    come.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import and report each row; 2 when some were bad."""
    incoming = _fetched(arguments) if is_address(arguments.source) else _read(arguments)
    with opened(arguments) as library:
        planned = _planned(incoming, library, arguments.replace)
        _report(incoming, planned, arguments.dry_run)
        warn_of_demo(library, [*(seen.article_id for seen in library.working()), *(one.article_id for one in planned.changes)])
        if arguments.dry_run or (arguments.strict and incoming.report.errors):
            print("nothing was changed")
        else:
            _save(planned, library, arguments)
            _remember(incoming.pages, arguments.data)
    return 2 if incoming.report.errors else 0


def is_address(source: str) -> bool:
    """Whether `source` is a web address rather than a file."""
    return source.lower().startswith(("https://", "http://"))


def imported(source: str) -> str:
    """What the note that an import from `source` leaves begins with."""
    return f"imported from {source if is_address(source) else Path(source).name}"


def _read(arguments: argparse.Namespace) -> Incoming:
    with bars() as progress:
        return Incoming(examine(Path(arguments.source), arguments.language, progress=progress))


def _fetched(arguments: argparse.Namespace) -> Incoming:
    if arguments.replace:
        raise KnowledgeError(None, arguments.source, "--replace is for files; what is gone from a page is removed without it")
    configured = settings.load(arguments.config).fetching
    limits = Limits(pages=configured.most_pages, delay=configured.delay_seconds)
    with bars() as progress:
        pages, problems = crawl(Crawl(arguments.source, configured.allow, arguments.language, limits), arguments.data, progress)
    rows = joined(found for page in pages for found in _rows(page))
    elsewhere = Memory(arguments.data / MEMORY).ids(but={page.url for page in pages})
    elsewhere |= {article.id for page in pages for article in page.after}
    lost = (article.id for page in pages for article in page.removed)
    return Incoming(Report((*rows, *problems)), tuple(pages), tuple(one for one in lost if one not in elsewhere))


def _rows(page: PageChange) -> Iterator[Found]:
    # What the page says as before stays as editors may have changed it since.
    fresh = {article.id for article in (*page.added, *page.changed)}
    for number, article in enumerate(page.after, start=1):
        if article.id in fresh:
            yield Found(page.url, f"question {number}", article)


def _planned(incoming: Incoming, library: Library, replace: bool) -> Plan:
    present = {seen.article_id: seen.article for seen in library.working() if seen.article}
    problems = [problem.raised() for problem in incoming.report.errors]
    made = plan(present.values(), [*incoming.report.articles, *problems], replace)
    gone = tuple(Change("removed", article_id, None) for article_id in incoming.lost if article_id in present)
    return Plan(made.changes + gone, made.problems)


def _report(incoming: Incoming, planned: Plan, differences: bool) -> None:
    for problem in (*incoming.report.errors, *incoming.report.warnings):
        print(f"{problem.severity:<10} {problem}", file=sys.stderr)
    changes: Sequence[Change] = planned.changes
    if len(changes) > SHOWN:
        changes = [change for change in changes if change.kind != "unchanged"]
    for change in changes[:SHOWN]:
        print(f"{change.kind:<10} {change.article_id}")
    if len(changes) > SHOWN:
        print(f"and {len(changes) - SHOWN:,} more")
    for page in incoming.pages if differences else ():
        print(f"{page.url}\n{page.diff()}")
    print(_sum(incoming.report, planned))


def _sum(report: Report, planned: Plan) -> str:
    counts = Counter(change.kind for change in planned.changes)
    articles = ", ".join(f"{count:,} {kind}" for kind, count in counts.items()) or "no articles"
    return f"{articles}; {_counted(len(report.errors), 'error')}, {_counted(len(report.warnings), 'warning')}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _save(planned: Plan, library: Library, arguments: argparse.Namespace) -> None:
    note = ": ".join(filter(None, (imported(arguments.source), arguments.note)))
    with bars() as progress:
        library.save_all(planned.saved, arguments.author, note, planned.removed, progress)
    read = {change.article_id for change in planned.changes}
    drafts = [draft.article_id for draft in library.drafts() if draft.article_id in read]
    if not drafts:
        print("there is nothing to publish")
    elif arguments.publish:
        edition = library.publish(drafts, arguments.author, note)
        print(f"edition {edition.number} is live: {len(edition.revisions):,} articles")
    else:
        print(
            f"{_counted(len(drafts), 'draft')}; `python -m retrieval publish` makes live what was read, "
            f"`python -m knowledge_base discard --imported {arguments.source}` gives it up"
        )


def _remember(pages: Sequence[PageChange], data: Path) -> None:
    memory = Memory(data / MEMORY)
    for page in pages:
        try:
            page.remember(memory)
        except OSError as error:
            raise KnowledgeError(memory.file, "", f"cannot be written: {error.strerror}; import again") from None
