"""Looking at articles and their history: list, show, history, diff, editions."""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from knowledge_base import pipeline
from knowledge_base.articles import LANGUAGES, Article
from knowledge_base.commands import Commands, opened
from knowledge_base.differences import differences
from knowledge_base.entries import entry_of
from knowledge_base.errors import Unknown
from knowledge_base.history import Revision
from knowledge_base.library import Library


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this family."""
    _add_list(commands, shared)
    _add_show(commands, shared)
    _add_history(commands, shared)
    _add_editions(commands, shared)


def _add_list(commands: Commands, shared: argparse.ArgumentParser) -> None:
    some = commands.add_parser(
        "list",
        parents=[shared],
        help="a line for each article, parted by tabs",
        description="Of each article, its draft first: id, state, version, owner, day of review, intent, question.",
    )
    some.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of the question (default: %(default)s)")
    which = some.add_mutually_exclusive_group()
    which.add_argument("--drafts", action="store_true", help="only what waits to be published")
    which.add_argument("--stale", action="store_true", help="only what its owner should have looked at by now")
    which.add_argument("--twins", action="store_true", help="only languages that are missing or older than another's change")
    which.add_argument("--at", type=_moment, metavar="MOMENT", help="what is said then, such as 2026-11-11T00:00:00+08:00")
    some.add_argument("--channel", default="", metavar="NAME", help="with --at: what is said there")
    some.set_defaults(run=run_list)


def _add_show(commands: Commands, shared: argparse.ArgumentParser) -> None:
    one = commands.add_parser(
        "show",
        parents=[shared],
        help="an article as JSON",
        description="The article as its editors see it, its draft where there is one, in the form in which import reads JSON.",
    )
    one.add_argument("id", metavar="ID", help="of the article, as `list` shows it")
    one.add_argument("--version", help="what it said in that version, which an old reply names")
    one.set_defaults(run=run_show)


def _add_history(commands: Commands, shared: argparse.ArgumentParser) -> None:
    past = commands.add_parser(
        "history",
        parents=[shared],
        help="every revision of an article: who, when and why",
        description="A line for each revision, parted by tabs: number, state, version, moment, author, first edition, note.",
    )
    past.add_argument("id", metavar="ID", help="of the article, as `list` shows it")
    past.set_defaults(run=run_history)
    other = commands.add_parser(
        "diff",
        parents=[shared],
        help="what changed between two revisions of an article",
        description="A line for each field that differs; without numbers, what the draft would change.",
    )
    other.add_argument("id", metavar="ID", help="of the article, as `list` shows it")
    other.add_argument("old", nargs="?", type=int, metavar="A", help="a revision's number (default: the one that is live)")
    other.add_argument("new", nargs="?", type=int, metavar="B", help="a revision's number (default: the newest)")
    other.set_defaults(run=run_diff)


def _add_editions(commands: Commands, shared: argparse.ArgumentParser) -> None:
    all_ = commands.add_parser(
        "editions",
        parents=[shared],
        help="every publication: who, when and why",
        description="A line for each edition, parted by tabs: number, state of the base, moment, author, note.",
    )
    all_.set_defaults(run=run_editions)


def run_list(arguments: argparse.Namespace) -> int:
    """One line an article: id, state, version, owner, review date, intent, question."""
    with opened(arguments) as library:
        if arguments.twins:
            for twin in library.twins():
                print(twin.article_id, twin.language, "missing" if twin.missing else "older", _when(twin.since), sep="\t")
            return 0
        for state, article in _chosen(library, arguments):
            day = article.review_by.isoformat() if article.review_by else ""
            question = article.passage(arguments.language).question
            print(article.id, state, article.version, article.owner, day, article.intent, question, sep="\t")
    return 0


def _chosen(library: Library, arguments: argparse.Namespace) -> Iterator[tuple[str, Article]]:
    """The articles that the options ask for, each with its state."""
    if arguments.at:
        yield from (("published", one) for one in library.published() if one.valid(arguments.at, arguments.channel))
        return
    seen = library.drafts() if arguments.drafts else library.working()
    if not seen and not arguments.drafts:
        yield from (("demo", article) for article in pipeline.demo_articles())
    today = datetime.now(UTC).date()
    for revision in seen:
        article = revision.article or _last(library, revision.article_id)
        late = article.review_by is not None and article.review_by <= today
        if late or not arguments.stale:
            yield revision.state if revision.article else f"{revision.state} removal", article


def run_show(arguments: argparse.Namespace) -> int:
    """What an editor sees of the article, or what a version of it said."""
    with opened(arguments) as library:
        if arguments.version:
            article = library.version(arguments.id, arguments.version)
        else:
            seen = library.current(arguments.id)
            article = seen.article if seen else None
    if article is None:
        raise Unknown(arguments.id, "there is no such article" + (" in that version" if arguments.version else ""))
    print(json.dumps(entry_of(article), ensure_ascii=False, indent=2))
    return 0


def run_history(arguments: argparse.Namespace) -> int:
    """One line a revision: number, state, version, moment, author, first edition, note."""
    with opened(arguments) as library:
        for one in _history(library, arguments.id).values():
            version = one.version or "-"
            edition = f"edition {one.edition}" if one.edition else ""
            print(one.number, one.state, version, _when(one.at), one.author, edition, one.note, sep="\t")
    return 0


def run_diff(arguments: argparse.Namespace) -> int:
    """One line a field that changed."""
    with opened(arguments) as library:
        history = _history(library, arguments.id)
        seen = library.current(arguments.id)
    newest = seen.number if seen else max(history)
    new = newest if arguments.new is None else arguments.new
    live = [number for number, one in history.items() if one.state == "published" and number < new]
    old = max(live, default=new - 1) if arguments.old is None else arguments.old
    for difference in differences(_content(history, arguments.id, old), _content(history, arguments.id, new)):
        print(difference.summary)
    return 0


def run_editions(arguments: argparse.Namespace) -> int:
    """One line an edition: number, base, moment, author, note."""
    with opened(arguments) as library:
        for one in library.editions():
            print(one.number, one.base, _when(one.at), one.author, one.note, sep="\t")
    return 0


def _history(library: Library, article_id: str) -> Mapping[int, Revision]:
    found = {one.number: one for one in library.history(article_id)}
    if not found:
        raise Unknown(article_id, "there is no such article")
    return found


def _content(history: Mapping[int, Revision], article_id: str, number: int) -> Article | None:
    """What a revision holds; before the first there was nothing."""
    if number == 0:
        return None
    if number not in history:
        raise Unknown(article_id, f"there is no revision {number}; the newest is {max(history)}")
    return history[number].article


def _last(library: Library, article_id: str) -> Article:
    """What the article was before its removal."""
    return next(one.article for one in reversed(library.history(article_id)) if one.article)


def _when(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError("needs a time zone, as in 2026-11-11T00:00:00+08:00")
    return at
