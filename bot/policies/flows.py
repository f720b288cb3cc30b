"""Flows: asking for what is needed, checking it, confirming, acting; other topics in between are served and come back from."""

import re
from dataclasses import dataclass

from analytics.events import (
    ActionTaken,
    AnswerGiven,
    Event,
    FlowDropped,
    FlowEnded,
    FlowResumed,
    FlowShelved,
    FlowStarted,
    HandedOff,
    ResumeOffered,
    SlotAsked,
    SlotFilled,
    SlotHeard,
    SlotRejected,
    SlotsForgotten,
)
from bot.conversation import MESSAGE_FORM, ActiveFlow
from bot.flows import Flow, Slot, find, starting
from bot.policies import CHOOSE, START, Decision, Policy, Situation, happened
from bot.policies._confirming import NO, YES, YES_OR_NO, refuses, yes_or_no
from bot.policies._filling import answers, asked, candidate, due, early, missing, named, past_identity, picks, rechosen, wondered
from bot.policies._phrases import asks, leaves
from bot.policies._questions import confirmation, question
from bot.policies._switching import corrected, rather_says
from bot.policies.grounded import least
from bot.policies.offers import SALES, awaited
from bot.policies.small_talk import COURTESIES
from bot.replies import Saying

INSTEAD = re.compile(r"\b(instead|rather|forget (it|that)|never ?mind)\b|改成|换成|算了|不如|(^|[\s,，。])还是", re.IGNORECASE)

AGAIN = re.compile(r"\W*(and|what about|how about|then|also|now|那|还有|另外|再|和)*\W*(order|订单)?\W*(呢|吗|的)*\W*", re.I)


@dataclass(frozen=True)
class Flows(Policy):
    """Runs the flows of `bot/flows`.

    `start_above` and `switch_above` are the least confidences of an intent that starts a flow, or another one in the middle;
    `courteous` is the least confidence of a courtesy in the middle; `surely` the least confidence at which a yes without a word
    for it counts; `confirmations` how often one is asked for before the flow is left alone. A shelved flow is offered within
    `shelf_turns` turns, and an order number alone asks the last flow again within `again_turns`.
    """

    start_above: float = 0.55
    switch_above: float = 0.7
    courteous: float = 0.8
    surely: float = 0.9
    confirmations: int = 2
    shelf_turns: int = 12
    again_turns: int = 2

    def decide(self, situation: Situation) -> Decision | None:
        """The flow's next step, or None when the message has nothing to do with one."""
        if _over(situation):
            return self._afterwards(situation)
        active = situation.conversation.flow
        if active is None:
            return self._resuming(situation) or self._starting(situation)
        flow = find(active.name)
        if ended := _after_action(flow, situation):
            return ended
        if switched := self._switched(flow, situation):
            return switched
        if self._aside(flow, situation):
            return None
        return (
            _filling(flow, situation)
            or _conditional(flow, active, situation)
            or (self._confirming(flow, active, situation) if active.confirming else None)
            or _asking(flow, active, situation)
            or _acting(flow, situation)
        )

    def remind(self, situation: Situation) -> Decision | None:
        """The question of the flow under way once more, when something else was served in between."""
        active = situation.conversation.flow
        if active is None or active.name == MESSAGE_FORM or not (active.confirming or active.asked):
            return None
        flow = find(active.name)
        if active.confirming:
            return confirmation(flow, active.attempts, situation)
        slot = flow.slot(active.asked)
        return question(flow, slot, active.attempts, situation) if slot else None

    def _starting(self, situation: Situation) -> Decision | None:
        offered = [payload for payload in situation.conversation.buttons if payload.startswith(START)]
        agreed = len(offered) == 1 and yes_or_no(None, situation, self.surely) == YES
        if agreed or situation.clicked.startswith(START):
            return _chosen(find((offered[0] if agreed else situation.clicked).removeprefix(START)), situation)
        if awaited(situation):
            return None
        wanted = self._again(situation) or _wanted(situation, self.start_above)
        return _started(wanted, f"intent {situation.intent}", situation) if wanted else None

    def _again(self, situation: Situation) -> Flow | None:
        """The last flow, for a message that is hardly more than another order's number."""
        conversation, understanding = situation.conversation, situation.understanding
        numbers = [entity for entity in understanding.entities if entity.type == "order_id"]
        recent = conversation.served and conversation.turns - conversation.served_in <= self.again_turns
        rest = understanding.text
        for entity in numbers:
            rest = rest.replace(entity.value, "")
        return find(conversation.served) if recent and numbers and AGAIN.fullmatch(rest) else None

    def _resuming(self, situation: Situation) -> Decision | None:
        conversation = situation.conversation
        late = conversation.turns != conversation.offered_in + 1
        if not conversation.offered or late or _wanted(situation, self.start_above):
            return None
        said = yes_or_no(None, situation, self.surely)
        if said == YES:
            return Decision("to be gone on with", events=(FlowResumed(flow=conversation.offered),), waits=False)
        if said == NO:
            dropped = (FlowDropped(flow=conversation.offered), AnswerGiven())
            return Decision("not to be gone on with", (Saying("what_else"),), dropped)
        return None

    def _afterwards(self, situation: Situation) -> Decision:
        """Offer to go on with what was left for the flow that is over."""
        conversation = situation.conversation
        shelf = [one for one in conversation.shelf if conversation.turns - one.turn <= self.shelf_turns]
        if not shelf or conversation.queue or conversation.owner == "person":
            return Decision("the flow is over")
        flow = shelf[-1].flow
        saying = Saying("resume_flow", {"flow": f"word_flow_{flow}"}, YES_OR_NO)
        return Decision(f"{flow} was left", (saying,), (ResumeOffered(flow=flow),))

    def _switched(self, flow: Flow, situation: Situation) -> Decision | None:
        answered = answers(flow, situation)
        wanted = _wanted(situation, self.surely if answered else self.switch_above)
        begun = happened(situation, FlowStarted, FlowResumed, SlotFilled, SlotRejected)
        if wanted is None or wanted.name == flow.name or begun:
            return None
        if rather_says(flow, wanted, situation):
            return None
        left: Event = FlowShelved(flow=flow.name, keeps=flow.shared)
        if not (flow.confirm or past_identity(flow, situation)) or INSTEAD.search(situation.understanding.text):
            left = _ended(flow, "replaced")
        started = _started(wanted, f"{wanted.name} instead of {flow.name}", situation)
        return Decision(started.because, events=(left, *started.events), waits=False)

    def _aside(self, flow: Flow, situation: Situation) -> bool:
        """Whether the message is about something else that the policies below serve, and the flow's question stays open."""
        active = situation.conversation.flow
        waited_for = active is not None and (active.asked or active.confirming)
        if not waited_for or situation.clicked.startswith(CHOOSE) or happened(situation, SlotFilled, SlotRejected):
            return False
        text = situation.understanding.text
        agreed = active is not None and active.confirming and yes_or_no(flow, situation, self.surely) == YES
        if situation.intent in (YES, NO) or agreed or rechosen(flow, situation) or (leaves(text) and not asks(text)):
            return False
        answered = answers(flow, situation)
        if situation.intent in COURTESIES or situation.intent in SALES:
            return situation.understanding.intent.confidence >= self.courteous and answered is None
        own_words = (answered is not None and answered.in_words) or picks(flow, situation) or corrected(flow, situation)
        repeated = situation.intent in flow.intents and not wondered(flow, situation)
        if (own_words and not asks(text)) or named(flow, situation) or repeated:
            return False
        answer, understanding = situation.answer, situation.understanding
        asked_us = bool(understanding.wanted) and not understanding.out_of_scope
        return answer is not None and asked_us and answer.confidence >= least(answer)

    def _confirming(self, flow: Flow, active: ActiveFlow, situation: Situation) -> Decision:
        said = yes_or_no(flow, situation, self.surely)
        if said == YES:
            return Decision("confirmed", action=flow.action, waits=False)
        if said == NO or active.attempts >= self.confirmations:
            because = "not confirmed" if said else "neither yes nor no"
            kept = Saying("kept", situation.conversation.slots)
            return Decision(because, (kept,), (_ended(flow, "refused"),), waits=False)
        return confirmation(flow, active.attempts + 1, situation)


def _wanted(situation: Situation, surely: float) -> Flow | None:
    understanding = situation.understanding
    if situation.clicked or understanding.out_of_scope or understanding.intent.confidence < surely or not understanding.wanted:
        return None
    return starting(situation.intent)


def _chosen(flow: Flow, situation: Situation) -> Decision:
    """Start the flow that was clicked, with what was named before it was offered."""
    named = dict(reversed(situation.conversation.named))
    heard = {slot.name: named[kind] for slot in flow.slots for kind in slot.entity if kind in named}
    events = (SlotHeard(slot=name, value=value) for name, value in heard.items())
    return Decision(f"{flow.name} was chosen", events=(FlowStarted(flow=flow.name), *events), waits=False)


def _started(flow: Flow, because: str, situation: Situation) -> Decision:
    openings = (slot for slot in flow.slots if slot.opening)
    text = situation.understanding.text
    filled = (SlotFilled(slot=slot.name, value=text) for slot in openings)
    return Decision(because, events=(FlowStarted(flow=flow.name), *filled), waits=False)


def _ended(flow: Flow, outcome: str) -> FlowEnded:
    return FlowEnded(flow=flow.name, outcome=outcome, keeps=flow.shared)


def _after_action(flow: Flow, situation: Situation) -> Decision | None:
    taken = [event for event in situation.so_far if isinstance(event, ActionTaken)]
    if not taken:
        return None
    last = taken[-1]
    if last.outcome == "failed":
        handed = HandedOff(reason=f"{last.action} failed")
        return Decision(f"{last.action} failed", (Saying("handover"),), (_ended(flow, "failed"), handed))
    if last.outcome != "done":
        return Decision(f"{last.action}: {last.outcome}", events=(_ended(flow, "refused"),), waits=False)
    if last.action == flow.action:
        return Decision("done", events=(_ended(flow, "done"), AnswerGiven()), waits=False)
    return None


def _filling(flow: Flow, situation: Situation) -> Decision | None:
    for slot in flow.slots:
        value = candidate(slot, situation) if due(slot, situation) else ""
        if value and not early(slot, flow, situation):
            return _given(flow, slot, value, situation)
        if value and _heard(slot, situation) != value:
            return Decision(f"{slot.name} for later", events=(SlotHeard(slot=slot.name, value=value),), waits=False)
    return None


def _heard(slot: Slot, situation: Situation) -> str:
    active = situation.conversation.flow
    return active.heard.get(slot.name, "") if active else ""


def _given(flow: Flow, slot: Slot, value: str, situation: Situation) -> Decision:
    known = slot.name in situation.conversation.slots
    forgotten = (SlotsForgotten(slots=flow.belonging(slot.name)),) if known and flow.belonging(slot.name) else ()
    if slot.check:
        return Decision(f"{slot.name} given", (), forgotten, slot.check, {slot.name: value}, waits=False)
    return Decision(f"{slot.name} given", events=(*forgotten, SlotFilled(slot=slot.name, value=value)), waits=False)


def _conditional(flow: Flow, active: ActiveFlow, situation: Situation) -> Decision | None:
    """Look at the shop's policy once it is known whom it is about."""
    if not flow.condition or flow.condition in active.taken or missing(flow, situation) in flow.identity:
        return None
    return Decision("does the shop's policy allow it?", action=flow.condition, waits=False)


def _asking(flow: Flow, active: ActiveFlow, situation: Situation) -> Decision | None:
    slot = missing(flow, situation)
    if slot is None:
        return None
    if slot.default:
        return Decision(f"{slot.name} by default", events=(SlotFilled(slot=slot.name, value=slot.default),), waits=False)
    was_asked = asked(flow, situation) is not None
    if was_asked and refuses(situation) and not situation.conversation.tried:
        return Decision("never mind", (Saying("flow_stopped"),), (_ended(flow, "cancelled"),), waits=False)
    if any(isinstance(event, SlotAsked) and event.slot == slot.name for event in situation.so_far):
        return Decision(f"asked for {slot.name}")
    if active.attempts >= slot.asks:
        handed = HandedOff(reason=f"{flow.name}: no valid {slot.name}")
        because = f"asked {active.attempts} times for {slot.name}"
        return Decision(because, (Saying("flow_failed"),), (_ended(flow, "failed"), handed))
    return question(flow, slot, active.attempts + 1, situation)


def _acting(flow: Flow, situation: Situation) -> Decision:
    guarded = any(isinstance(event, ActionTaken) and event.action == flow.guard for event in situation.so_far)
    if flow.guard and not guarded:
        return Decision("may it be done?", action=flow.guard, waits=False)
    if flow.confirm:
        return confirmation(flow, 1, situation)
    return Decision("everything is known", action=flow.action, waits=False)


def _over(situation: Situation) -> bool:
    bounds = [event for event in situation.so_far if isinstance(event, FlowStarted | FlowEnded | FlowResumed | ResumeOffered)]
    return bool(bounds) and isinstance(bounds[-1], FlowEnded)
