"""Models of customers and products: one family for each question that they answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from analytics.profiles import Profile
from knowledge_base.products import Product
from knowledge_base.sales import Purchase


@dataclass(frozen=True)
class Suggestion:
    """A product to offer; `reason` is one sentence in each language, `source` the model with its version.

    `confidence` is the model's estimate of the probability, in [0, 1], that the customer buys it soon.
    """

    sku: str
    reason: Mapping[str, str] = field(hash=False)
    source: str
    confidence: float


Suggest = Callable[[Profile, datetime], Suggestion | None]
"""The best product for a customer as known at that time, None when there is nothing to offer."""


class Suggester(ABC):
    """A way to suggest one product; its dataclass fields are its settings."""

    @abstractmethod
    def fit(self, purchases: Iterable[Purchase], products: Sequence[Product]) -> Suggest:
        """Learn from `purchases`, in any order, what to suggest out of `products`.

        What comes out never suggests a product that is out of stock or that the customer has just bought.
        """
