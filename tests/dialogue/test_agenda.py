"""What a turn serves, in which order, and what waits."""

from dataclasses import replace

import numpy as np

from analytics.events import RequestQueued
from bot.agenda import planned, resumed
from bot.conversation import ActiveFlow, Conversation, Waiting
from bot.policies import Situation
from nlu.understanding import Entity, Intent, Request
from tests.dialogue.conftest import MakeSituation

CANCELLING = Conversation("c", flow=ActiveFlow("cancel_order", attempts=1, confirming=True), slots={"order_id": "SK1000001"})


def asking(situation: Situation, *intents: str, negated: tuple[str, ...] = ()) -> Situation:
    """The situation with a request of ten characters for each intent, the negated ones last."""
    requests = tuple(
        Request(name, 10 * place, 10 * place + 10, (Intent(name, 0.9),), False, np.zeros(4, dtype=np.float32), name in negated)
        for place, name in enumerate((*intents, *negated))
    )
    understanding = situation.understanding
    return replace(situation, understanding=replace(understanding, intents=requests[0].intents, requests=requests))


def served(situation: Situation) -> list[str]:
    return [part.intent.name for part in planned(situation).parts]


def test_questions_are_answered_before_a_flow_begins(situation: MakeSituation) -> None:
    assert served(asking(situation(), "track_order", "shipping_cost", "warranty")) == ["shipping_cost", "warranty", "track_order"]


def test_the_second_flow_waits_with_its_own_values(situation: MakeSituation) -> None:
    both = asking(situation(), "track_order", "cancel_order")
    entities = (Entity("order_id", "SK1000001", 3, 12, "SK1000001"), Entity("order_id", "SK1000002", 13, 20, "SK1000002"))
    plan = planned(replace(both, understanding=replace(both.understanding, entities=entities)))
    assert [(part.intent.name, part.values("order_id")) for part in plan.parts] == [("track_order", ("SK1000001",))]
    assert plan.waiting == (
        RequestQueued(flow="cancel_order", intent="cancel_order", text="cancel_order", entities=(("order_id", "SK1000002"),)),
    )


def test_the_flow_under_way_goes_first(situation: MakeSituation) -> None:
    plan = planned(asking(situation(conversation=CANCELLING), "track_order", "cancel_order"))
    assert [part.intent.name for part in plan.parts] == ["cancel_order"]
    assert [event.flow for event in plan.waiting] == ["track_order"]


def test_what_a_flow_under_way_does_is_refused_before_anything_else(situation: MakeSituation) -> None:
    refusing = asking(situation(conversation=CANCELLING), "shipping_cost", negated=("cancel_order",))
    assert served(refusing) == ["deny", "shipping_cost"]
    assert planned(refusing).parts[0].wanted == ()


def test_a_message_that_only_refuses_is_one_part(situation: MakeSituation) -> None:
    assert [part.wanted for part in planned(asking(situation(), negated=("cancel_order",))).parts] == [()]


def test_a_click_is_never_divided(situation: MakeSituation) -> None:
    clicked = asking(
        situation(payload="affirm", conversation=replace(CANCELLING, buttons=("affirm",))), "track_order", "warranty"
    )
    assert planned(clicked).parts == (clicked.understanding,)


def test_what_has_waited_comes_back_as_it_was_said(situation: MakeSituation) -> None:
    waiting = Waiting("track_order", "track_order", "and where is SK1000002", (("order_id", "SK1000002"),))
    understanding, event, saying = resumed(situation("affirm", conversation=Conversation("c", queue=(waiting,))))
    assert (understanding.intent.name, understanding.values("order_id")) == ("track_order", ("SK1000002",))
    assert (event.flow, saying.variables) == ("track_order", {"text": "and where is SK1000002"})
