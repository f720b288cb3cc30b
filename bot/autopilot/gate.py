"""Between a decision and what is done: an article, a flow or advice that is not right often enough becomes a suggestion."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from analytics.events import AnswerGiven, Event, FlowEnded, FlowShelved, FlowStarted, HandedOff, NotUnderstood, SuggestionShown
from analytics.events.people import Source
from bot.flows import find
from bot.policies import Decision, Situation, clarify, which_flow
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
    """Whether that is meant; None for what cannot be asked, or where the customer was asked just now."""
    asked = replace(held, to="customer")
    if held.source == "article" and situation.answer and not situation.conversation.chose:
        saying, not_understood = clarify.offer(situation.answer)
        return Decision(BELOW, (saying,), (asked, not_understood))
    if held.source == "flow" and not situation.conversation.misunderstood:
        buttons, offered = which_flow.offer((held.name,), situation.understanding)
        events = (*_left(decision), asked, offered, NotUnderstood())
        return Decision(BELOW, (Saying("did_you_mean", buttons=buttons),), events)
    return None


def _left(decision: Decision) -> tuple[Event, ...]:
    """The end of the flow that another one was to begin instead of."""
    return tuple(event for event in decision.events if isinstance(event, FlowEnded | FlowShelved))
