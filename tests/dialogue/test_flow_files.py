"""The shipped flows: everything that one of them may say or run is there, in every language."""

from collections.abc import Iterator

import pytest

from bot import replies
from bot.execution.local import executor
from bot.flows import Flow, load
from bot.replies import LANGUAGES, Saying
from bot.shops.demo import Demo
from nlu.sentences import intents
from tests.toolboxes import toolbox

WORDING = replies.load()
NAMED_BY_ACTIONS = {"item_name", "product_name"}


def _said(flow: Flow) -> Iterator[str]:
    yield f"word_flow_{flow.name}"
    yield f"start_{flow.name}"
    if flow.confirm:
        yield f"confirm_{flow.name}"
    for slot in flow.slots:
        if not (slot.options or slot.opening or slot.default):
            yield f"ask_{slot.name}"
        yield from (f"word_{slot.name}_{choice}" for choice in slot.choices)


@pytest.mark.parametrize("flow", load(), ids=lambda flow: flow.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_flow_says_is_worded_with_what_it_knows_by_then(flow: Flow, language: str) -> None:
    known = {slot.name: "x" for slot in flow.slots} | dict.fromkeys(NAMED_BY_ACTIONS, "x")
    for key in _said(flow):
        assert WORDING.reply(Saying(key, known), language, 0).text


def test_whatever_a_flow_runs_is_an_action(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("shop")
    known = executor(toolbox(Demo(database=f"sqlite:///{folder}/shop.db"), folder)).actions
    for flow in load():
        run = {flow.action, flow.guard, flow.condition, *(name for slot in flow.slots for name in (slot.check, slot.options))}
        assert run - {""} <= set(known), flow.name


def test_every_intent_of_the_kind_flow_has_one() -> None:
    wanted = {intent.name for intent in intents() if intent.kind == "flow"}
    assert {intent for flow in load() for intent in flow.intents} == wanted
