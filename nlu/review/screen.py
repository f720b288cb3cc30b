"""A group of wordings as it stands on the screen."""

from collections.abc import Mapping

from rich.console import Console
from rich.console import Group as Stacked
from rich.control import Control
from rich.panel import Panel
from rich.segment import ControlType
from rich.table import Table
from rich.text import Text

from nlu.review.intents import Intents
from nlu.review.ranking import Group
from nlu.sentences import IntentSpec

_SHOWN = 8  # wordings


class Screen:
    """Shows groups, lists and sentences on `console` in the language of `words`; customers' texts are never markup."""

    def __init__(self, console: Console, words: Mapping[str, str], intents: Intents) -> None:
        self._console = console
        self._words = words
        self._intents = intents

    def say(self, name: str, **values: object) -> None:
        """One of the review's own sentences."""
        self._console.print(Text(self._words[name].format(**values)))

    def show(self, group: Group, place: int, total: int, *, everything: bool = False) -> None:
        """A group with its wordings, the reasons, and the classes to choose from."""
        title = self._words["title"].format(
            place=place, total=total, count=group.count, wordings=len(group.members), language=group.language
        )
        wordings = self._wordings(group, len(group.members) if everything else _SHOWN)
        self._console.print(Panel(Stacked(wordings, self._why(group), self._ranking(group)), title=Text(title)))
        self._console.print(Text(self._words["keys"], "dim"))

    def choose(self, found: tuple[IntentSpec, ...]) -> None:
        """Intents to pick one of by its number."""
        table = Table.grid(padding=(0, 2))
        for number, spec in enumerate(found, 1):
            table.add_row(str(number), Text(spec.name, "bold"), Text(spec.means))
        self._console.print(table)
        self.say("pick")

    def typing(self, line: str) -> None:
        """The line that is being typed, over what stood there."""
        self._console.control(Control((ControlType.CARRIAGE_RETURN,), (ControlType.ERASE_IN_LINE, 2)))
        self._console.print(Text(self._words["search"] + line), end="")

    def end_line(self) -> None:
        """Leave the line that was typed."""
        self._console.print()

    def _wordings(self, group: Group, most: int) -> Table:
        table = Table.grid(padding=(0, 2))
        for number, member in enumerate(group.members[:most]):
            table.add_row(f"{member.candidate.count}×", Text(member.candidate.text, "bold" if number == 0 else ""))
        if len(group.members) > most:
            table.add_row("", Text(self._words["more"].format(count=len(group.members) - most), "dim"))
        return table

    def _why(self, group: Group) -> Text:
        reasons = {self._words[reason]: count for reason, count in group.reasons.items()}
        lines = [self._words["why"].format(reasons=_counted(reasons))]
        if group.named:
            lines.append(self._words["named"].format(named=_counted(group.named)))
        return Text("\n".join(["", *lines, ""]), "cyan")

    def _ranking(self, group: Group) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_row("", Text(self._words["ranking"], "dim"))
        for number, intent in enumerate(group.choices, 1):
            means = Text(self._intents.means(intent.name), "dim")
            table.add_row(str(number), Text(intent.name, "bold"), f"{intent.confidence:.2f}", means)
        return table


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
