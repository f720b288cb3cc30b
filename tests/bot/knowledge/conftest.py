"""A library of two articles behind the real routes, and the trained model with the demo shop's index to search by."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from analytics.stores import EventLog
from analytics.stores.opening import open_stores
from bot.app import Service, create_app
from bot.app.knowledge import Office
from bot.app.knowledge.bench import Bench, Served
from bot.app.knowledge.editors import Editors
from configs.settings import load
from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article, Passage
from knowledge_base.replays import Replays
from nlu import pipeline as nlu
from retrieval import pipeline as retrieval
from retrieval.live import Overlay

ANNA, BOB, ADMIN = "annas-token-0123456789", "bobs-token-0123456789", "the-administrator-0123"
TOKENS = f"anna:{ANNA},林梅:{BOB}"
RETURNS = Article(
    "returns",
    "",
    {
        "en": Passage("Can I bring something back?", "Yes, within 30 days.", ("how long can I return it",)),
        "zh": Passage("可以退货吗？", "可以，30 天内。", ("多久之内能退",)),
    },
    owner="anna",
)
FEES = Article("fees", "", {"en": Passage("What does shipping cost?", "Five dollars."), "zh": Passage("运费多少？", "五美元。")})


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="session")
def served(prepared: Path) -> Served:
    """What serves: the trained model and the demo shop's articles."""
    model = nlu.Pipeline.load(prepared / nlu.FOLDER)
    return Served(model, Overlay.over(retrieval.load(prepared / retrieval.FOLDER, model)))


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> EventLog:
    """A log in which nobody has written; a module whose customers write has one of its own."""
    return open_stores(f"sqlite:///{tmp_path_factory.mktemp('log')}/shopkeeper.db").log


@pytest.fixture
def office(served: Served, tmp_path: Path, log: EventLog) -> Iterator[Office]:
    """An office with an empty library."""
    settings = load()
    office = Office(
        library=knowledge.library(tmp_path),
        log=log,
        replays=Replays(knowledge.DATABASE.format(data=tmp_path)),
        editors=Editors.of("TOKENS", TOKENS, ADMIN),
        bench=Bench(lambda: served),
        data=tmp_path,
        knowledge=settings.knowledge,
        retrieval=settings.retrieval,
    )
    yield office
    office.close()


@pytest.fixture
def shop(office: Office) -> Office:
    """The office with two articles that are live in the first edition."""
    office.library.found([RETURNS, FEES], "anna", "the shop opens")
    return office


@pytest.fixture
def anna(service: Service, office: Office) -> Iterator[TestClient]:
    """An editor's client."""
    app = create_app(replace(service, knowledge=office))
    with TestClient(app, headers=bearer(ANNA), raise_server_exceptions=False) as client:
        yield client
