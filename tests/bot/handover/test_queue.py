"""The queue, folded from events: order, assignment, positions, estimated waits."""

from datetime import timedelta

from analytics.events import (
    AgentArrived,
    AgentLeft,
    ConversationAssigned,
    ConversationClosed,
    Event,
    HandedBack,
    HandedOff,
    HandoverWithdrawn,
    MessageLeft,
)
from bot.handover.assignment import assignments, waits
from bot.handover.queue import Queue, fold
from tests.bot.handover.conftest import NOW, USUAL, Script

ASKED = HandedOff(reason="asked", language="en")
CHINESE = HandedOff(reason="asked", language="zh")
URGENT = HandedOff(reason="risky topic", language="en", priority=3)


def arrived(name: str, capacity: int = 1, *, skills: tuple[str, ...] = (), languages: tuple[str, ...] = ("en", "zh")) -> Event:
    return AgentArrived(agent=name, capacity=capacity, skills=skills, languages=languages)


def queue(script: Script, *happened: tuple[str, Event]) -> Queue:
    return fold(Queue(), [entry for conversation, event in happened for entry in script(conversation, event)])


def places(state: Queue) -> dict[str, int]:
    return {case.conversation: state.place(case) for case in state.waiting if case.kind == "chat"}


def given(state: Queue) -> list[tuple[str, str]]:
    return [(case.conversation, agent) for case, agent in assignments(state)]


def test_who_comes_first_is_served_first_and_urgent_ones_before(script: Script) -> None:
    state = queue(script, ("a", ASKED), ("b", ASKED), ("c", URGENT), ("d", URGENT))
    assert [case.conversation for case in state.waiting] == ["c", "d", "a", "b"]
    assert places(state) == {"c": 1, "d": 2, "a": 3, "b": 4}


def test_a_position_counts_the_line_of_ones_language_and_skill(script: Script) -> None:
    skilled = HandedOff(reason="asked", language="en", skill="disputes")
    assert places(queue(script, ("a", ASKED), ("b", CHINESE), ("c", skilled), ("d", ASKED))) == {"a": 1, "b": 1, "c": 1, "d": 2}


def test_whoever_is_overtaken_has_the_cause_until_they_move_up(script: Script) -> None:
    state = queue(script, ("a", ASKED), ("b", CHINESE), ("c", URGENT))
    assert {name: case.cause for name, case in state.cases.items()} == {"a": "urgent", "b": "", "c": ""}
    state = fold(state, script("c", HandoverWithdrawn()))
    assert (places(state)["a"], state.cases["a"].cause) == (1, "")


def test_only_the_able_are_given_a_conversation(script: Script) -> None:
    skilled = HandedOff(reason="asked", language="zh", skill="disputes")
    state = queue(script, ("a", skilled), ("b", CHINESE), ("agent:e", arrived("e", languages=("en",))))
    assert given(state) == []
    state = fold(state, script("agent:z", arrived("z", languages=("zh",))))
    assert given(state) == [("b", "z")]
    state = fold(state, script("agent:s", arrived("s", skills=("disputes",))))
    assert given(state) == [("a", "s"), ("b", "z")]


def test_the_one_with_the_fewest_conversations_gets_the_next(script: Script) -> None:
    state = queue(script, ("agent:x", arrived("x", 2)), ("agent:y", arrived("y", 2)), *((name, ASKED) for name in "abcde"))
    assert given(state) == [("a", "x"), ("b", "y"), ("c", "x"), ("d", "y")]


def test_an_assignment_beyond_the_capacity_or_to_somebody_away_does_not_count(script: Script) -> None:
    state = queue(
        script,
        ("a", ASKED),
        ("b", ASKED),
        ("agent:x", arrived("x")),
        ("a", ConversationAssigned(agent="x")),
        ("b", ConversationAssigned(agent="x")),
        ("b", ConversationAssigned(agent="nobody")),
    )
    assert [case.conversation for case in state.served("x")] == ["a"]
    assert places(state) == {"b": 1}


def test_whose_person_leaves_waits_at_the_old_place(script: Script) -> None:
    state = queue(script, ("a", ASKED), ("b", ASKED), ("agent:x", arrived("x")), ("a", ConversationAssigned(agent="x")))
    state = fold(state, script("agent:x", AgentLeft(agent="x")))
    assert places(state) == {"a": 1, "b": 2}
    assert (state.cases["a"].cause, state.cases["b"].cause) == ("", "returned")


def test_a_message_waits_behind_every_chat_and_becomes_one_when_a_person_is_wanted(script: Script) -> None:
    state = queue(script, ("a", MessageLeft(contact="a@b.de", text="hi", language="en")), ("b", ASKED))
    assert [(case.conversation, case.kind) for case in state.waiting] == [("b", "chat"), ("a", "message")]
    state = fold(state, script("a", ASKED))
    assert places(state) == {"b": 1, "a": 2}


def test_old_logs_without_language_or_priority_are_served_by_anybody(script: Script) -> None:
    state = queue(script, ("a", HandedOff(reason="asked")), ("agent:x", arrived("x", languages=("zh",))))
    assert given(state) == [("a", "x")]


def test_a_second_handover_changes_nothing(script: Script) -> None:
    state = queue(script, ("a", ASKED), ("b", ASKED))
    assert places(fold(state, script("a", URGENT))) == {"a": 1, "b": 2}
    assert fold(state, script("a", URGENT)).cases["a"].priority == 0


def test_before_there_are_handling_times_the_wait_is_a_default(script: Script) -> None:
    state = queue(script, ("agent:x", arrived("x", 2)), *((name, ASKED) for name in "abcde"))
    assert waits(state, NOW, USUAL) == {"a": 0.0, "b": 0.0, "c": USUAL, "d": USUAL, "e": 2 * USUAL}


def test_the_wait_follows_the_median_of_recent_conversations(script: Script) -> None:
    state = Queue()
    for name, minutes in (("p", 2), ("q", 4), ("r", 60)):
        state = fold(state, script(name, ASKED, at=NOW) + script("agent:x", arrived("x", 9), at=NOW))
        state = fold(state, script(name, ConversationAssigned(agent="x"), at=NOW))
        state = fold(state, script(name, ConversationClosed(agent="x"), at=NOW + timedelta(minutes=minutes)))
    assert state.handled == (120.0, 240.0, 3600.0)
    state = fold(state, script("agent:x", arrived("x", 1), at=NOW) + script("a", ASKED, at=NOW) + script("b", ASKED, at=NOW))
    state = fold(state, script("a", ConversationAssigned(agent="x"), at=NOW))
    assert waits(state, NOW + timedelta(minutes=1), USUAL) == {"b": 180.0}
    assert waits(state, NOW + timedelta(hours=1), USUAL) == {"b": 60.0}


def test_nobody_knows_how_long_it_takes_when_nobody_able_is_there(script: Script) -> None:
    state = queue(script, ("a", CHINESE), ("b", ASKED), ("agent:x", arrived("x", languages=("en",))))
    assert waits(state, NOW, USUAL) == {"a": None, "b": 0.0}


def test_giving_back_frees_the_person_and_ends_the_case(script: Script) -> None:
    state = queue(script, ("a", ASKED), ("agent:x", arrived("x")), ("a", ConversationAssigned(agent="x")), ("b", ASKED))
    assert given(state) == []
    state = fold(state, script("a", HandedBack(agent="x")))
    assert "a" not in state.cases
    assert given(state) == [("b", "x")]
