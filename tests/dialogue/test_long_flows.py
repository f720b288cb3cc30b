"""Flows that ask for several things, on a real log and a real shop; only understanding is a small table."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from analytics.stores.opening import Stores, open_stores
from bot.dialogue import Dialogue, Parts
from bot.execution.local import Local
from bot.messages import Message
from bot.policies import Policy
from bot.replies import load
from bot.shops.demo import Demo
from configs import plugins
from configs.settings import load as settings
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products
from nlu.language import language_of
from nlu.understanding import Entity, Intent, Sentiment, Understanding
from tests.dialogue.test_dialogue import NoArticles
from tests.toolboxes import toolbox

pytestmark = pytest.mark.anyio

DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
MAY, ALEX = "lin.mei@example.com", "alex.morgan@example.com"
INTENTS = {
    "return": "return_item",
    "退货": "return_item",
    "where": "track_order",
    "address": "change_shipping_address",
    "broken": "damaged_item",
    "thanks": "thanks",
    "yes": "affirm",
    "no": "deny",
    "case": "product_question",
    "delete": "delete_account",
}
PRODUCTS = {"case": "cases", "phone": "phones", "LARK-STUDIO": "LARK-STUDIO"}
Talk = Callable[..., Awaitable[list[str]]]


class Table:
    """The first word in INTENTS is the intent; order numbers, addresses with an @ and PRODUCTS are entities."""

    answerer = NoArticles()

    async def understand(self, text: str) -> Understanding:
        """Look the words up."""
        words = text.replace("，", " ").replace(",", " ").split()
        kinds = {"order_id": "SK", "email": "@"}
        found = [Entity(kind, word, 0, len(word), word) for word in words for kind, mark in kinds.items() if mark in word]
        found += [Entity("product", word, 0, len(word), PRODUCTS[word]) for word in words if word in PRODUCTS]
        intent = next((INTENTS[word] for word in words if word in INTENTS), "product_usage")
        tone = Sentiment("neutral", 0.9)
        known = (Intent(intent, 0.95),)
        return Understanding(text, language_of(text), known, False, tone, tuple(found), "table", np.zeros(2, np.float32))


@pytest.fixture
def shop(tmp_path: Path) -> Demo:
    url = f"sqlite:///{tmp_path}/shop.db"
    prepare(url, load_products(), date(2026, 6, 1), customers=5)
    return Demo(database=url)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    opened = open_stores(f"sqlite:///{tmp_path}/log.db")
    yield opened
    await opened.log.close()


@pytest.fixture
def talk(stores: Stores, shop: Demo, tmp_path: Path) -> Talk:
    """Says something, or clicks a payload behind a >, and gives the keys of what is said to it."""
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in settings().bot.policies]
    execution = Local(toolbox(shop, tmp_path))
    dialogue = Dialogue(Parts(stores.log, stores.profiles, Table, policies, execution, load(), now=lambda: DAY))
    turns = iter(range(1000))

    async def say(*texts: str, account: str = "") -> list[str]:
        for text in texts:
            payload = text.removeprefix(">") if text.startswith(">") else ""
            name = str(next(turns))
            await dialogue.respond(Message(name, "test:1", "ann", "test", text, payload, account=account))
        return list((await stores.log.turn("test", f"test:1/{name}"))[-1].event.wording)  # type: ignore[attr-defined]

    return say


async def test_a_return_asks_who_it_is_for_what_and_why_and_states_the_terms(talk: Talk, shop: Demo) -> None:
    assert await talk("return SK1050003") == ["ask_contact"]
    assert await talk(MAY) == ["ask_reason"]
    assert await talk(">choose:mind") == ["return_terms", "confirm_return_item"]
    assert await talk("yes") == ["returned"]


async def test_what_is_named_too_early_is_remembered(talk: Talk) -> None:
    assert await talk("return the case, I changed my mind") == ["ask_order_id"]
    assert await talk("SK1048213") == ["ask_contact"]
    assert await talk(ALEX) == ["not_delivered_yet"]


async def test_of_several_products_one_is_chosen(talk: Talk) -> None:
    assert await talk("broken SK1050006", ALEX) == ["window_closed"]


async def test_another_topic_shelves_the_flow_which_is_gone_on_with_where_it_was(talk: Talk, shop: Demo) -> None:
    assert await talk("address SK1050001", ALEX) == ["ask_address"]
    assert await talk("where is SK1048213") == ["state_shipped", "resume_flow"]
    assert await talk("yes") == ["ask_address"]
    assert await talk("Flat 4, 12 Quay Road, Shenzhen 518000") == ["confirm_change_shipping_address"]
    assert await talk("yes") == ["address_changed"]
    assert shop.order("SK1050001").address == "Flat 4, 12 Quay Road, Shenzhen 518000"


async def test_a_shelved_flow_that_is_not_wanted_is_dropped(talk: Talk) -> None:
    await talk("address SK1050001", ALEX, "where is SK1048213")
    assert await talk("no") == ["what_else"]
    assert await talk("where is SK1048213") == ["state_shipped"]


async def test_slots_do_not_bleed_into_the_next_flow(talk: Talk) -> None:
    await talk("return SK1050003", MAY, ">choose:mind", "no")
    assert await talk("return") == ["ask_reason"]


async def test_another_order_forgets_what_belonged_to_the_one_before(talk: Talk) -> None:
    await talk("return SK1050003", MAY, ">choose:mind")
    assert await talk("SK1050008") == ["ask_contact"]


async def test_a_courtesy_is_returned_and_the_question_asked_again(talk: Talk) -> None:
    await talk("return SK1050003", MAY)
    assert await talk("thanks") == ["thanks", "ask_reason"]


async def test_a_proven_account_is_not_asked_who_it_is(talk: Talk) -> None:
    assert await talk("where is SK1048213", account="C0002") == ["state_shipped"]
    assert await talk("delete my account") == ["confirm_delete_account"]
    assert await talk("where is SK1050003") == ["ask_contact"]


async def test_after_three_wrong_guesses_nobody_is_let_in_that_way(talk: Talk) -> None:
    await talk("where is SK1048213", "a@example.com", "b@example.com")
    await talk("c@example.com")
    assert (await talk("where is SK1048213", ALEX)) == []


async def test_all_of_it_works_in_chinese(talk: Talk) -> None:
    assert await talk("退货 SK1050003", MAY) == ["ask_reason"]
    assert await talk("不喜欢") == ["return_terms", "confirm_return_item"]
