"""Folds events into a customer's profile: the same events always give the same profile."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analytics import orders, questions
from analytics.events import MessageReceived, MessageUnderstood, Recorded, SlotFilled
from analytics.evidence import MOST, added, concluded, forgotten, listed
from analytics.models import Suggest
from analytics.profiles import Profile
from knowledge_base.products import Product

SIGN = {"negative": -1, "neutral": 0, "positive": 1}

_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\d_]{2,}[^\w]+[^\W\d_]{2,}")
"""A Han character, or two words of letters: an order number, a name or an "ok" is of no language."""


@dataclass(frozen=True)
class Profiler:
    """The rules, with what they know of the shop: its products by SKU, and a model that suggests one of them."""

    products: Mapping[str, Product] = field(default_factory=dict, hash=False)
    suggest: Suggest = lambda profile, now: None

    def update(self, profile: Profile, recorded: Recorded, message: Recorded) -> Profile:
        """`profile` after `recorded`; `message` is the last MessageReceived of its conversation then, or that event itself."""
        profile = questions.follow(profile, recorded, message)
        profile = orders.follow(profile, recorded)
        if isinstance(recorded.event, MessageUnderstood):
            profile = _understood(profile, recorded, recorded.event, message)
            profile = self._interests(profile, recorded, recorded.event)
        if isinstance(recorded.event, MessageUnderstood | SlotFilled):
            profile = self._suggestion(profile, recorded)
        return profile

    def _interests(self, profile: Profile, recorded: Recorded, event: MessageUnderstood) -> Profile:
        spoken = list(dict.fromkeys(self._topics(event)))
        return added(profile, "interests", spoken, recorded, event.model) if spoken else profile

    def _topics(self, event: MessageUnderstood) -> Iterator[str]:
        """The SKUs that the message names, each with its category, and the categories."""
        categories = {product.category for product in self.products.values()}
        for kind, value in event.entities:
            if kind == "product" and value in self.products:
                yield from (value, self.products[value].category)
            elif kind == "product" and value in categories:
                yield value

    def _suggestion(self, profile: Profile, recorded: Recorded) -> Profile:
        suggestion = self.suggest(profile, recorded.at)
        if suggestion is None:
            return forgotten(profile, "suggestion")
        value = {"sku": suggestion.sku, "reason": dict(suggestion.reason)}
        return concluded(profile, "suggestion", value, recorded, suggestion.source, suggestion.confidence)


def _understood(profile: Profile, recorded: Recorded, event: MessageUnderstood, message: Recorded) -> Profile:
    if isinstance(message.event, MessageReceived) and _WORDS.search(message.event.text):
        profile = concluded(profile, "language", event.language, recorded, event.model)
    if event.intents and not event.out_of_scope:
        name, confidence = event.intents[0]
        profile = added(profile, "recent_intents", [name], recorded, event.model, confidence)
    return _mood(profile, recorded, event)


def _mood(profile: Profile, recorded: Recorded, event: MessageUnderstood) -> Profile:
    feeling = SIGN[event.sentiment] * event.sentiment_score
    last = [feeling, *listed(profile, "sentiments", recorded.at)][: MOST["sentiments"]]
    profile = concluded(profile, "sentiments", last, recorded, event.model, event.sentiment_score)
    return concluded(profile, "sentiment_trend", round(sum(last) / len(last), 4), recorded, event.model, event.sentiment_score)
