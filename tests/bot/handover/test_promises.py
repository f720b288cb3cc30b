"""What the handover promises, whatever happens in whatever order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from analytics.events import ConversationClosed, HandedBack
from bot.handover import queue
from nlu.understanding import Language
from tests.bot.handover import model
from tests.bot.handover.model import SAYS, Shop

CUSTOMERS = st.sampled_from(["c1", "c2", "c3", "c4", "c5"])
AGENTS = st.sampled_from(["anna", "bo", "林梅"])
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["en", "zh"])
SPOKEN = st.sampled_from([("en",), ("zh",), ("en", "zh")])


class Handover(RuleBasedStateMachine):
    """Customers write and leave messages, people come, go, answer and end, and workers race."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop()

    @rule(name=CUSTOMERS, number=st.integers(0, len(SAYS) - 1), language=LANGUAGES)
    def says(self, name: str, number: int, language: Language) -> None:
        self.shop.says(name, number, language)

    @rule(name=CUSTOMERS, language=LANGUAGES)
    def leaves_message(self, name: str, language: Language) -> None:
        self.shop.leaves_message(name, language)

    @rule(agent=AGENTS, capacity=st.integers(1, 3), skilled=st.booleans(), languages=SPOKEN)
    def comes(self, agent: str, capacity: int, skilled: bool, languages: tuple[str, ...]) -> None:
        self.shop.comes(agent, capacity, skilled, languages)

    @rule(agent=AGENTS)
    def goes(self, agent: str) -> None:
        self.shop.goes(agent)

    @rule(number=st.integers(0, 9), kind=st.sampled_from([HandedBack, ConversationClosed]))
    def ends(self, number: int, kind: Any) -> None:
        self.shop.ends(number, kind)

    @rule(name=CUSTOMERS, agent=AGENTS)
    def races(self, name: str, agent: str) -> None:
        self.shop.races(name, agent)

    @invariant()
    def nothing_is_broken(self) -> None:
        assert self.shop.violations == []


def test_no_order_of_events_breaks_a_promise() -> None:
    run_state_machine_as_test(
        Handover, settings=settings(max_examples=200, stateful_step_count=40, deadline=None, derandomize=True)
    )


def _quiet(gone: queue.Queue, case: queue.Case, cause: str) -> queue.Queue:
    return replace(gone, cases={**gone.cases, case.conversation: case})


@pytest.mark.parametrize(
    ("place", "name", "wrong"),
    [
        (queue.Queue, "takes", lambda self, agent, case: True),
        (queue, "_joined", _quiet),
        (model, "assignments", lambda state: []),
        (model, "given", lambda case, agent: ()),
    ],
    ids=["anybody takes anything", "nobody is told why", "nobody is assigned", "assignments are lost"],
)
def test_a_machine_that_is_wrong_is_found_out(
    monkeypatch: pytest.MonkeyPatch, place: Any, name: str, wrong: Callable[..., Any]
) -> None:
    monkeypatch.setattr(place, name, wrong)
    with pytest.raises(AssertionError):
        test_no_order_of_events_breaks_a_promise()
