"""The imported bookshop answers and fills its form, through to an action on a real action server of rasa-sdk."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from analytics.events import ActionTaken, FlowEnded, HandedOff
from analytics.stores.opening import Stores, open_stores
from bot import flows, replies
from bot.dialogue import Dialogue, Parts
from bot.execution.domain import Domain
from bot.execution.local import Local
from bot.execution.remote import Remote
from bot.execution.routed import Routed
from bot.importing.content import Content
from bot.messages import Message
from bot.policies import Policy
from bot.shops.demo import Demo
from configs import plugins, settings
from configs.settings import Settings
from nlu import building, manifest, own_sentences, sentences
from nlu.entities import Recognizer
from nlu.pipeline import FOLDER, Pipeline
from nlu.sentences import Sentence
from nlu.understanding import Understanding
from retrieval import pipeline as retrieval
from retrieval.searcher import Searcher
from tests import tiny
from tests.bot.importing.conftest import PROJECT
from tests.rasa_server import serve_actions
from tests.toolboxes import toolbox

pytestmark = pytest.mark.anyio
STRANGE = ("tell me a joke", "will it rain tomorrow", "who won the cup", "Ada", "Ada Lovelace", "林梅", "明天下雨吗", "讲个笑话")


@dataclass
class Mind:
    """A model of the imported sentences and an index of the imported articles."""

    pipeline: Pipeline
    answerer: Searcher

    async def understand(self, text: str) -> Understanding:
        """Understand one message."""
        return self.pipeline.understand([text])[0]


@pytest.fixture(scope="module")
def configured(folder: Path) -> Settings:
    return settings.load(folder / "shopkeeper.toml")


@pytest.fixture(scope="module")
def mind(folder: Path, imported: Content, configured: Settings, tmp_path_factory: pytest.TempPathFactory) -> Mind:
    """The tiny model has learnt the imported sentences by heart, and some that are none of the shop's business."""
    known = sentences.read("train", folder)
    strange = [Sentence(text, "zh" if text[0] > "z" else "en", "out_of_scope", "neutral") for text in STRANGE]
    intents = [one.name for one in own_sentences.intents(folder) if one.name in {*imported.sentences, "out_of_scope"}]
    rows = [*known, *strange]
    encoder = tiny.encoder(one.text.lower() for one in rows)
    data = tmp_path_factory.mktemp("data")
    schedule = replace(tiny.BY_HEART, patience=tiny.BY_HEART.epochs)  # surely, not only just
    made = building.build(encoder, rows, rows, intents, schedule, lambda name, done, total: None)
    manifest.publish(data / FOLDER, *made)
    pipeline = Pipeline.load(data / FOLDER, recognizer=Recognizer.of(configured.nlu))
    retrieval.build(imported.articles, pipeline, data / retrieval.FOLDER)
    return Mind(pipeline, retrieval.load(data / retrieval.FOLDER, pipeline))


@pytest.fixture(scope="module")
def bookings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bookings") / "bookings.txt"


@pytest.fixture(scope="module")
def webhook(bookings: Path) -> Iterator[str]:
    yield from serve_actions(PROJECT, "actions", {"BOOKINGS": str(bookings)})


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    opened = open_stores(f"sqlite:///{tmp_path}/log.db")
    yield opened
    await opened.log.close()


@pytest.fixture
async def parts(
    folder: Path, configured: Settings, mind: Mind, webhook: str, stores: Stores, tmp_path: Path
) -> AsyncIterator[Parts]:
    flows.use(folder / flows.FOLDER)
    wording = replies.load(folder / replies.FOLDER)
    server = configured.bot.actions.model_copy(update={"url": webhook, "timeout_seconds": 30.0})
    remote = Remote(server, Domain.of(flows.load(), wording), wording)
    local = Local(toolbox(Demo(database=f"sqlite:///{tmp_path}/shop.db"), tmp_path))
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in configured.bot.policies]
    yield Parts(stores.log, stores.profiles, lambda: mind, policies, Routed(local, remote), wording)
    await remote.close()
    flows.use(tmp_path / "none")


def seats(bookings: Path) -> list[str]:
    """Everything that was booked so far."""
    return bookings.read_text(encoding="utf-8").splitlines() if bookings.exists() else []


class Talk:
    """A customer who writes one message after the other."""

    def __init__(self, parts: Parts) -> None:
        self.dialogue = Dialogue(parts)
        self.number = 0

    async def say(self, text: str) -> str:
        """What is answered, line by line."""
        self.number += 1
        return await self.again(text)

    async def again(self, text: str) -> str:
        """What is answered to the last message, sent once more."""
        replied = await self.dialogue.respond(Message(str(self.number), "test:1", "ann", "test", text))
        return "\n".join(reply.text for reply in replied)


async def test_the_form_is_filled_corrected_confirmed_and_booked_once(parts: Parts, bookings: Path, stores: Stores) -> None:
    talk = Talk(parts)
    assert "Paper Boat" in await talk.say("hello there")
    assert "On which day" in await talk.say("i want to come to the reading")
    assert (await talk.say("sunday")).startswith("Nobody reads on Sundays.\nOn which day")
    assert "What name" in await talk.say("fri")
    assert await talk.say("Ada Lovelace") == "A seat on friday for Ada Lovelace, shall I book it?"
    booked = await talk.say("yes please")
    assert booked == "Done, Ada Lovelace: your seat on friday is number 1."
    assert await talk.again("yes please") == booked
    assert seats(bookings) == ["Ada Lovelace friday"]
    recorded = [entry.event for entry in await stores.log.read("test:1")]
    taken = [one for one in recorded if isinstance(one, ActionTaken) and one.action == "action_book_reading"]
    assert [(one.key, one.outcome) for one in taken] == [("test:1:6", "done")]
    assert [one.outcome for one in recorded if isinstance(one, FlowEnded)] == ["done"]


async def test_the_same_in_chinese_and_given_up(parts: Parts, bookings: Path) -> None:
    before = seats(bookings)
    talk = Talk(parts)
    assert "欢迎光临" in await talk.say("你好书店")
    assert await talk.say("帮我订星期六的座位") == "请问怎么称呼您？"
    assert await talk.say("林梅") == "为林梅预订saturday的座位，可以吗？"
    assert await talk.say("不要了") == "好的，一切保持不变。"
    assert seats(bookings) == before


async def test_rules_questions_and_actions_in_a_row_are_answered(parts: Parts) -> None:
    talk = Talk(parts)
    assert await talk.say("你们几点开门") == "我们九点开门，八点打烊。"
    assert await talk.say("where is your bookshop") == "We are behind the old harbour.\nThe café next door opens early."
    assert await talk.say("can i bring a book back") == "Bring a book back within thirty days, unread."


async def test_a_server_that_is_gone_is_told_and_a_person_takes_over(
    parts: Parts, stores: Stores, configured: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = configured.bot.actions.model_copy(update={"url": "http://127.0.0.1:9/webhook"})
    remote = Remote(gone, Domain.of(flows.load(), parts.wording), parts.wording)
    local = Local(toolbox(Demo(), tmp_path_factory.mktemp("gone")))
    said = await Talk(replace(parts, actions=Routed(local, remote))).say("a seat on saturday please")
    assert said.startswith("I can't reach our order system right now.")
    recorded = [entry.event for entry in await stores.log.read("test:1")]
    assert HandedOff(reason="validate_reading_form failed") in recorded
    await remote.close()
