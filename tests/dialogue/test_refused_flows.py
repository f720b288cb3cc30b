"""What customers refuse or take back, as the shop's model hears it, starts hardly a flow and confirms none."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.events import FlowStarted
from bot.agenda import planned
from bot.conversation import ActiveFlow, Conversation
from bot.flows import Flow, load
from bot.policies import Decision, Situation
from bot.policies.flows import Flows
from nlu.pipeline import FOLDER, Pipeline
from tests.dialogue.conftest import MakeSituation

SUITES = Path(__file__).parents[1] / "nlu" / "suites"
NEVER = ("cancel_order", "track_order")
SELDOM = 0.03  # of the refusals of all flows; one that begins all the same only asks a question
CONFIRMED = [flow for flow in load() if flow.confirm]


@pytest.fixture(scope="module")
def model(prepared: Path) -> Pipeline:
    return Pipeline.load(prepared / FOLDER)


def rows(kind: str, language: str) -> list[dict[str, str]]:
    tables = [path.read_text(encoding="utf-8").splitlines() for path in SUITES.glob(f"*{kind}.{language}.tsv")]
    return [row for table in tables for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


def decisions(model: Pipeline, situation: Situation, text: str) -> Iterator[Decision]:
    """What the flows decide of each part of a message."""
    heard = replace(situation, message=replace(situation.message, text=text), understanding=model.understand([text])[0])
    for part in planned(heard).parts:
        decision = Flows().decide(replace(heard, understanding=part))
        if decision:
            yield decision


def started(decision: Decision) -> set[str]:
    return {event.flow for event in decision.events if isinstance(event, FlowStarted)}


def under_way(flow: Flow) -> Conversation:
    return Conversation("c", flow=ActiveFlow(flow.name, attempts=1, confirming=True), slots={"order_id": "SK1000001"})


def test_there_is_a_flow_that_must_be_confirmed() -> None:
    assert CONFIRMED


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["negations", "corrections"])
def test_a_refused_flow_does_not_begin(model: Pipeline, situation: MakeSituation, kind: str, language: str) -> None:
    flows = {intent: flow.name for flow in load() for intent in flow.intents}
    said = rows(kind, language)
    wrong = [
        (row["text"], begun)
        for row in said
        for decision in decisions(model, situation(), row["text"])
        for begun in started(decision) & {flows.get(intent) for intent in row["forbidden"].split("/")}
    ]
    assert [text for text, flow in wrong if flow in NEVER] == []
    assert len(wrong) <= SELDOM * len(said), wrong


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("flow", CONFIRMED, ids=lambda flow: flow.name)
def test_a_refusal_confirms_nothing(model: Pipeline, situation: MakeSituation, flow: Flow, language: str) -> None:
    wrong = [
        row["text"]
        for row in rows("negations", language)
        for decision in decisions(model, situation(conversation=under_way(flow)), row["text"])
        if decision.action == flow.action
    ]
    assert wrong == []
