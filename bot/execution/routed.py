"""Which execution runs an action: this process or the action server; a wording that is an action; several in a row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analytics.events import ActionTaken
from bot.conversation import applied
from bot.execution.local import Local
from bot.execution.outcome import Outcome, taken
from bot.execution.remote import Remote
from bot.policies import Situation
from bot.replies import Saying

UTTERS = "utter_"
AND = " + "  # "action_book + utter_booked" is done in this order
_MOST = 10  # actions that may follow from one
_LISTEN = "action_listen"


class Routed:
    """Runs an action where it is: what `local` lacks, or with `everything` each one, on `remote`."""

    def __init__(self, local: Local, remote: Remote | None = None, everything: bool = False) -> None:
        self._local = local
        self._remote = remote
        self._everything = everything

    async def run(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        """Run the actions that `name` lists, and those that they want to follow, until one is not done."""
        waiting, steps = name.split(AND), list[Outcome]()
        while waiting and len(steps) < _MOST:
            outcome = await self._step(waiting.pop(0), arguments, situation)
            steps.append(outcome)
            situation = _after(outcome, situation)
            if _result(outcome) != "done":
                break
            if outcome.followup not in ("", _LISTEN):
                waiting.insert(0, outcome.followup)
        return steps[0] if len(steps) == 1 and not waiting else _together(name, steps, situation)

    async def close(self) -> None:
        """Let the action server go."""
        if self._remote is not None:
            await self._remote.close()

    async def _step(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        if name.startswith(UTTERS):
            return Outcome((Saying(name, situation.conversation.slots),), (taken(name, "done", situation),))
        if self._remote is not None and (self._everything or name not in self._local.names):
            return await self._remote.run(name, arguments, situation)
        return await self._local.run(name, arguments, situation)


def _together(name: str, steps: Sequence[Outcome], situation: Situation) -> Outcome:
    """The outcome of several actions as that of one of the name that they were asked for by."""
    said = tuple(saying for step in steps for saying in step.says)
    happened = tuple(event for step in steps for event in step.events)
    whole = replace(taken(name, "done", situation), outcome=_result(steps[-1]))
    return Outcome(said, (*happened, whole))


def _after(outcome: Outcome, situation: Situation) -> Situation:
    conversation = situation.conversation
    for event in outcome.events:
        conversation = applied(event, conversation)
    return replace(situation, conversation=conversation, so_far=(*situation.so_far, *outcome.events))


def _result(outcome: Outcome) -> str:
    return next(event.outcome for event in outcome.events if isinstance(event, ActionTaken))
