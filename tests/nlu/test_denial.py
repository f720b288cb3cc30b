"""Denials: which clauses are negated, and what the opposite of one decides."""

import numpy as np
import pytest

from nlu.clauses import split
from nlu.denial import Suspect, denied, suspects
from nlu.drafting import denying, draft
from nlu.pipeline import Pipeline
from nlu.reading import Read
from nlu.understanding import Intent


def opposites(text: str) -> list[str]:
    return [" ".join(one.opposite.split()) for one in suspects(text, split(text))]


def read(name: str, confidence: float, other: str = "greet") -> Read:
    return Read((Intent(name, confidence), Intent(other, 1 - confidence)), False, np.zeros(4, dtype=np.float32))


@pytest.mark.parametrize(
    ("text", "opposite"),
    [
        ("i'm not complaining", "i'm complaining"),
        ("an invoice won't be necessary", "an invoice will be necessary"),
        ("i haven't forgotten my password", "i have forgotten my password"),
        ("发票不用开", "发票开"),
        ("我没打算注册会员", "我打算注册会员"),
        ("几天到我不关心", "几天到我关心"),
    ],
)
def test_the_opposite_leaves_the_negation_out(text: str, opposite: str) -> None:
    assert opposites(text) == [opposite]


@pytest.mark.parametrize(
    "text",
    [
        "it doesn't work",
        "why won't you help",
        "i haven't received it",
        "can't you refund me?",
        "if i don't want it what then",
        "没收到货",
        "充不进电",
        "你们不能换吗",
        "差别大不大",
        "没问题",
    ],
)
def test_facts_and_questions_are_not_suspected(text: str) -> None:
    assert opposites(text) == []


def test_what_clause_and_opposite_share_is_denied() -> None:
    suspect = Suspect(0, 19, "i'm not complaining", "i'm complaining")
    assert denied(suspect, read("repair_service", 0.9), read("repair_service", 0.9)) == "repair_service"
    assert denied(suspect, read("deny", 0.9), read("repair_service", 0.9)) == "repair_service"
    assert denied(suspect, read("warranty", 0.9), read("repair_service", 0.9)) == ""
    assert denied(suspect, read("thanks", 0.9), read("thanks", 0.9)) == ""


def test_what_is_asked_for_by_negations_is_denied_only_by_name() -> None:
    cancelling = read("cancel_order", 0.9)
    assert denied(Suspect(0, 15, "i don't want it", "i want it"), cancelling, cancelling) == ""
    assert denied(Suspect(0, 20, "i don't want to cancel", "i want to cancel"), cancelling, cancelling) == "cancel_order"


def test_a_denied_clause_is_no_part_of_what_is_left() -> None:
    found = denying(draft("几天到我不关心，邮费多少"), ["delivery_period"])
    assert [found.written(unit) for unit in found.units] == ["邮费多少"]
    assert [one.intents for one in found.refusals] == [{"delivery_period"}]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("不要发货了", "cancel_order"),
        ("please don't ship it", "cancel_order"),
        ("I don't want your emails any more", "newsletter_subscription"),
    ],
)
def test_a_negation_may_be_what_is_asked_for(shop_model: Pipeline, text: str, intent: str) -> None:
    assert [one.intent.name for one in shop_model.understand([text])[0].wanted] == [intent]
