"""The actions of `bot/actions`, run in this process."""

from collections.abc import Collection, Mapping

from rasa_sdk.executor import ActionExecutor

from bot.actions import FAMILY, ShopAction, Toolbox
from bot.errors import ShopUnavailable
from bot.execution.outcome import Outcome, failed, outcome
from bot.execution.tracker import call
from bot.policies import Situation
from configs import plugins


def executor(toolbox: Toolbox) -> ActionExecutor:
    """rasa-sdk's executor with every action of the folder, each with the `toolbox`."""
    made = ActionExecutor()
    for name in plugins.names(FAMILY):
        made.register_action(plugins.find(ShopAction, FAMILY, name)(toolbox))
    return made


class Local:
    """All actions of the folder, ready to run."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._executor = executor(toolbox)

    @property
    def names(self) -> Collection[str]:
        """The actions that there are."""
        return frozenset(self._executor.actions)

    async def run(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        """Run the action `name` with `arguments` offered as slot values.

        Raises rasa_sdk.interfaces.ActionNotFoundException for an unknown name.
        """
        try:
            result = await self._executor.run({**call(name, arguments, situation), "domain": {}})
        except ShopUnavailable:
            return failed(name)
        values = result.model_dump()
        return outcome(name, arguments, situation, values["events"], values["responses"])
