"""Journeys in a theatre: what they set up, and how what comes otherwise is told."""

import pytest

from bot.testing.fixtures import state_of
from bot.testing.loading import parse
from bot.testing.running import once
from bot.testing.theatre import Theatre
from configs.errors import ConfigurationError
from knowledge_base.demo import fixed

pytestmark = pytest.mark.anyio

STATES = ("placed", "paid", "packed", "shipped", "delivered", "cancelled", "returned", "refunded")
ASKS = {"en": "where is my order SK9000001 right now?", "zh": "帮我看看订单SK9000001到哪儿了"}


def _owner(state: str) -> str:
    """Whose the typical order in a state is."""
    return next(str(entry["customer"]) for entry in fixed.read()[1] if state_of(entry) == state)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("state", STATES)
async def test_an_order_is_in_the_state_of_its_fixture(theatre: Theatre, state: str, language: str) -> None:
    text = f"""
        title = "asks"
        account = "{_owner(state)}"
        [fixtures.orders]
        SK9000001 = "{state}"
        [[turns]]
        say = "{ASKS[language]}"
        wording = ["state_{state}"]
        actions = ["action_check_order", "action_verify", "action_track_order"]
        outcome = "done"
        flow = ""
        [orders]
        SK9000001 = "{state}"
    """
    assert (await once(parse(text, f"asks.{language}"), theatre)).differences == ()


async def test_an_orders_days_count_from_the_day_of_the_journey(theatre: Theatre) -> None:
    text = """
        title = "asks"
        account = "C0001"
        at = 2026-12-24T22:00:00+08:00
        [fixtures.orders]
        SK9000001 = { placed = -9, paid = -9, packed = -9, shipped = -8, delivered = -5, items = { LARK-STUDIO = 1 } }
        [[turns]]
        say = "where is my order SK9000001 right now?"
        wording = ["state_delivered"]
        contains = ["2026-12-19"]
    """
    assert (await once(parse(text, "asks.en"), theatre)).differences == ()


@pytest.mark.parametrize(("later", "key"), [("80 days", "state_paid"), ("100 days", "ask_order_id")])
async def test_what_is_known_of_the_customer_expires_with_time(theatre: Theatre, later: str, key: str) -> None:
    text = f"""
        title = "comes back"
        account = "C0002"
        [fixtures.orders]
        SK9000001 = "paid"
        [[turns]]
        say = "where is my order SK9000001 right now?"
        wording = ["state_paid"]
        profile = {{ last_order = "SK9000001" }}
        [[turns]]
        conversation = "2"
        later = "{later}"
        say = "where is my order right now?"
        wording = ["{key}"]
    """
    assert (await once(parse(text, "asks.en"), theatre)).differences == ()


async def test_the_customer_is_known_by_the_fixture(theatre: Theatre) -> None:
    text = """
        title = "老顾客"
        account = "C0002"
        [fixtures.orders]
        SK9000001 = "paid"
        [fixtures.profile]
        last_order = "SK9000001"
        [[turns]]
        say = ["我的快递今天走到哪儿了", "我的订单到哪了"]
        among = ["state_paid"]
        slots = { order_id = "SK9000001" }
    """
    for journey in parse(text, "asks.zh").variations:
        assert (await once(journey, theatre)).differences == ()


async def test_a_stage_knows_nothing_of_the_journeys_before(theatre: Theatre) -> None:
    text = """
        title = "cancels"
        account = "C0002"
        [[turns]]
        say = "cancel order SK1050001 please"
        wording = ["confirm_cancel_order"]
        [[turns]]
        click = "affirm"
        wording = ["cancelled"]
        [orders]
        SK1050001 = "cancelled"
    """
    journey = parse(text, "cancels.en")
    assert [(await once(journey, theatre)).differences for _ in range(2)] == [(), ()]


async def test_what_came_otherwise_is_told_with_its_turn(theatre: Theatre) -> None:
    text = """
        title = "asks"
        [[turns]]
        say = "hi there, anyone around?"
        wording = ["greet"]
        [[turns]]
        say = "where's my order?"
        wording = ["state_paid"]
        actions = ["action_track_order"]
        flow = ""
        owner = "person"
        slots = { order_id = "SK1050001" }
        buttons = ["affirm"]
        contains = ["SK1050001"]
        lacks = ["?"]
        among = ["greet"]
        knows = ["last_order"]
        outcome = "done"
    """
    result = await once(parse(text, "asks.en"), theatre)
    assert {one.turn for one in result.differences} == {2}
    looked_at = ["wording", "among the wordings", "texts", "no such texts", "buttons", "actions", "outcome", "flow", "owner"]
    assert [one.what for one in result.differences] == [*looked_at, "slots", "profile.last_order"]
    first = str(result.differences[0])
    assert first.startswith("turn 2 (where's my order?): wording\n    expected: state_paid\n    came:     ask_order_id")
    assert result.transcript[:2][0] == "> hi there, anyone around?"


async def test_a_button_that_is_not_there_cannot_be_clicked(theatre: Theatre) -> None:
    result = await once(parse('title = "t"\n[[turns]]\nclick = "affirm"\nwording = ["greet"]\n', "clicks.en"), theatre)
    assert [(one.what, one.expected, one.came) for one in result.differences] == [("a button to click", "affirm", "nothing")]


async def test_orders_at_the_end_are_compared(theatre: Theatre) -> None:
    turn = '[[turns]]\nsay = "hello, good evening"\nwording = ["greet"]\n'
    text = f'title = "t"\n{turn}[orders]\nSK1050001 = "cancelled"\nSK0 = "paid"\n'
    result = await once(parse(text, "greets.en"), theatre)
    assert [(one.turn, one.what, one.came) for one in result.differences] == [(0, "orders", "SK1050001 = paid, SK0 = unknown")]


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ('"lost"', "there is no state 'lost'; there are: placed, paid"),
        ("{ placed = -1, items = { NONE = 1 } }", "'NONE' is missing"),
    ],
)
async def test_a_fixture_that_cannot_be_is_refused(theatre: Theatre, order: str, sentence: str) -> None:
    text = f'title = "t"\n[fixtures.orders]\nSK9000001 = {order}\n[[turns]]\nsay = "hi"\nwording = ["greet"]\n'
    with pytest.raises(ConfigurationError, match=f"greets.en: fixtures.orders.*{sentence}"):
        await once(parse(text, "greets.en"), theatre)
