"""Customers who are signed in: which of their orders is meant is found, or asked for."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.list_orders import ListOrders
from bot.shops.demo import Demo
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products
from tests.toolboxes import toolbox

pytestmark = pytest.mark.anyio

Ask = Callable[..., Awaitable[tuple[list[dict[str, Any]], list[dict[str, Any]]]]]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Has the action ask for an order; gives its events and what it said."""
    url = f"sqlite:///{tmp_path}/shop.db"
    prepare(url, load_products(), date(2026, 6, 1), customers=5)
    action = ListOrders(toolbox(Demo(database=url), tmp_path))

    async def run(text: str, account: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        message = {"text": text, "entities": [], "metadata": {"account": account, "language": "en"}}
        tracker = Tracker("c", {}, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        return await action.run(dispatcher, tracker, {}), dispatcher.messages

    return run


async def test_the_only_order_with_what_was_named_is_taken(ask: Ask) -> None:
    events, said = await ask("I want to return my Lark Studio headphones", "C0001")
    assert [event["value"] for event in events] == ["SK1050003"]
    assert said == []


async def test_of_several_one_is_asked_for_by_what_is_in_it(ask: Ask) -> None:
    events, said = await ask("I want to return something", "C0001")
    assert events == []
    assert said[0]["response"] == "which_order"
    assert any(button["payload"] == "choose:SK1050003" and "Studio" in button["title"] for button in said[0]["buttons"])


async def test_a_stranger_is_asked_for_the_number(ask: Ask) -> None:
    _, said = await ask("I want to return my Lark Studio headphones", "")
    assert said[0]["response"] == "ask_order_id"
