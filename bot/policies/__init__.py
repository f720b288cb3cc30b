"""Policies: an ordered list; the first that does not pass decides what happens next.

Deciding goes in steps, as in Rasa: a decision runs an action, the action's events are folded into the situation, and the
policies are asked again until one waits for the customer.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from analytics.events import Event
from analytics.profiles import Profile
from bot.conversation import Conversation
from bot.messages import Message
from bot.replies import Saying
from nlu.understanding import Understanding
from retrieval.answers import Answer

ARTICLE = "article:"
"""How the payload of a button begins that asks for an article by its id."""
START = "start:"
"""How the payload of a button begins that starts a flow by its name."""
CHOOSE = "choose:"
"""How the payload of a button begins that gives the slot that was asked for its value."""


@dataclass(frozen=True)
class Situation:
    """Everything that a policy may look at; `so_far` are the events of this turn, oldest first."""

    message: Message
    understanding: Understanding
    conversation: Conversation
    profile: Profile
    answer: Answer | None
    now: datetime
    so_far: tuple[Event, ...] = ()

    @property
    def clicked(self) -> str:
        """The payload of the button that was clicked; empty for a message that was typed.

        Clients of Rasa's REST channel send a payload as text; it counts only when the assistant has just offered it. A question
        that was chosen while typing comes with its article, which anybody may read.
        """
        if self.message.payload.startswith(ARTICLE):
            return self.message.payload
        for payload in (self.message.payload, self.message.text):
            if payload in self.conversation.buttons:
                return payload
        return ""

    @property
    def intent(self) -> str:
        """The name of the best intent, or out_of_scope."""
        return "out_of_scope" if self.understanding.out_of_scope else self.understanding.intent.name


@dataclass(frozen=True)
class Decision:
    """What happens next: say something, record events, run an action; then wait for the customer or go on deciding."""

    because: str
    says: tuple[Saying, ...] = ()
    events: tuple[Event, ...] = ()
    action: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict, hash=False)
    waits: bool = True


class Policy(ABC):
    """A way to decide; its dataclass fields are its settings."""

    @abstractmethod
    def decide(self, situation: Situation) -> Decision | None:
        """What to do next, or None to leave it to the policies below."""

    def remind(self, situation: Situation) -> Decision | None:
        """What the customer is still waited for to say, asked again after another policy has answered in between."""
        return None


def happened(situation: Situation, *kinds: type[Event]) -> bool:
    """Whether an event of one of `kinds` happened in this turn."""
    return any(isinstance(event, kinds) for event in situation.so_far)
