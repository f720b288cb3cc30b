"""Execution: where an action runs, in this process or on an action server, and what came of it."""

from collections.abc import Mapping
from typing import Protocol

from bot.execution.outcome import Outcome
from bot.policies import Situation


class Execution(Protocol):
    """Runs actions by name."""

    async def run(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        """Run the action `name` with `arguments` offered as slot values.

        What cannot be reached is no error here but an outcome: the customer is told, and the action counts as failed.
        """
        ...
