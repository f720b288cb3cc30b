"""Articles in and out of files: import, discard, export."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from configs.progress import bars
from knowledge_base import pipeline
from knowledge_base.changes import Plan, plan
from knowledge_base.commands import Commands, opened, signing
from knowledge_base.errors import KnowledgeError, LibraryError
from knowledge_base.library import Library


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this family."""
    come = commands.add_parser("import", parents=[shared, signing()], help="read articles from files into drafts")
    come.add_argument("source", type=Path, metavar="FILE|DIR", help="a file, or a folder whose files are all read")
    come.add_argument("--dry-run", action="store_true", help="report every row and change nothing")
    come.add_argument("--replace", action="store_true", help="also draft the removal of articles that the source does not hold")
    come.add_argument("--publish", action="store_true", help="publish what was read at once")
    come.set_defaults(run=run_import)
    undo = commands.add_parser("discard", parents=[shared, signing()], help="give up drafts, such as those of an import")
    undo.add_argument("ids", nargs="*", metavar="ID", help="articles whose drafts go")
    undo.add_argument("--imported", metavar="FILE|DIR", help="the drafts of the import from there instead")
    undo.set_defaults(run=run_discard)
    go = commands.add_parser("export", parents=[shared], help="write the published articles to a file")
    go.add_argument("file", type=Path, metavar="FILE", help="the file to write; it is replaced")
    go.add_argument("--drafts", action="store_true", help="with the drafts in the place of what they would replace")
    go.set_defaults(run=run_export)


def run_import(arguments: argparse.Namespace) -> int:
    """Import and report each row; 2 when some were bad."""
    with opened(arguments) as library:
        present = (seen.article for seen in library.working() if seen.article)
        planned = plan(present, pipeline.read(arguments.source), arguments.replace)
        _report(planned)
        if arguments.dry_run:
            print("nothing was changed")
        else:
            _save(planned, library, arguments)
    return 2 if planned.problems else 0


def _report(planned: Plan) -> None:
    for change in planned.changes:
        print(f"{change.kind:<10} {change.article_id}")
    for problem in planned.problems:
        print(f"bad        {problem}", file=sys.stderr)
    counts = Counter(change.kind for change in planned.changes)
    print(", ".join([*(f"{count} {kind}" for kind, count in counts.items()), f"{len(planned.problems)} bad"]))


def _save(planned: Plan, library: Library, arguments: argparse.Namespace) -> None:
    note = arguments.note or imported(arguments.source)
    with bars() as progress:
        library.save_all(planned.saved, arguments.author, note, planned.removed, progress)
    read = {change.article_id for change in planned.changes}
    drafts = [draft.article_id for draft in library.drafts() if draft.article_id in read]
    if not drafts:
        print("there is nothing to publish")
    elif arguments.publish:
        edition = library.publish(drafts, arguments.author, note)
        print(f"edition {edition.number} is live: {len(edition.revisions)} articles")
    else:
        print(f"{len(drafts)} drafts; `publish` makes them live, `discard --imported {arguments.source}` gives them up")


def imported(source: object) -> str:
    """The note that an import from `source` leaves."""
    return f"imported from {Path(str(source)).name}"


def run_discard(arguments: argparse.Namespace) -> int:
    """Give up drafts and name them."""
    with opened(arguments) as library:
        ids = arguments.ids
        if arguments.imported:
            ids = [draft.article_id for draft in library.drafts() if draft.note == imported(arguments.imported)]
        if not ids:
            raise LibraryError("", "there is no such draft: name articles, or with --imported the file that they came from")
        for revision in library.discard(ids, arguments.author, arguments.note or "draft discarded"):
            print(f"discarded  {revision.article_id}")
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Export the articles."""
    with opened(arguments) as library:
        if arguments.drafts:
            articles = tuple(seen.article for seen in library.working() if seen.article)
        else:
            articles = library.published() or pipeline.demo_articles()
    if not articles:
        raise KnowledgeError(None, "", "there is no article to export")
    pipeline.write(articles, arguments.file)
    print(f"{len(articles)} articles written to {arguments.file}")
    return 0
