"""Rules and stories as turns: what a customer wants, the form that it opens, and what is done after."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.importing.names import intent_of
from bot.importing.nodes import Node
from bot.importing.report import Unmapped, unmapped

_NOTHING_TO_DO = {"action_listen", "..."}
_RASAS_OWN = (
    "action_default_ action_restart action_session_start action_back action_deactivate_loop action_two_stage_ action_unlikely_"
)


@dataclass(frozen=True)
class Turn:
    """What follows an `intent`, "" in a rule that only ends a form: actions, or a `form` and the actions after it."""

    place: Node
    intent: str = ""
    form: str = ""
    actions: tuple[str, ...] = ()
    ended: bool = False
    """Whether the form is filled within the turn."""


@dataclass(frozen=True)
class Stop:
    """Where a rule or story goes on in a way that is not mapped."""

    place: Node
    why: str


def mapped(scripts: Sequence[Node], forms: Collection[str]) -> tuple[list[list[Turn]], list[Unmapped]]:
    """The turns of each rule or story as far as they go straight on."""
    lists: list[list[Turn]] = []
    problems: list[Unmapped] = []
    for script in scripts:
        turns: list[Turn] = []
        for one in _turns(script, forms):
            if isinstance(one, Turn):
                turns.append(one)
            else:
                problems.append(unmapped(one.place, f"{_title(script)}: {one.why}"))
        lists.append(turns)
    return lists, problems


def _title(script: Node) -> str:
    return script.get("rule").text or script.get("story").text or "unnamed"


def _turns(script: Node, forms: Collection[str]) -> Iterator[Turn | Stop]:
    """Yield the turns and, where it does not go straight on, why."""
    inside = ""
    for condition in script.get("condition").items:
        inside = condition.get("active_loop").text
        if not inside:
            yield Stop(condition, "depends on a slot; what a flow needs first is asked for by its slots")
            return
    turn = Turn(script, form=inside) if inside else None
    for step in script.get("steps").items:
        stop = _refusal(step, inside)
        if stop is not None:
            yield from (turn, stop) if turn else (stop,)
            return
        if "intent" in step:
            yield from (turn,) if turn else ()
            turn = Turn(step, intent_of(step.get("intent").text))
        elif turn is None and "action" in step and step.get("action").text not in _NOTHING_TO_DO:
            yield Stop(step, f"{step.get('action').text} is done before anybody has said anything")
        elif turn is not None:
            turn, problem = _continued(turn, step, forms)
            yield from (problem,) if problem else ()
    yield from (turn,) if turn else ()


def _refusal(step: Node, inside: str) -> Stop | None:
    if "checkpoint" in step:
        return Stop(step, f"goes on at the checkpoint {step.get('checkpoint').text}; write it as one story without a branch")
    if "or" in step:
        return Stop(step, "goes on for one of several (or); write a rule for each")
    if "user" in step or "bot" in step:
        return Stop(step, "names a text in place of an intent or action")
    if inside and "intent" in step:
        return Stop(step, f"interrupts {inside}; questions in between are answered by articles, and the form goes on by itself")
    asked = [name for one in step.get("slot_was_set").items for name in (one.entries or {one.text: one}) if name]
    if set(asked) - {"requested_slot"}:
        return Stop(step, f"depends on the slot {asked[0]}; an action may decide that")
    return None


def _continued(turn: Turn, step: Node, forms: Collection[str]) -> tuple[Turn, Stop | None]:
    action = step.get("action").text
    if "active_loop" in step:
        ended = step.get("active_loop").text in ("", "null")
        return replace(turn, ended=ended), None
    if action in forms:
        return replace(turn, form=action), None
    if any(action.startswith(one) for one in _RASAS_OWN.split()):
        return turn, Stop(step, f"{action} is Rasa's own and not run here")
    if action and action not in _NOTHING_TO_DO:
        return replace(turn, actions=(*turn.actions, action)), None
    return turn, None
