"""Decides stored turns again: by what serves today, in the conversation and at the time of then, and without any effect."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from analytics.events import (
    ActionTaken,
    AnswerFound,
    DecisionMade,
    Event,
    Recorded,
    ReplySent,
    RequestResumed,
    SuggestionShown,
    TurnMeasured,
)
from analytics.profiles import Attribute, Profile
from bot.autopilot.gate import Measured
from bot.dialogue import Dialogue, Parts
from bot.execution.outcome import Outcome
from bot.policies import ARTICLE, Situation
from bot.replies import saying_from_json
from bot.turns.stored import StoredTurn
from retrieval.typing.questions import Question

BOUNDS = (DecisionMade, AnswerFound, RequestResumed, TurnMeasured, ReplySent)
"""What an action's own events end before."""


async def replayed(turn: StoredTurn, parts: Callable[..., Parts]) -> tuple[Event, ...]:
    """The events of `turn` if its message came today.

    `parts` makes a dialogue's parts, given where its turns are kept, where profiles are read, its actions, related questions and
    its clock: all of these are answered from the record.
    """
    kept = Kept(turn)
    dialogue = parts(
        log=kept, profiles=kept, actions=Taken(turn), related=_related(turn), now=lambda: turn.at, measured=_measured(turn)
    )
    await Dialogue(dialogue).respond(turn.message)
    return kept.appended


class Kept:
    """The log as it was before a turn, and what was known of the customer; the turn that is appended is kept aside."""

    def __init__(self, turn: StoredTurn) -> None:
        self.appended: tuple[Event, ...] = ()
        self._turn = turn

    async def append(
        self, conversation: str, expected: int, events: Sequence[Event], source: str = "", source_id: str = ""
    ) -> tuple[Recorded, ...]:
        """See `TurnLog`."""
        self.appended = tuple(events)
        return tuple(
            Recorded(id=position, conversation=conversation, position=position, at=self._turn.at, event=event)
            for position, event in enumerate(events, expected + 1)
        )

    async def read(self, conversation: str, after: int = 0) -> tuple[Recorded, ...]:
        """See `TurnLog`."""
        return self._turn.before

    async def turn(self, source: str, source_id: str) -> tuple[Recorded, ...]:
        """See `TurnLog`: the turn has not been yet."""
        return ()

    async def get(self, customer: str) -> Profile:
        """The profile as it was recalled."""
        at = self._turn.at - timedelta(seconds=1)
        recalled = self._turn.measured.recalled if self._turn.measured else {}
        known = {name: Attribute(value=one, event=0, source="recalled", confidence=1, at=at) for name, one in recalled.items()}
        return Profile(customer=customer, attributes=known)


class Taken:
    """Actions that end as they did then; what was not done then does nothing now."""

    def __init__(self, turn: StoredTurn) -> None:
        self._left = list(outcomes(turn.events))

    async def run(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        """The recorded outcome of the next action of that name."""
        found = next((one for one in self._left if one.action.action == name and one.action.arguments == arguments), None)
        if found is None:
            return Outcome((), (ActionTaken(action=name, key="", outcome="not taken then", arguments=dict(arguments)),))
        self._left.remove(found)
        return Outcome(tuple(map(saying_from_json, found.action.says)), (found.action, *found.events))


@dataclass(frozen=True)
class Recollection:
    """An action that was taken, and the events that it made happen."""

    action: ActionTaken
    events: tuple[Event, ...]


def outcomes(events: Sequence[Event]) -> list[Recollection]:
    """The actions of a turn in order."""
    found = []
    for row, event in enumerate(events):
        if isinstance(event, ActionTaken):
            end = next((after for after in range(row + 1, len(events)) if isinstance(events[after], BOUNDS)), len(events))
            found.append(Recollection(event, tuple(events[row + 1 : end])))
    return found


def _measured(turn: StoredTurn) -> Measured:
    """How often the assistant was right as the gate saw it then; of what it let pass no more is known than that."""
    held = {(event.intent, event.language): event.precision for event in turn.all(SuggestionShown)}
    return lambda intent, language: held.get((intent, language), 1.0)


def _related(turn: StoredTurn) -> Callable[[str, str, Sequence[str]], Sequence[Question]]:
    """What was offered below the last article then."""
    language = turn.message.language
    offered = [
        Question(button.payload.removeprefix(ARTICLE), button.title, language)
        for reply in turn.replies[-1:]
        for button in reply.quick_replies
        if button.payload.startswith(ARTICLE)
    ]
    return lambda article, language, answered: offered
