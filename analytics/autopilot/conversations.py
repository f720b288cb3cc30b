"""What the assistant did in a conversation by itself, and what came of it."""

from dataclasses import dataclass, field
from typing import Literal

REMEMBERED = 20  # deeds of a conversation that can still be judged


@dataclass
class Deed:
    """Something that served a message, was suggested to a person instead, or was a question to the customer whether it is meant.

    `right` is None until something speaks for or against it; what somebody has `told` counts more than what merely followed.
    """

    kind: Literal["article", "flow", "action", "suggestion", "question"]
    name: str
    intent: str
    language: str
    message_id: str
    right: bool | None = None
    told: bool = False


@dataclass
class Conversation:
    """Where a conversation stands: its last message, the deeds of that turn (`fresh`), of the turn `before`, and all."""

    message_id: str = ""
    text: str = ""
    clicked: str = ""
    language: str = ""
    understood: str = ""
    intent: str = ""
    action: str = ""
    buttons: frozenset[str] = frozenset()
    fresh: list[Deed] = field(default_factory=list)
    before: list[Deed] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)

    @property
    def serves(self) -> str:
        """The intent that is served now."""
        return self.intent or self.understood

    def received(self, message_id: str, text: str, payload: str) -> None:
        """A new turn begins."""
        on_screen = text if text in self.buttons else ""
        self.message_id, self.text, self.clicked = message_id, text, payload or on_screen
        self.fresh, self.before = [], self.fresh
        self.intent = self.action = ""

    def did(self, kind: Literal["article", "flow", "action"], name: str) -> None:
        """The assistant did it for the intent that it serves now."""
        self.add(Deed(kind, name, self.serves, self.language, self.message_id))

    def add(self, deed: Deed) -> None:
        """Have `deed` in this turn."""
        self.fresh.append(deed)
        self.deeds = [*self.deeds, deed][-REMEMBERED:]

    def last(self, kind: str, name: str = "") -> Deed | None:
        """The latest deed of that kind, and of that name where one is given."""
        return next((one for one in reversed(self.deeds) if one.kind == kind and name in ("", one.name)), None)

    def of(self, message_id: str) -> list[Deed]:
        """What was done for a message, or last where the message is not known."""
        return [one for one in self.deeds if one.message_id == message_id] or self.deeds[-1:]
