"""What comes in and goes out: never a channel's own words inside."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Message:
    """One message of a customer.

    `conversation` is unique over all channels, `id` unique in the conversation; `customer` is who writes, as far as known;
    `payload` is set when a quick reply was clicked instead of text typed; `language` ("en", "zh") is what the customer's page
    speaks, a hint for texts that have no language of their own; `context` is what the page knows, such as "page:cart"; `account`
    is the shop's customer whom the channel vouches for, by a signature and never by what was written.
    """

    id: str
    conversation: str
    customer: str
    channel: str
    text: str
    payload: str = ""
    language: str = ""
    context: tuple[str, ...] = ()
    account: str = ""


@dataclass(frozen=True)
class QuickReply:
    """A button: `title` is shown, `payload` comes back in `Message.payload`."""

    title: str
    payload: str


@dataclass(frozen=True)
class Card:
    """A product or article shown with a picture and a link."""

    title: str
    text: str = ""
    image: str = ""
    link: str = ""


@dataclass(frozen=True)
class Reply:
    """One message to the customer."""

    text: str
    quick_replies: tuple[QuickReply, ...] = ()
    cards: tuple[Card, ...] = ()
    image: str = ""
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """The reply as JSON-ready values."""
        return dataclasses.asdict(self)


_REPLY = TypeAdapter(Reply)


def reply_from_json(values: Mapping[str, Any]) -> Reply:
    """The reply that `Reply.to_json` wrote; raises pydantic.ValidationError for anything else."""
    return _REPLY.validate_python(values)
