"""`python -m bot explain|replay`: why a stored reply was given, and whether it would be given again."""

import argparse
import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from analytics.events import MessageUnderstood
from analytics.stores.opening import open_stores
from bot import bootstrap
from bot.releases.store import Releases
from bot.turns import minds, page
from bot.turns.rehearsal import IDENTICAL, SKIPPED, Replay, counts, replay, stored
from bot.turns.stored import StoredTurn, chosen, read
from bot.turns.trace import trace
from configs.progress import bars
from configs.settings import Settings
from knowledge_base.pipeline import load_products
from nlu.explanation import Explanation

Add = Callable[..., argparse.ArgumentParser]
EXPLAIN = """examples:
  python -m bot explain rest:alex              the turns of a conversation
  python -m bot explain rest:alex 3            every stage of the third, also by the message's id
  python -m bot explain rest:alex 3 --json     the same for programs
"""
REPLAY = """Messages are understood, articles found and policies asked as they would be today, with the conversation, the profile
and the time of then; actions are answered from the log, so that nothing happens in the shop. The first stage that comes
out differently is named: understanding, retrieval, decision, action or reply.

examples:
  python -m bot replay rest:alex               every turn of a conversation
  python -m bot replay --limit 5000            the latest conversations, 5000 turns at most

It ends with 0 when all turns came out alike, with 1 when one did not, with 2 when there is no such conversation.
"""


def add_commands(add: Add, stored: argparse.ArgumentParser) -> None:
    """`explain` and `replay`, made with `add`; what is `stored` is named by options that they share."""
    plain = argparse.RawDescriptionHelpFormatter
    explained = "show every stage of a stored turn"
    command = add("explain", parents=[stored], help=explained, description=explained, epilog=EXPLAIN, formatter_class=plain)
    command.add_argument("conversation", metavar="CONVERSATION", help="its name, such as rest:alex")
    command.add_argument("turn", nargs="?", metavar="TURN", help="number, from 1, or id of the message (default: list them)")
    command.add_argument("--json", action="store_true", help="JSON instead of lines")
    command.set_defaults(run=lambda arguments, settings: asyncio.run(explain(arguments, settings)))
    again = "decide stored turns again and compare"
    command = add("replay", parents=[stored], help=again, description=again, epilog=REPLAY, formatter_class=plain)
    command.add_argument("conversations", nargs="*", metavar="CONVERSATION", help="their names (default: the latest)")
    command.add_argument("--limit", type=int, default=1000, metavar="N", help="turns at most (%(default)s)")
    command.set_defaults(run=lambda arguments, settings: asyncio.run(rehearse(arguments, settings)))


async def explain(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the turns of a conversation, or the stages of one; raises UnknownTurn, StoreUnavailable."""
    stores = open_stores(settings.database.format(data=arguments.data), read_only=True)
    try:
        found = await read(stores.log, arguments.conversation)
    finally:
        await stores.log.close()
    if arguments.turn is None:
        print(*page.listed(found), sep="\n")
        return 0
    turn = chosen(found, arguments.turn)
    told = trace(turn, await _asked_again(turn, settings, arguments.data))
    print(json.dumps(told, ensure_ascii=False, indent=2) if arguments.json else "\n".join(page.lines(told)))
    return 0


async def rehearse(arguments: argparse.Namespace, settings: Settings) -> int:
    """Replay and print what differs; raises UnknownTurn, StoreUnavailable, ConfigurationError."""
    stores = open_stores(settings.database.format(data=arguments.data), read_only=True)
    try:
        turns = await stored(stores.log, arguments.conversations, arguments.limit)
    finally:
        await stores.log.close()
    replays: list[Replay] = []
    async with minds.serving(settings, arguments.data) as mind:
        with bars() as progress:
            async for one in replay(turns, bootstrap.parts(settings, arguments.data, lambda: mind)):
                replays.append(one)
                progress("turns", len(replays), len(turns))
                if one.outcome not in (IDENTICAL, SKIPPED):
                    print(*_difference(one), sep="\n")
    return _summed_up(replays)


def _difference(one: Replay) -> Sequence[str]:
    turn, change = one.turn, one.change
    if change is None:
        return ()
    where = f"{turn.conversation}, turn {turn.number} ({turn.received.text!r}): {change.stage}"
    return (where, f"    then: {change.before}", f"    now:  {change.now}")


def _summed_up(replays: Sequence[Replay]) -> int:
    counted = counts(replays)
    print(f"{len(replays)} turns:", ", ".join(f"{name} {count}" for name, count in counted.items() if count) or "none stored")
    reasons = {one.skipped for one in replays if one.skipped}
    print(*(f"  skipped where {reason}" for reason in sorted(reasons)), sep="\n", end="\n" if reasons else "")
    return 0 if counted[IDENTICAL] + counted[SKIPPED] == len(replays) else 1


async def _asked_again(turn: StoredTurn, settings: Settings, data: Path) -> Explanation | None:
    """What the model that understood the message says of it, or the one that serves when that one is no longer kept."""
    releases = Releases(data)
    models = {event.model for event in turn.all(MessageUnderstood)}
    release = next((one for one in releases.all() if one.encoder in models), releases.current())
    if release is None:
        return None
    opened = await asyncio.to_thread(bootstrap.opener(settings, load_products()), release)
    try:
        return await opened.explain(turn.received.text)
    finally:
        await opened.close()
