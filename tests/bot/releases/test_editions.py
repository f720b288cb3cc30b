"""The whole service while its articles are edited: nobody is refused, and every answer is of one edition that was live."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from analytics.events import AnswerFound, TurnFailed
from analytics.stores.opening import open_stores
from bot import bootstrap
from bot.app import Service
from bot.messages import Message
from bot.releases import following, indexing
from bot.releases.store import Releases
from configs.settings import load
from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article, Passage
from knowledge_base.library import Library
from tests.bot.releases.conftest import FIRST, SENT
from tests.bot.releases.traffic import Customers, eventually, told, traffic
from tests.journeys.mortal import Mortal

pytestmark = pytest.mark.anyio

KILLINGS = 3
LONGEST_TAKEOVER = 0.8  # seconds; half of it goes by before the service looks
LOCKERS = Article(
    "lockers",
    "delivery_options",
    {
        "en": Passage("Is there a parcel locker at the lighthouse?", "Yes, locker 1.", ("lighthouse locker",)),
        "zh": Passage("灯塔那里有快递柜吗？", "有，一号柜。", ("灯塔快递柜",)),
    },
)
QUESTIONS = ("Is there a parcel locker at the lighthouse?", "灯塔那里有快递柜吗？", "how long does delivery take", "几天能到")


def lockers(number: int) -> Article:
    """Another version of the article."""
    answers = {"en": f"Yes, locker {number}.", "zh": f"有，{number}号柜。"}
    return replace(LOCKERS, passages={name: replace(one, answer=answers[name]) for name, one in LOCKERS.passages.items()})


@pytest.fixture
def library(data: Path) -> Iterator[Library]:
    """An editor's, in which the demo shop's articles are edition 1."""
    library = knowledge.library(data)
    library.found(knowledge.demo_articles(), "ann")
    yield library
    library.close()


@pytest.fixture
def shop(data: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The shop, which looks for new editions often."""
    monkeypatch.setenv(load().bot.admin_token_env, SENT)
    monkeypatch.setattr(following, "SECONDS", 0.02)
    return bootstrap.assemble(load(), data)


@dataclass
class Editor:
    """Publishes to `library`, and remembers the versions of each edition and when it was seen to serve."""

    library: Library
    client: httpx.AsyncClient
    editions: dict[int, Mapping[str, str]] = field(default_factory=dict)
    served: dict[int, float] = field(default_factory=dict)

    async def note(self, number: int) -> None:
        """Remember what is live, and wait until it serves."""
        self.editions[number] = {one.id: one.version for one in await asyncio.to_thread(self.library.published)}

        async def served() -> bool:
            return bool((await self.client.get("/status")).json()["edition"] >= number)

        await eventually(served)
        self.served[number] = time.monotonic()

    async def publish(self, *articles: Article) -> int:
        """Publish them, and wait until they are searched."""
        await asyncio.to_thread(self.library.save_all, articles, "ann")
        edition = await asyncio.to_thread(self.library.publish, None, "ann")
        await self.note(edition.number)
        return edition.number

    async def withdraw(self, *names: str) -> int:
        """Withdraw them, and wait until they are gone."""
        edition = await asyncio.to_thread(self.library.withdraw, names, "ann")
        await self.note(edition.number)
        return edition.number

    async def roll_back(self, number: int) -> int:
        """Go back to an edition, and wait until it is searched."""
        edition = await asyncio.to_thread(self.library.rollback, number, "ann")
        await self.note(edition.number)
        return edition.number


@pytest.fixture
async def editor(library: Library, client: httpx.AsyncClient) -> Editor:
    editor = Editor(library, client)
    await editor.note(1)
    return editor


async def assert_each_answer_is_of_one_edition(data: Path, customers: Customers, editor: Editor) -> set[int]:
    """Returns the editions that answered."""
    stores = open_stores(load().database.format(data=data), read_only=True)
    seen: set[int] = set()
    for sender, response in customers.answers.items():
        assert response.status_code == 200
        events = [entry.event for entry in await stores.log.read(f"rest:{sender}")]
        assert not [event for event in events if isinstance(event, TurnFailed)]
        (found,) = (event for event in events if isinstance(event, AnswerFound))
        live = editor.editions[found.edition]
        assert live[found.article_id] == found.version
        assert set(found.alternatives) <= live.keys(), "what is offered was live too"
        said = [reply["custom"] for reply in response.json() if "article_id" in reply.get("custom", {})]
        assert [(one["article_id"], one["version"]) for one in said] in ([], [(found.article_id, found.version)])
        before = [number for number, at in editor.served.items() if at < customers.asked[sender]]
        assert found.edition >= max(before), "what was seen to serve is never taken back"
        seen.add(found.edition)
    await stores.log.close()
    return seen


async def said(client: httpx.AsyncClient, text: str, sender: str) -> str:
    """The first reply to a customer."""
    response = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    return str(response.raise_for_status().json()[0].get("text"))


async def test_articles_are_published_and_withdrawn_under_traffic_without_a_failed_question(
    data: Path, address: str, editor: Editor
) -> None:
    async with traffic(address, QUESTIONS) as customers:
        for number in range(7):
            await editor.publish(lockers(number))
            await asyncio.sleep(0.02)
            await editor.withdraw("delivery-time", LOCKERS.id)
            await editor.roll_back(1)
    assert len(await assert_each_answer_is_of_one_edition(data, customers, editor)) > 7
    metrics = (await editor.client.get("/metrics")).text
    assert "shopkeeper_edition 22.0" in metrics
    assert "shopkeeper_edition_seconds_count 21.0" in metrics


async def test_what_is_published_is_said_and_what_is_withdrawn_is_not(editor: Editor, client: httpx.AsyncClient) -> None:
    asked = {"en": "is there a parcel locker at the lighthouse", "zh": "灯塔那里有快递柜吗"}
    for number in (1, 2):
        await editor.publish(lockers(number))
        for language, text in asked.items():
            assert await said(client, text, f"{number}-{language}") == lockers(number).passages[language].answer
    await editor.withdraw(LOCKERS.id)
    for language, text in asked.items():
        assert "locker" not in await said(client, text, f"gone-{language}")
    await editor.roll_back(2)
    assert await said(client, asked["zh"], "back") == "有，1号柜。"


async def test_an_article_begins_and_ends_by_itself(editor: Editor, client: httpx.AsyncClient) -> None:
    now = datetime.now(UTC)
    tomorrow = replace(LOCKERS, id="tomorrow", valid_from=now + timedelta(days=1))
    elsewhere = replace(LOCKERS, id="elsewhere", channels=("telegram",))
    await editor.publish(tomorrow, elsewhere)
    assert await said(client, "灯塔快递柜", "early") != "有，一号柜。"
    soon = now + timedelta(days=-1)
    await editor.publish(replace(tomorrow, valid_from=soon))
    assert await said(client, "灯塔快递柜", "in time") == "有，一号柜。"


async def test_another_release_does_not_serve_before_it_has_the_articles_that_are_live(
    data: Path, address: str, editor: Editor
) -> None:
    await editor.publish(lockers(5))
    await editor.withdraw("delivery-time")
    async with traffic(address, QUESTIONS) as customers:
        for _ in range(2):
            assert (await editor.client.post("/model/rollback")).status_code == 200
            await editor.publish(lockers(6 + len(editor.editions)))
    assert (await editor.client.get("/status")).json()["model_id"] != FIRST
    await assert_each_answer_is_of_one_edition(data, customers, editor)


async def test_an_edition_that_cannot_be_read_is_a_problem_until_it_can(
    data: Path, library: Library, editor: Editor, client: httpx.AsyncClient
) -> None:
    await editor.publish(lockers(1))
    await asyncio.to_thread(_publish_damaged, data, library)
    problems = await eventually(lambda: told(client, "knowledge"))
    assert problems[0].startswith("the articles that are live could not be taken over: ")
    assert problems[0].endswith("; edition 2 is searched")
    assert await said(client, "lighthouse locker", "meanwhile") == "Yes, locker 1."
    assert "shopkeeper_edition_failures_total 0.0" not in (await client.get("/metrics")).text
    await editor.publish(lockers(3))
    assert await told(client, "knowledge") == []
    assert await said(client, "lighthouse locker", "afterwards") == "Yes, locker 3."


def _publish_damaged(data: Path, library: Library) -> None:
    """Publish an edition whose one changed article is no JSON, as after a damage of the disk."""
    library.save(lockers(2), "ann")
    with closing(sqlite3.connect(data / "knowledge" / "library.db")) as database:
        database.execute("UPDATE article_revisions SET content = '{' WHERE article_id = 'lockers' AND number = 2")
        database.commit()
    library.publish(None, "ann")


async def test_a_start_has_what_was_published_meanwhile(
    shop: Service, library: Library, serving: Callable[[Service], AbstractContextManager[str]]
) -> None:
    library.save(lockers(9), "ann")
    library.publish(None, "ann")
    library.withdraw(["delivery-time"], "ann")
    with serving(shop) as address:
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=300.0) as client:
            assert await said(client, "lighthouse locker", "at once") == "Yes, locker 9."
            assert await told(client, "knowledge") == []
            assert "shopkeeper_edition 3.0" in (await client.get("/metrics")).text


async def test_what_was_much_edited_is_indexed_anew_beside_the_service(
    data: Path, releases: Releases, library: Library, monkeypatch: pytest.MonkeyPatch, shop: Service, address: str, editor: Editor
) -> None:
    monkeypatch.setattr(indexing, "FEWEST", 0)
    before = releases.pointer()
    kept = {"delivery-time", LOCKERS.id, "warranty-length"}
    await editor.publish(lockers(1))
    await editor.withdraw(*editor.editions[2].keys() - kept)
    assert shop.live is not None
    first = shop.live.serving.version

    async def replaced() -> bool:
        assert await told(editor.client, "knowledge") == []
        return shop.live is not None and shop.live.serving.version != first

    # The index is built with what they leave of the processor.
    async with traffic(address, QUESTIONS, pause=0.5) as customers:
        await eventually(replaced)
        await editor.publish(lockers(2))
    await assert_each_answer_is_of_one_edition(data, customers, editor)
    overlay = shop.live.serving.overlay
    assert {one.id for one in overlay.base.articles} <= kept
    assert (list(overlay.additions), overlay.changed) == ([LOCKERS.id], 1)
    pointer = releases.pointer()
    assert pointer.current == shop.live.serving.version
    assert pointer.previous == before.previous, "an older index of the same model is no release to go back to"


async def test_a_service_that_is_killed_while_it_takes_an_edition_over_comes_back_with_it_whole(
    data: Path, library: Library
) -> None:
    service = Mortal(data, f"sqlite:///{data / 'shopkeeper.db'}")
    twin = replace(LOCKERS, id="mooring", passages={"en": Passage("Can I moor at the pier?", "At pier 0.", ("mooring",))})
    try:
        await service.start()
        for number in range(1, KILLINGS + 1):
            changed = replace(twin, passages={"en": replace(twin.passages["en"], answer=f"At pier {number}.")})
            await asyncio.to_thread(library.save_all, [lockers(number), changed], "ann")
            await asyncio.to_thread(library.publish, None, "ann")
            await asyncio.sleep(random.uniform(0, LONGEST_TAKEOVER))
            await service.restart()
            asked = ("Is there a parcel locker at the lighthouse?", "灯塔那里有快递柜吗？", "Can I moor at the pier?")
            messages = [
                Message("1", f"rest:{number}-{place}", "ann", "rest", text, language="zh" if place == 1 else "en")
                for place, text in enumerate(asked)
            ]
            said = [await service.say(message) for message in messages]
            assert [one[0].text for one in said] == [f"Yes, locker {number}.", f"有，{number}号柜。", f"At pier {number}."]
    finally:
        await service.kill()
    built = [line for line in (data / "serve.log").read_text(encoding="utf-8").splitlines() if "reading the articles" in line]
    assert built == [], "the last index served, and what was edited beside it"
