"""Products of the shop's catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ProductText:
    """A product's wording in one language; `aliases` are what customers call it."""

    name: str
    summary: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Product:
    """One sellable unit; `price` and `cost` in US dollars, `fits` the SKUs that it goes with."""

    sku: str
    brand: str
    category: str
    price: Decimal
    cost: Decimal
    stock: int
    released: date
    texts: Mapping[str, ProductText] = field(hash=False)
    specs: Mapping[str, str | int | float | bool] = field(hash=False)
    fits: tuple[str, ...] = ()

    def text(self, language: str) -> ProductText:
        """The wording in `language`, else in the first language that the product has."""
        return self.texts.get(language) or next(iter(self.texts.values()))
