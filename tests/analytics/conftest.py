"""A small shop and customers who write to it."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.events import Event, MessageReceived, MessageUnderstood, Recorded
from analytics.gaps.metric import Metric, learnt
from analytics.profiler import Profiler
from analytics.profiles import Profile
from knowledge_base.products import Product, ProductText
from knowledge_base.sales import Purchase
from nlu.pipeline import FOLDER, Pipeline

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
Fold = Callable[..., Profile]


@pytest.fixture
def start() -> datetime:
    """When the first event happens."""
    return START


@pytest.fixture
def heard() -> Callable[..., tuple[Event, Event]]:
    """A message and what was understood of it, described by what matters in a test."""

    def make(
        text: str = "where is my order",
        intent: str = "track_order",
        *,
        customer: str = "ann",
        language: str = "en",
        sentiment: tuple[str, float] = ("neutral", 0.9),
        entities: Sequence[tuple[str, str]] = (),
        out_of_scope: bool = False,
    ) -> tuple[Event, Event]:
        received = MessageReceived(message_id=text, channel="rest", customer=customer, text=text)
        understood = MessageUnderstood(
            message_id=text,
            language=language,
            intents=((intent, 0.8), ("greet", 0.1)),
            out_of_scope=out_of_scope,
            sentiment=sentiment[0],
            sentiment_score=sentiment[1],
            entities=tuple(entities),
            model="m1",
        )
        return received, understood

    return make


@pytest.fixture
def fold() -> Fold:
    """The profile of ann after these events, one a minute; a conversation's name among them changes the conversation."""

    def after(*told: Event | str | timedelta, profiler: Profiler | None = None, profile: Profile | None = None) -> Profile:
        profile, profiler = profile or Profile(customer="ann"), profiler or Profiler()
        conversation, now, number = "c1", START, 0
        messages: dict[str, Recorded] = {}
        for item in told:
            if isinstance(item, str):
                conversation = item
            elif isinstance(item, timedelta):
                now += item
            else:
                number += 1
                now += timedelta(minutes=1)
                recorded = Recorded(id=number, conversation=conversation, position=number, at=now, event=item)
                if isinstance(item, MessageReceived):
                    messages[conversation] = recorded
                profile = profiler.update(profile, recorded, messages[conversation])
        return profile

    return after


@pytest.fixture
def products() -> tuple[Product, ...]:
    """A phone, its case and charger, a camera, and a phone that is sold out."""

    def product(sku: str, category: str, stock: int = 9, fits: tuple[str, ...] = ()) -> Product:
        texts = {"en": ProductText(f"Nova {sku}", "s"), "zh": ProductText(f"商品{sku}", "s")}
        return Product(sku, "Nova", category, Decimal(10), Decimal(5), stock, date(2025, 1, 1), texts, {}, fits)

    return (
        product("PHONE", "phones"),
        product("CASE", "cases", fits=("PHONE",)),
        product("CHARGER", "chargers"),
        product("CAMERA", "cameras"),
        product("OLD-PHONE", "phones", stock=0),
    )


@pytest.fixture
def buy() -> Callable[..., list[Purchase]]:
    """Purchases of one customer in one order, so many days before the start."""

    def purchases(customer: str, *skus: str, days_before: int = 200, order: str = "") -> list[Purchase]:
        at = START - timedelta(days=days_before)
        number = order or f"{customer}-{days_before}"
        return [Purchase(customer, number, sku, 1, at, Decimal(10)) for sku in skus]

    return purchases


@pytest.fixture(scope="session")
def understander(prepared: Path) -> Pipeline:
    """The model that tests share."""
    return Pipeline.load(prepared / FOLDER)


@pytest.fixture(scope="session")
def metric(understander: Pipeline, prepared: Path) -> Metric:
    """What likeness is, learnt once for that model."""
    return learnt(understander, prepared)
