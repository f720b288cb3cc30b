"""Turns as flows: a form becomes a flow with slots, a rule one without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot import flows as shipped
from bot.execution.routed import AND, UTTERS
from bot.flows import Flow, Slot
from bot.importing.names import name_of
from bot.importing.nodes import Node
from bot.importing.report import Unmapped, unmapped
from bot.importing.turns import Turn
from bot.importing.wordings import Texts
from bot.policies.small_talk import WORDINGS

_YES, _NO = "affirm", "deny"
_SAID = {**{intent: key for intent, key in WORDINGS.items() if intent not in (_YES, _NO)}, "out_of_scope": "out_of_scope"}
_FALLBACK = "nlu_fallback"
KEPT: Mapping[str, Texts] = {"kept": {"en": ("All right, nothing is changed.",), "zh": ("好的，一切保持不变。",)}}


@dataclass
class Drafts:
    """What the turns said so far: who begins what, what is done after a form, which forms need a yes."""

    begun: dict[str, Turn] = field(default_factory=dict)
    ended: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    problems: list[Unmapped] = field(default_factory=list)


@dataclass(frozen=True)
class Flows:
    """The flows, and the wordings that take the place of shipped ones or ask for a yes."""

    flows: tuple[Flow, ...]
    wordings: Mapping[str, Texts]
    problems: tuple[Unmapped, ...]


def mapped(
    scripts: Sequence[Sequence[Turn]],
    forms: Mapping[str, Node],
    slots: Mapping[str, tuple[Slot, ...]],
    texts: Mapping[str, Texts],
    retrieval: frozenset[str],
) -> Flows:
    """The flows of rules and stories, in their order; `retrieval` are the intents that articles answer."""
    drafts = Drafts()
    for turns in scripts:
        for number, turn in enumerate(turns):
            if turn.intent in retrieval:
                continue
            _draft(turn, turns[number - 1] if number else None, drafts)
    wordings: dict[str, Texts] = {}
    flows = []
    for form, own in slots.items():
        flows += _of_form(form, forms[form], own, drafts, texts, wordings)
    for intent, turn in drafts.begun.items():
        if not turn.form and not _small_talk(turn, texts, wordings):
            flows += _of_actions(intent, turn, texts, drafts)
    return Flows(tuple(flows), wordings, tuple(drafts.problems))


def _draft(turn: Turn, before: Turn | None, drafts: Drafts) -> None:
    if turn.intent in (_YES, _NO):
        _answered(turn, before, drafts)
        return
    if turn.intent == _FALLBACK:
        drafts.problems.append(
            unmapped(turn.place, "what is not understood is asked again or handed over by this service's policies")
        )
        return
    if turn.form and turn.ended:
        _ended(turn, drafts)
    if not turn.intent:
        return
    known = drafts.begun.setdefault(turn.intent, turn)
    same = known.form == turn.form and (bool(turn.form) or known.actions == turn.actions)
    if not same:
        place = f"{known.place.file.name}:{known.place.line}"
        drafts.problems.append(
            unmapped(turn.place, f"{turn.intent} does something else in {place}, which counts; stories do not branch here")
        )


def _ended(turn: Turn, drafts: Drafts) -> None:
    known = drafts.ended.setdefault(turn.form, turn.actions)
    if turn.actions not in (known, (drafts.confirmed.get(turn.form),)):
        drafts.problems.append(unmapped(turn.place, f"{turn.form} ends in another way before; the first counts"))


def _answered(turn: Turn, before: Turn | None, drafts: Drafts) -> None:
    """A yes or no: after a form that ends with one wording it confirms what comes next."""
    question = before.actions if before is not None and before.form and before.ended else ()
    if before is None or len(question) != 1 or not question[0].startswith(UTTERS):
        drafts.problems.append(unmapped(turn.place, f"what {turn.intent} means depends on what was said before; it was left out"))
    elif turn.intent == _YES:
        drafts.confirmed[before.form] = question[0]
        drafts.ended[before.form] = turn.actions
    else:
        drafts.problems.append(
            unmapped(turn.place, "a no to a confirmation leaves everything as it is; its actions were left out")
        )


def _of_form(
    form: str, place: Node, slots: tuple[Slot, ...], drafts: Drafts, texts: Mapping[str, Texts], wordings: dict[str, Texts]
) -> list[Flow]:
    turns = [turn for turn in drafts.begun.values() if turn.form == form]
    actions = drafts.ended.get(form, ())
    if not turns or not actions:
        why = f"nothing is done when {form} is filled; write a rule that ends it" if turns else f"no rule begins {form}"
        drafts.problems.append(unmapped(turns[0].place if turns else place, why))
        return []
    flow = _named(Flow(name_of(form), tuple(turn.intent for turn in turns), slots, _joined(actions)))
    question = drafts.confirmed.get(form, "")
    _check_wordings(turns[0], (*actions, *((question,) if question else ())), texts, drafts)
    if question in texts:
        wordings |= {f"confirm_{flow.name}": texts[question], **KEPT}
        flow = replace(flow, confirm=True)
    return [flow]


def _of_actions(intent: str, turn: Turn, texts: Mapping[str, Texts], drafts: Drafts) -> list[Flow]:
    if not turn.actions:
        drafts.problems.append(unmapped(turn.place, f"nothing is done for {intent}"))
        return []
    _check_wordings(turn, turn.actions, texts, drafts)
    return [_named(Flow(name_of(intent), (intent,), (), _joined(turn.actions)))]


def _named(flow: Flow) -> Flow:
    """The flow by the name of the shipped one that begins by the same intent, whose place it takes."""
    taken = (one.name for one in shipped.load(shipped.SHIPPED) if set(one.intents) & set(flow.intents))
    return replace(flow, name=next(taken, flow.name))


def _joined(actions: Sequence[str]) -> str:
    return AND.join(actions)


def _check_wordings(turn: Turn, actions: Sequence[str], texts: Mapping[str, Texts], drafts: Drafts) -> None:
    for action in actions:
        if action.startswith(UTTERS) and action not in texts:
            drafts.problems.append(unmapped(turn.place, f"{action} is no response of the domain; word it in replies"))


def _small_talk(turn: Turn, texts: Mapping[str, Texts], wordings: dict[str, Texts]) -> bool:
    """Whether the turn only words what the assistant answers anyway."""
    if turn.intent not in _SAID or len(turn.actions) != 1 or turn.actions[0] not in texts:
        return False
    wordings[_SAID[turn.intent]] = texts[turn.actions[0]]
    return True
