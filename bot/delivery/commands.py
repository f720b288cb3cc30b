"""`python -m bot outbox`: what messengers have not been told yet, or will never be, and another try."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from analytics.stores.jobs import Job
from analytics.stores.opening import Stores, open_stores
from configs.settings import Settings

Add = Callable[..., argparse.ArgumentParser]
EXAMPLES = """examples:
  python -m bot outbox list           messages that wait to be answered, and replies that wait or could not be delivered
  python -m bot outbox retry 17 18    try these dead ones again
  python -m bot outbox retry          try all of them again

With SQLite only one process writes: stop the service before `retry`. `list` works beside it.
"""


def add_commands(add: Add, stored: argparse.ArgumentParser) -> None:
    """`outbox list` and `outbox retry`, made with `add`; what is `stored` is named by options that they share."""
    told = "list messengers' messages on their way, or try dead ones again"
    outbox = add("outbox", help=told, description=told, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = outbox.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=[stored], help="what waits, and what is dead")
    again = actions.add_parser("retry", parents=[stored], help="try dead ones again")
    again.add_argument("ids", nargs="*", type=int, metavar="ID", help="as `list` shows them (default: all)")
    outbox.set_defaults(run=lambda arguments, settings: asyncio.run(_run(arguments, settings)))


async def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it; raises StoreUnavailable."""
    listing = arguments.action == "list"
    stores = open_stores(settings.database.format(data=arguments.data), read_only=listing)
    try:
        print(*(await _listed(stores) if listing else await _revived(stores, arguments.ids)), sep="\n")
    finally:
        await stores.log.close()
    return 0


async def _listed(stores: Stores) -> Sequence[str]:
    found = [("inbox", job) for job in await stores.inbox.unfinished()]
    found += [("outbox", job) for job in await stores.outbox.unfinished()]
    return [_line(queue, job) for queue, job in found] or ["nothing waits, and nothing is dead"]


async def _revived(stores: Stores, ids: Sequence[int]) -> Sequence[str]:
    count = 0
    for queue in (stores.inbox, stores.outbox):
        dead = [job.id for job in await queue.unfinished() if job.state == "dead" and (not ids or job.id in ids)]
        count += await queue.revive(dead, datetime.now(UTC))
    return [f"{count} will be tried again"]


def _line(queue: str, job: Job) -> str:
    then = "dead" if job.state == "dead" else f"due {job.due:%Y-%m-%d %H:%M:%S}"
    return f"{job.id:>8}  {queue:6}  {then:23}  {job.attempts:>2} tries  {job.lane}  {job.error}".rstrip()
