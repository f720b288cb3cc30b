"""What is asked where, by experience: a table to begin with, before there is a log to learn from."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from configs.settings import Section
from knowledge_base.documents import parsed
from retrieval.typing.context import Cart, OrderState, Page

FILE = Path(__file__).with_name("rules.toml")

Shares = NDArray[np.float64]
Names = list[str]


class Table(Section):
    """The file: names of articles or of intents for each part of a context, most likely first."""

    any: Names
    page: dict[Page, Names]
    cart: dict[Cart, Names]
    order: dict[OrderState, Names]


class Rules:
    """The table, by the parts of a context; "any" holds everywhere."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.names = names

    @classmethod
    def read(cls, file: Path = FILE) -> Self:
        """The rules in `file`; raises KnowledgeError for a page, cart or state that does not exist."""
        table = parsed(file, TypeAdapter(Table))
        parts = {f"page:{value}": names for value, names in table.page.items()}
        parts |= {f"cart:{value}": names for value, names in table.cart.items()}
        parts |= {f"order:{value}": names for value, names in table.order.items()}
        return cls({"any": table.any, **parts})

    def shares(self, part: str, places: Mapping[str, Sequence[int]], count: int) -> Shares:
        """The probability of each of `count` articles in that part of a context, shape (count,); zeros where no rule fits.

        `places` are the numbers of the articles that go by a name. The first of a list weighs 1, the second 1/2, and so on.
        """
        shares = np.zeros(count)
        known = [places[name] for name in self.names.get(part, ()) if name in places]
        for rank, numbers in enumerate(known, 1):
            shares[list(numbers)] += 1 / rank / len(numbers)
        return shares / max(float(shares.sum()), 1e-9)


@cache
def shipped() -> Rules:
    """The rules of this folder."""
    return Rules.read()
