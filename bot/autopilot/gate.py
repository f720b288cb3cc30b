"""Between a decision and what is done: an article, a flow or advice that is not right often enough becomes a suggestion."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from analytics.events import (
    AnswerGiven,
    Event,
    FlowEnded,
    FlowShelved,
    FlowStarted,
    HandedOff,
    ResumeOffered,
    SlotFilled,
    SuggestionShown,
)
from analytics.events.people import Source
from bot.flows import find
from bot.policies import Decision, Situation
from bot.policies._confirming import YES_OR_NO
from bot.policies._filling import candidate
from bot.policies.clarify import offer
from bot.policies.small_talk import WORDINGS
from bot.replies import Saying, Wording
from configs.settings import AutopilotSettings

BELOW = "below the autopilot's level"
"""The reason of the handover."""

Measured = Callable[[str, str], float]
"""How often an intent in a language was served rightly at least, from 0 to 1."""


def always(intent: str, language: str) -> float:
    """As if nothing had ever been wrong."""
    return 1.0


@dataclass(frozen=True)
class Gate:
    """Holds back what is below the level that the `settings` ask for, by what is `measured`.

    Small talk, clarifications and handovers pass, and so does what a customer has chosen or agreed to.
    """

    settings: AutopilotSettings
    measured: Measured
    wording: Wording

    def __call__(self, decision: Decision, situation: Situation) -> Decision:
        """`decision`, or what is done instead."""
        level = self.settings.least(situation.intent, situation.understanding.language)
        deed = _deed(decision, situation)
        if level is None or deed is None:
            return decision
        precision = self.measured(situation.intent, situation.understanding.language)
        told = f"{decision.because}; right {precision:.2f} of the times at least, {level:g} is asked for"
        if precision >= level:
            return replace(decision, because=told)
        held = self._held(decision, situation, *deed, precision, level)
        instead = _asking(decision, held, situation) if self.settings.below == "ask" else None
        return replace(instead or _passed_on(decision, held), because=told)

    def _held(
        self, decision: Decision, situation: Situation, source: Source, name: str, precision: float, level: float
    ) -> SuggestionShown:
        language = situation.understanding.language
        said = self.wording.replies(decision.says, language, situation.conversation.said, situation.message.channel)
        return SuggestionShown(
            intent=situation.intent,
            language=language,
            source=source,
            name=name,
            text="\n".join(reply.text for reply in said),
            precision=round(precision, 4),
            level=level,
        )


def _deed(decision: Decision, situation: Situation) -> tuple[Source, str] | None:
    """What the decision does by itself for what the customer wrote, as its source and name."""
    if situation.clicked or situation.intent in WORDINGS:
        return None
    for event in decision.events:
        if isinstance(event, FlowStarted) and situation.intent in find(event.flow).intents:
            return "flow", event.flow
        if isinstance(event, AnswerGiven) and event.article_id:
            return "article", event.article_id
        if isinstance(event, AnswerGiven) and decision.action:
            return "action", decision.action
    return None


def _passed_on(decision: Decision, held: SuggestionShown) -> Decision:
    events = (*_left(decision), held, HandedOff(reason=BELOW))
    return Decision(BELOW, (Saying("handover"),), events)


def _asking(decision: Decision, held: SuggestionShown, situation: Situation) -> Decision | None:
    """Whether that is meant; None for what cannot be asked, or was asked just now."""
    conversation, asked = situation.conversation, replace(held, to="customer")
    if held.source == "article" and situation.answer and not conversation.chose:
        saying, not_understood = offer(situation.answer)
        return Decision(BELOW, (saying,), (asked, not_understood))
    again = conversation.offered == held.name and conversation.offered_in == conversation.turns - 1
    if held.source == "flow" and not again:
        saying = Saying("did_you_mean_flow", {"flow": f"word_flow_{held.name}"}, YES_OR_NO)
        return Decision(
            BELOW, (saying,), (*_left(decision), asked, ResumeOffered(flow=held.name, heard=_heard(decision, situation)))
        )
    return None


def _heard(decision: Decision, situation: Situation) -> dict[str, str]:
    """What the flow would have begun with."""
    begun = replace(situation, so_far=(*situation.so_far, *decision.events))
    flows = [find(event.flow) for event in decision.events if isinstance(event, FlowStarted)]
    said = {slot.name: candidate(slot, begun) for flow in flows for slot in flow.slots}
    opening = {event.slot: event.value for event in decision.events if isinstance(event, SlotFilled)}
    return {name: value for name, value in said.items() if value} | opening


def _left(decision: Decision) -> tuple[Event, ...]:
    """The end of the flow that another one was to begin instead of."""
    return tuple(event for event in decision.events if isinstance(event, FlowEnded | FlowShelved))
