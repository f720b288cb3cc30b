"""The echoing service with suggestions out of the demo shop's articles."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
from fastapi.testclient import TestClient

from analytics.events import Event, Recorded
from analytics.profiles import Attribute, Profile
from analytics.stores import StoreUnavailable
from bot.anticipation import Anticipation
from bot.app import Service, create_app
from bot.channels.websocket import conversation_of
from bot.errors import UnknownOrder
from bot.orders import Order, OrderState
from bot.requests import Receipt, Request
from bot.shops import Shop
from knowledge_base.articles import Article
from knowledge_base.pipeline import demo_articles
from nlu.understanding import Vector

SECRET = "s" * 32


@dataclass
class Shelf:
    """Articles that a test may exchange, each near the next."""

    articles: tuple[Article, ...] = field(default_factory=demo_articles)

    def centres(self) -> Vector:
        """Vectors on a circle."""
        angles = np.linspace(0, np.pi, len(self.articles))
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


class Diary:
    """An event log that is read from its beginning to its end."""

    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self.broken = False

    def write(self, conversation: str, *events: Event) -> None:
        """Append events of now."""
        for event in events:
            self.events.append(Recorded(id=1, conversation=conversation, position=1, at=datetime.now(UTC), event=event))

    async def batch(self, after: str = "") -> tuple[str, tuple[Recorded, ...]]:
        """All that is new."""
        if self.broken:
            raise StoreUnavailable
        return str(len(self.events)), tuple(self.events[int(after or 0) :])


class Orders(Shop):
    """One order, in the state and with the day that a test gives it."""

    def __init__(self) -> None:
        self.state: OrderState = "shipped"
        self.expected = date(2020, 1, 1)

    @property
    def serves(self) -> tuple[type[Request], ...]:
        """Nothing."""
        return ()

    def order(self, number: str) -> Order:
        """The one order."""
        if number != "SK1":
            raise UnknownOrder
        day = date(2019, 12, 1)
        return Order(number, "c", self.state, day, self.expected, None, "", "", Decimal(1), ())

    def orders(self, customer: str) -> tuple[Order, ...]:
        """The one order, of whoever asks."""
        return (self.order("SK1"),)

    def owns(self, number: str, contact: str) -> str:
        """Nobody proves anything here."""
        return ""

    def perform(self, request: Request, key: str) -> Receipt:
        """Nothing is done here."""
        return Receipt(False, "unsupported")

    def close(self) -> None:
        """Nothing is open."""


class People:
    """Profiles, of the one customer who has looked an order up."""

    def __init__(self) -> None:
        self.number, self.confidence = "SK1", 1.0

    async def get(self, customer: str) -> Profile | None:
        """The profile of whoever opened the conversation of SECRET."""
        if customer != conversation_of(SECRET):
            return None
        order = Attribute(value=self.number, event=1, source="", confidence=self.confidence, at=datetime.now(UTC))
        return Profile(customer=customer, attributes={"last_order": order})


@pytest.fixture
def shelf() -> Shelf:
    """The articles that are served."""
    return Shelf()


@pytest.fixture
def diary() -> Diary:
    """The event log."""
    return Diary()


@pytest.fixture
def orders() -> Orders:
    """The order system."""
    return Orders()


@pytest.fixture
def people() -> People:
    """The profiles."""
    return People()


@pytest.fixture
def anticipation(shelf: Shelf, diary: Diary, people: People, orders: Orders) -> Anticipation:
    """Suggestions, built when the service starts."""
    return Anticipation(lambda: shelf, diary, people, orders)  # type: ignore[arg-type]


@pytest.fixture
def service(service: Service, anticipation: Anticipation) -> Service:
    """The echoing service with suggestions."""
    return replace(service, typing=anticipation, start=anticipation.refresh)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    """The application without a network."""
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client
