"""Articles out of the library: giving up what an import brought, and exporting."""

import argparse
from collections.abc import Collection
from pathlib import Path

from knowledge_base import pipeline
from knowledge_base.commands import Commands, opened, signing
from knowledge_base.commands.importing import imported, is_address
from knowledge_base.errors import KnowledgeError, LibraryError
from knowledge_base.fetching.jobs import MEMORY
from knowledge_base.fetching.memory import Memory
from knowledge_base.history import Revision


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this family."""
    undo = commands.add_parser(
        "discard",
        parents=[shared, signing()],
        help="give up drafts, such as those of an import",
        description="Gives up drafts; what is live stays, and `restore` brings a draft back.",
    )
    undo.add_argument("ids", nargs="*", metavar="ID", help="articles whose drafts go")
    undo.add_argument("--imported", metavar="FILE|DIR|URL", help="the drafts of the import from there instead")
    undo.set_defaults(run=run_discard)
    go = commands.add_parser(
        "export",
        parents=[shared],
        help="write the published articles to a file",
        description="Writes what is published, before that the demo's articles; import reads it back unchanged.",
    )
    go.add_argument("file", type=Path, metavar="FILE", help="what to write, replaced if it is there: .csv, .json, .md or .xlsx")
    go.add_argument("--drafts", action="store_true", help="with the drafts in the place of what they would replace")
    go.set_defaults(run=run_export)


def run_discard(arguments: argparse.Namespace) -> int:
    """Give up drafts and name them."""
    with opened(arguments) as library:
        ids = arguments.ids
        if arguments.imported:
            ids = [draft.article_id for draft in library.drafts() if _came_from(draft, arguments.imported)]
        if not ids:
            raise LibraryError("", "there is no such draft: name articles, or with --imported the file or address they came from")
        for revision in library.discard(ids, arguments.author, arguments.note or "draft discarded"):
            print(f"discarded  {revision.article_id}")
    if arguments.imported and is_address(arguments.imported):
        _forget(ids, arguments.data)
    return 0


def _came_from(draft: Revision, source: str) -> bool:
    return draft.note == imported(source) or draft.note.startswith(f"{imported(source)}: ")


def _forget(ids: Collection[str], data: Path) -> None:
    """Let the pages of these articles count as new, so that the next import brings again what was given up."""
    memory = Memory(data / MEMORY)
    for url in memory.holding(ids):
        memory.forget(url)


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
