"""What customers are likely to ask: completed while they type, predicted before, offered after an answer."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol

import structlog

from analytics.asked import Asked
from analytics.profiles import Profile
from analytics.stores import EventLog, StoreUnavailable
from bot.errors import ShopUnavailable, UnknownOrder
from bot.orders import Order
from bot.shops import Shop
from knowledge_base.articles import Article
from nlu.understanding import Vector
from retrieval.typing.completion import Completer
from retrieval.typing.context import OrderState
from retrieval.typing.prediction import Predictor
from retrieval.typing.questions import Question
from retrieval.typing.related import Related

SECONDS = 1.0  # between two looks at the articles
REST = 9  # times as long as building took
PART = 1_000  # new articles that are read at once, in about a tenth of a second
COUNTED = 60.0  # seconds between two looks at the log
ON_ITS_WAY = ("paid", "packed", "shipped")

log = structlog.get_logger("bot.anticipation")


class Base(Protocol):
    """The articles that are served; another tuple once any of them has changed."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of them."""
        ...

    def centres(self) -> Vector:
        """A unit vector for each, shape (articles, dimension)."""
        ...


class Profiles(Protocol):
    """Where profiles are read."""

    async def get(self, customer: str) -> Profile | None:
        """The customer's profile, None for somebody unknown."""
        ...


@dataclass(frozen=True)
class Indexes:
    """What was built from one tuple of articles; all of it is exchanged at once. The completer may not have read them all yet."""

    articles: tuple[Article, ...]
    completer: Completer
    predictor: Predictor
    related: Related

    def whole(self, articles: tuple[Article, ...]) -> bool:
        """Whether this is what is to be had of just these articles."""
        return self.articles is articles and len(self.completer.articles) == len(articles)


class Anticipation:
    """Follows `base` and the log; `most` is how many related questions an article is followed by.

    Whoever asks is answered from the indexes of the moment, from none before the first ones are built.
    """

    def __init__(self, base: Callable[[], Base], events: EventLog, profiles: Profiles, shop: Shop, most: int = 3) -> None:
        self._base, self._events, self._profiles, self._shop, self._most = base, events, profiles, shop, most
        self._asked = Asked()
        self._cursor = ""
        self._indexes: Indexes | None = None

    @property
    def indexes(self) -> Indexes | None:
        """The indexes of the moment."""
        return self._indexes

    def related(self, article_id: str, language: str, answered: Sequence[str]) -> Sequence[Question]:
        """Questions to offer after an article in a conversation in which those of `answered` were said."""
        if self._indexes is None or not self._most:
            return ()
        return self._indexes.related.after(article_id, language, answered, self._most)

    async def order(self, conversation: str) -> OrderState | None:
        """The state of the order that was last looked up in `conversation`; None when none was, or nobody can say now."""
        try:
            profile = await self._profiles.get(conversation)
            number = profile and profile.attributes.get("last_order")
            if not number or number.confidence < 1:
                return None
            return _state(await asyncio.to_thread(self._shop.order, str(number.value)), datetime.now(UTC))
        except (StoreUnavailable, ShopUnavailable, UnknownOrder):
            return None

    async def follow(self) -> None:
        """Build anew whenever the articles are others, and count anew every minute, until cancelled."""
        counted = -COUNTED
        while True:
            due = monotonic() - counted >= COUNTED
            if due:
                await self._count()
                counted = monotonic()
            began = monotonic()
            if due or self._stale():
                await self.refresh()
            # A large base that is edited often must not keep a core busy with what is suggested.
            await asyncio.sleep(max(SECONDS, REST * (monotonic() - began)))

    async def refresh(self) -> None:
        """Build what the articles and counts of now need; of many new articles a part, and the next part another time."""
        now, base = datetime.now(UTC), self._base()
        places, follows = self._asked.places(now), self._asked.follows(now)
        self._indexes = await asyncio.to_thread(_built, self._indexes, base, places, follows)

    async def _count(self) -> None:
        try:
            while True:
                self._cursor, recorded = await self._events.batch(self._cursor)
                for one in recorded:
                    self._asked.see(one)
                if not recorded:
                    return
                await asyncio.sleep(0)  # turns go first
        except StoreUnavailable as error:
            log.warning("not_counted", reason=str(error))

    def _stale(self) -> bool:
        return self._indexes is None or not self._indexes.whole(self._base().articles)


def _built(
    before: Indexes | None, base: Base, places: dict[str, dict[str, float]], follows: dict[str, dict[str, float]]
) -> Indexes:
    articles = base.articles
    completer = before.completer if before else Completer.none()
    if before is None or not before.whole(articles):
        completer = completer.toward(articles, PART)
    centres = before.related.centres if before and before.articles is articles else base.centres()
    return Indexes(
        articles,
        completer.counted(places.get("any", {})),
        Predictor.of(articles, places),
        Related.of(articles, centres, follows),
    )


def _state(order: Order, now: datetime) -> OrderState:
    late = order.state in ON_ITS_WAY and order.expected is not None and order.expected < now.date()
    return "late" if late else order.state
