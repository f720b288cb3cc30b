"""What the HTTP side needs of the rest of the service."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.anticipation import Anticipation
from bot.app.handover.staff import Staff
from bot.app.knowledge.office import Office
from bot.app.metrics import Metrics
from bot.channels import Channel, History, Receive, Respond, Watch, unread, unwatched
from bot.releases.live import Live
from configs.settings import LimitSettings
from nlu.explanation import Explanation
from nlu.understanding import Understanding


@dataclass(frozen=True)
class Fault:
    """A part that does not work as it should; `fatal` when no message can be accepted because of it."""

    part: str
    problem: str
    fatal: bool = False


async def _nothing() -> None:
    return None


async def _full() -> str:
    return "full"


@dataclass(frozen=True, kw_only=True)
class Service:
    """The callables and values that `create_app` puts behind HTTP.

    `start` and `stop` run before the first and after the last request; `waiting` is the number of turns that wait now; `hosts`
    are the host names that are answered, "*.shop.example" with all below, "*" with any; `name` is the shop's name by language;
    `durability` says "full", or "reduced: ..." and why; `docs` shows `/docs` and `/openapi.json`. `live` holds the releases,
    which whoever knows `admin_token` may switch, nobody when it is ""; `knowledge` is what editors work with; `typing` completes
    and predicts what customers ask; `watch` says how a conversation stands that may have gone to a person, and `staff` are those
    people; `receive` keeps what messengers send.
    """

    respond: Respond
    parse: Callable[[str], Awaitable[Understanding]]
    explain: Callable[[str], Awaitable[Explanation]]
    history: History
    ready: Callable[[], Awaitable[Sequence[Fault]]]
    channels: Sequence[Channel]
    limits: LimitSettings
    durability: Callable[[], Awaitable[str]] = _full
    waiting: Callable[[], int] = lambda: 0
    start: Callable[[], Awaitable[None]] = _nothing
    stop: Callable[[], Awaitable[None]] = _nothing
    metrics: Metrics = field(default_factory=Metrics)
    hosts: tuple[str, ...] = ("*",)
    name: Mapping[str, str] = field(default_factory=lambda: {"en": "Shop assistant", "zh": "购物助手"})
    docs: bool = True
    live: Live | None = None
    admin_token: str = ""
    knowledge: Office | None = None
    typing: Anticipation | None = None
    watch: Watch = unwatched
    receive: Receive = unread
    staff: Staff | None = None
