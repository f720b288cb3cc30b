"""What the assistant does for a customer, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analytics.events._event import JSON, Event


@dataclass(frozen=True, kw_only=True)
class FlowStarted(Event):
    """The assistant began to do something for the customer."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class FlowEnded(Event):
    """A flow ended; `outcome` is done, refused, cancelled, replaced, failed, or left for a person.

    Of its slots only those in `keeps` are still known afterwards; None keeps all.
    """

    flow: str
    outcome: str
    keeps: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class FlowShelved(Event):
    """A flow was left for another one and can be gone on with; those of its slots in `keeps` are known to the other one."""

    flow: str
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResumeOffered(Event):
    """The customer was asked whether to go on with a shelved flow."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class FlowResumed(Event):
    """A shelved flow goes on where it was."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class FlowDropped(Event):
    """The customer does not want to go on with a shelved flow."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class FlowsOffered(Event):
    """The customer was asked which of several flows was meant; `entities` are what the message named, as (type, value)."""

    flows: tuple[str, ...]
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CustomerVerified(Event):
    """The customer showed to be the shop's customer `account`; `by` is how."""

    account: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RequestQueued(Event):
    """A message asked for one flow more, which has to wait; `text` is what was said of it.

    `entities` are its values as (type, normalised value).
    """

    flow: str
    intent: str
    text: str
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RequestResumed(Event):
    """The request that has waited longest had its turn."""

    flow: str


@dataclass(frozen=True, kw_only=True)
class SlotAsked(Event):
    """The assistant asked for a slot, for the `attempt`th time (from 1)."""

    flow: str
    slot: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class SlotHeard(Event):
    """A value was named for a slot that cannot be looked at yet."""

    slot: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SlotFilled(Event):
    """A slot got a valid value."""

    slot: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SlotsForgotten(Event):
    """Slots lost their values, because what they belonged to has changed."""

    slots: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SlotRejected(Event):
    """A value given for a slot was not valid."""

    slot: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    """The assistant asked for a yes before an irreversible action, for the `attempt`th time (from 1)."""

    flow: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class ActionTaken(Event):
    """An action ran; `key` makes it happen once, `outcome` is its own word for how it ended.

    `arguments` are the slot values that it was offered, `says` what it said, each as `bot.replies.Saying` writes itself.
    """

    action: str
    key: str
    outcome: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    says: tuple[JSON, ...] = ()
