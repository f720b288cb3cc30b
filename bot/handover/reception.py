"""Between a decision and the queue: who must take a handover, or, while nobody works, when somebody does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from analytics.events import Event, HandedOff, HandoverDeferred, MessageLeft
from bot.handover.hours import Hours, moment
from bot.messages import QuickReply
from bot.policies import Decision, Situation
from bot.policies.leave_message import LEAVE
from bot.replies import Saying
from configs.settings import HandoverSettings

CLOSED = {"angry": "closed_apology", "risky topic": "closed_apology"}
"""The wording of a handover that must wait, by its reason, where it is not that of all others."""


@dataclass(frozen=True)
class Reception:
    """What the shop has set: hours, priorities by reason, skills by reason or intent, and how soon a message is answered."""

    hours: Hours
    priorities: Mapping[str, int]
    skills: Mapping[str, str]
    promise: timedelta

    @classmethod
    def of(cls, settings: HandoverSettings) -> Self:
        """The reception that the settings describe; raises ConfigurationError."""
        hours, promise = Hours.of(settings), timedelta(minutes=settings.promise_minutes)
        hours.later(datetime.now(UTC), promise)  # hours that never come are found out now rather than by a customer
        return cls(hours, settings.priorities, settings.skills, promise)

    def __call__(self, decision: Decision, situation: Situation) -> Decision:
        """`decision` as it is carried out: a handover goes to the right people, or is put off until somebody works."""
        for event in decision.events:
            if isinstance(event, HandedOff):
                return self._handed_off(decision, event, situation)
            if isinstance(event, MessageLeft):
                return self._left(decision, event, situation)
        return decision

    def _handed_off(self, decision: Decision, event: HandedOff, situation: Situation) -> Decision:
        if self.hours.is_open(situation.now):
            language, skill = situation.understanding.language, self._skill(event.reason, situation)
            priority = self.priorities.get(event.reason, event.priority)
            return _exchanged(decision, event, replace(event, skill=skill, language=language, priority=priority))
        opens = self.hours.opens(situation.now)
        deferred = HandoverDeferred(reason=event.reason, opens=opens.isoformat())
        leave = (QuickReply("button_leave_message", LEAVE),)
        told = Saying(CLOSED.get(event.reason, "closed"), {"opens": moment(opens)}, leave)
        return replace(_exchanged(decision, event, deferred), says=(told,))

    def _left(self, decision: Decision, event: MessageLeft, situation: Situation) -> Decision:
        promised = self.hours.later(situation.now, self.promise)
        language, skill = situation.understanding.language, self._skill("message left", situation)
        left = replace(event, promised=promised.isoformat(), skill=skill, language=language)
        told = Saying("message_left", {"promised": moment(promised), "contact": event.contact})
        return replace(_exchanged(decision, event, left), says=(told,))

    def _skill(self, reason: str, situation: Situation) -> str:
        return self.skills.get(reason) or self.skills.get(situation.intent, "")


def _exchanged(decision: Decision, old: Event, new: Event) -> Decision:
    return replace(decision, events=tuple(new if event is old else event for event in decision.events))
