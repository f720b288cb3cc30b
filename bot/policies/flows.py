"""Flows: asking for what is needed, checking it, confirming, acting; questions in between are answered."""

import re
from dataclasses import dataclass

from analytics.events import (
    ActionTaken,
    AnswerGiven,
    ConfirmationAsked,
    Event,
    FlowEnded,
    FlowStarted,
    HandedOff,
    SlotAsked,
    SlotFilled,
)
from bot.conversation import ActiveFlow
from bot.flows import TEXT, Flow, Slot, load
from bot.messages import QuickReply
from bot.policies import Decision, Policy, Situation
from bot.policies.grounded import article
from bot.replies import Saying

YES, NO = "affirm", "deny"
AGREES = re.compile(r"\s*(yes|yeah|yep|yup|ok|okay|sure|please do|go ahead|好|是|对|嗯|行|可以|确定|确认|没错)", re.IGNORECASE)
ASKS = re.compile(r"[?？]|[吗呢么]\s*$|\b(why|what|how|when)\b", re.IGNORECASE)
REFUSES = re.compile(
    r"\s*(?:(?:please|pls|sorry|oh|um+|well|actually|请|麻烦|啊|哦|呃)[\s,，]*)*"
    r"(?:no\b|nope|nah|don'?t|do not|never|stop|wait|不|别|算了|先不|等)",
    re.IGNORECASE,
)
YES_OR_NO = (QuickReply("button_yes", YES), QuickReply("button_no", NO))


@dataclass(frozen=True)
class Flows(Policy):
    """Runs the flows of `bot/flows`.

    `start_above` and `switch_above` are the least confidences of an intent that starts a flow, or another one in the middle;
    `threshold` is the least probability at which a question in the middle is answered; `surely` the least confidence at
    which a yes without a word for it counts; `confirmations` how often one is asked for before the flow is left alone.
    """

    start_above: float = 0.45
    switch_above: float = 0.7
    threshold: float = 0.55
    surely: float = 0.9
    confirmations: int = 2

    def decide(self, situation: Situation) -> Decision | None:
        """The flow's next step, or None when the message has nothing to do with one."""
        if _over(situation):
            return Decision("the flow is over")
        active = situation.conversation.flow
        wanted = _wanted(situation, self.start_above if active is None else self.switch_above)
        if active is None:
            return (
                Decision(f"intent {situation.intent}", events=(FlowStarted(flow=wanted.name),), waits=False) if wanted else None
            )
        flow = next(flow for flow in load() if flow.name == active.name)
        return (
            _after_action(flow, situation)
            or _switched(flow, wanted, situation)
            or _checking(flow, situation)
            or (self._confirming(flow, active, situation) if active.confirming else None)
            or self._asking(flow, active, situation)
            or _acting(flow, situation)
        )

    def _confirming(self, flow: Flow, active: ActiveFlow, situation: Situation) -> Decision | None:
        said = situation.clicked or _yes_or_no(flow, situation, self.surely)
        if said == YES:
            return Decision("confirmed", action=flow.action, waits=False)
        if said == NO:
            ended = FlowEnded(flow=flow.name, outcome="refused")
            return Decision("not confirmed", (Saying("kept", situation.conversation.slots),), (ended,))
        if situation.intent not in flow.intents and (digression := self._digression(situation)):
            return _joined(digression, _confirmation(flow, active.attempts, situation))
        if active.attempts < self.confirmations:
            return _confirmation(flow, active.attempts + 1, situation)
        ended = FlowEnded(flow=flow.name, outcome="refused")
        return Decision("neither yes nor no", (Saying("kept", situation.conversation.slots),), (ended,))

    def _asking(self, flow: Flow, active: ActiveFlow, situation: Situation) -> Decision | None:
        slot = _missing(flow, situation)
        if slot is None:
            return None
        if active.asked and situation.intent == NO and not situation.conversation.tried:
            return Decision("never mind", (Saying("flow_stopped"),), (FlowEnded(flow=flow.name, outcome="cancelled"),))
        if active.asked and not situation.conversation.tried and (digression := self._digression(situation)):
            return _joined(digression, _question(flow, slot, active.attempts))
        if active.attempts >= slot.asks:
            ended = (FlowEnded(flow=flow.name, outcome="failed"), HandedOff(reason=f"{flow.name}: no valid {slot.name}"))
            return Decision(f"asked {active.attempts} times for {slot.name}", (Saying("flow_failed"),), ended)
        return _question(flow, slot, active.attempts + 1)

    def _digression(self, situation: Situation) -> Decision | None:
        answer = situation.answer
        if answer is None or situation.understanding.out_of_scope or answer.confidence < self.threshold:
            return None
        return Decision("a question in between", (article(answer),), (AnswerGiven(article_id=answer.article_id),))


def _wanted(situation: Situation, least: float) -> Flow | None:
    understanding = situation.understanding
    if situation.clicked or understanding.out_of_scope or understanding.intent.confidence < least or not understanding.wanted:
        return None
    return next((flow for flow in load() if situation.intent in flow.intents), None)


def _yes_or_no(flow: Flow, situation: Situation, surely: float) -> str:
    """YES or NO, or nothing when the answer to a confirmation is not plainly one of them.

    A yes is in so many words, or beyond doubt to the model and no question: what it sets off cannot be undone.
    """
    text, intent = situation.understanding.text, situation.understanding.intent
    if REFUSES.match(text) or situation.intent == NO or not situation.understanding.wanted:
        return NO
    in_words = AGREES.match(text) and situation.intent in (YES, *flow.intents)
    beyond_doubt = situation.intent == YES and intent.confidence >= surely and not ASKS.search(text)
    return YES if in_words or beyond_doubt else ""


def _after_action(flow: Flow, situation: Situation) -> Decision | None:
    taken = [event for event in situation.so_far if isinstance(event, ActionTaken)]
    if not taken:
        return None
    last = taken[-1]
    if last.outcome == "failed":
        ended = (FlowEnded(flow=flow.name, outcome="failed"), HandedOff(reason=f"{last.action} failed"))
        return Decision(f"{last.action} failed", (Saying("handover"),), ended)
    if last.outcome != "done" and last.action in (flow.guard, flow.action):
        return Decision(f"{last.action}: {last.outcome}", events=(FlowEnded(flow=flow.name, outcome="refused"),))
    if last.action == flow.action:
        return Decision("done", events=(FlowEnded(flow=flow.name, outcome="done"), AnswerGiven()))
    return None


def _switched(flow: Flow, wanted: Flow | None, situation: Situation) -> Decision | None:
    if wanted is None or wanted.name == flow.name or _has(situation, FlowStarted):
        return None
    events = (FlowEnded(flow=flow.name, outcome="replaced"), FlowStarted(flow=wanted.name))
    return Decision(f"{wanted.name} instead of {flow.name}", events=events, waits=False)


def _checking(flow: Flow, situation: Situation) -> Decision | None:
    for slot in flow.slots:
        value = _candidate(slot, situation)
        if value:
            return Decision(f"{slot.name} given", action=slot.check, arguments={slot.name: value}, waits=False)
    return None


def _candidate(slot: Slot, situation: Situation) -> str:
    if any(isinstance(event, SlotFilled) and event.slot == slot.name for event in situation.so_far):
        return ""  # of two numbers in one message the first counts
    if slot.entity == TEXT:
        return _answered(slot, situation)
    known = situation.conversation.slots.get(slot.name)
    refused = situation.conversation.tried
    for value in situation.understanding.values(slot.entity):
        if value != known and value not in refused:
            return value
    if known is None and slot.recalled and _has(situation, FlowStarted) and not refused:
        recalled = situation.profile.value(slot.recalled, situation.now)
        return str(recalled or "")
    return ""


def _answered(slot: Slot, situation: Situation) -> str:
    """The whole message where it answers the question for the slot; a refusal is none, and one answer is tried once."""
    flow, text = situation.conversation.flow, situation.message.text
    asked = flow is not None and flow.asked == slot.name
    return text if asked and situation.intent != NO and text not in situation.conversation.tried else ""


def _missing(flow: Flow, situation: Situation) -> Slot | None:
    return next((slot for slot in flow.slots if slot.name not in situation.conversation.slots), None)


def _question(flow: Flow, slot: Slot, attempt: int) -> Decision:
    event = SlotAsked(flow=flow.name, slot=slot.name, attempt=attempt)
    return Decision(f"{slot.name} is needed", (Saying(f"ask_{slot.name}"),), (event,))


def _acting(flow: Flow, situation: Situation) -> Decision:
    guarded = any(isinstance(event, ActionTaken) and event.action == flow.guard for event in situation.so_far)
    if flow.guard and not guarded:
        return Decision("may it be done?", action=flow.guard, waits=False)
    if flow.confirm:
        return _confirmation(flow, 1, situation)
    return Decision("everything is known", action=flow.action, waits=False)


def _confirmation(flow: Flow, attempt: int, situation: Situation) -> Decision:
    saying = Saying(f"confirm_{flow.name}", situation.conversation.slots, YES_OR_NO)
    return Decision("a yes is needed", (saying,), (ConfirmationAsked(flow=flow.name, attempt=attempt),))


def _joined(first: Decision, second: Decision) -> Decision:
    return Decision(first.because, first.says + second.says, first.events + second.events)


def _over(situation: Situation) -> bool:
    bounds = [event for event in situation.so_far if isinstance(event, FlowStarted | FlowEnded)]
    return bool(bounds) and isinstance(bounds[-1], FlowEnded)


def _has(situation: Situation, kind: type[Event]) -> bool:
    return any(isinstance(event, kind) for event in situation.so_far)
