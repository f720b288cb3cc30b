"""What is known of a customer, every attribute with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """A value and where it comes from.

    `event` is the log's id of the event that set it, `source` the rule or model with its version, `confidence` in [0, 1];
    it no longer counts after `expires`.
    """

    value: Any
    event: int
    source: str
    confidence: float
    at: datetime
    expires: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A customer's attributes by name.

    Values are JSON values, lists have the latest first. The names in use: `language` (en or zh), `recent_intents` (at most 5
    names), `sentiments` (of the last five messages, -1 to 1) and `sentiment_trend` (their mean), `unresolved` (at most 5 messages
    without an answer, each {"question", "conversation", "event"}), `last_order` (an order number) and `orders` (what it was
    chosen from), `interests` (categories and SKUs that were spoken of), `suggestion` ({"sku", "reason": {"en", "zh"}}, each
    reason a sentence).
    """

    customer: str
    attributes: Mapping[str, Attribute] = field(default_factory=dict, hash=False)

    def value(self, name: str, now: datetime) -> Any:
        """The attribute's value, None when it is not known or has expired."""
        attribute = self.attributes.get(name)
        if attribute is None or (attribute.expires is not None and attribute.expires <= now):
            return None
        return attribute.value

    def values(self, now: datetime) -> dict[str, Any]:
        """The values of all attributes that have not expired, by name."""
        return {name: value for name in self.attributes if (value := self.value(name, now)) is not None}
