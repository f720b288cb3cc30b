"""What goes live and what no longer is: submit, publish, withdraw, restore, rollback."""

import argparse

from knowledge_base.commands import Commands, opened, signing, warn_of_demo
from knowledge_base.history import Edition


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the commands of this family."""
    _add_going(commands, shared)
    _add_coming_back(commands, shared)


def _add_going(commands: Commands, shared: argparse.ArgumentParser) -> None:
    hand = commands.add_parser(
        "submit",
        parents=[shared, signing()],
        help="hand drafts over for review",
        description="Hands drafts over for review; they stay what they are until somebody publishes them.",
    )
    hand.add_argument("ids", nargs="+", metavar="ID", help="of articles, as `list` shows them")
    hand.set_defaults(run=run_submit)
    live = commands.add_parser(
        "publish",
        parents=[shared, signing()],
        help="make drafts live at once, without asking tests",
        description="Makes drafts live, all at once; `python -m retrieval publish` asks the shop's tests first.",
    )
    live.add_argument("ids", nargs="*", metavar="ID", help="articles (default: all that have a draft or are in review)")
    live.set_defaults(run=run_publish)
    out = commands.add_parser(
        "withdraw",
        parents=[shared, signing()],
        help="take articles out at once",
        description="Takes articles out of what is live, at once and without a draft. `rollback` brings them back.",
    )
    out.add_argument("ids", nargs="+", metavar="ID", help="of articles, as `list` shows them")
    out.set_defaults(run=run_withdraw)


def _add_coming_back(commands: Commands, shared: argparse.ArgumentParser) -> None:
    old = commands.add_parser(
        "restore",
        parents=[shared, signing()],
        help="make a draft of an old revision of an article",
        description="Makes a draft with the content of an old revision; what is live stays until it is published.",
    )
    old.add_argument("id", metavar="ID", help="of the article, as `list` shows it")
    old.add_argument("number", type=int, metavar="NUMBER", help="the revision's number, as `history` shows it")
    old.set_defaults(run=run_restore)
    back = commands.add_parser(
        "rollback",
        parents=[shared, signing()],
        help="make live again what an old edition had",
        description="Makes the whole base what it was with an old edition, at once, as a new edition. Drafts stay.",
    )
    back.add_argument("edition", type=int, metavar="EDITION", help="its number, as `editions` shows it")
    back.set_defaults(run=run_rollback)


def run_submit(arguments: argparse.Namespace) -> int:
    """Hand over each draft."""
    with opened(arguments) as library:
        for article_id in arguments.ids:
            library.submit(article_id, arguments.author, arguments.note)
            print(f"in review  {article_id}")
    return 0


def run_publish(arguments: argparse.Namespace) -> int:
    """Publish drafts."""
    with opened(arguments) as library:
        warn_of_demo(library, arguments.ids or None)
        return _told(library.publish(arguments.ids or None, arguments.author, arguments.note))


def run_withdraw(arguments: argparse.Namespace) -> int:
    """Take articles out."""
    with opened(arguments) as library:
        return _told(library.withdraw(arguments.ids, arguments.author, arguments.note))


def run_restore(arguments: argparse.Namespace) -> int:
    """Draft an old content."""
    with opened(arguments) as library:
        note = arguments.note or f"restored from revision {arguments.number}"
        made = library.restore(arguments.id, arguments.number, arguments.author, note)
    print(f"revision {made.number} is a draft with the content of {arguments.number}; `publish {made.article_id}` makes it live")
    return 0


def run_rollback(arguments: argparse.Namespace) -> int:
    """Publish an old edition."""
    with opened(arguments) as library:
        note = arguments.note or f"rollback to edition {arguments.edition}"
        return _told(library.rollback(arguments.edition, arguments.author, note))


def _told(edition: Edition) -> int:
    print(f"edition {edition.number} is live: {len(edition.revisions)} articles")
    return 0
