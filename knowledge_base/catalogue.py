"""Products as they stand in the catalogue's files: one TOML file a category, `[[product]]` tables."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge_base.articles import LANGUAGES
from knowledge_base.documents import parsed
from knowledge_base.entries import Line, Text, reason
from knowledge_base.errors import KnowledgeError
from knowledge_base.products import Product, ProductText

CENT = Decimal("0.01")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextEntry(_Table):
    """The keys of one language."""

    name: Line
    summary: Text
    aliases: tuple[Line, ...] = ()


class ProductEntry(_Table):
    """The keys of one product; `price` and `cost` in US dollars."""

    sku: str = Field(pattern=r"^[A-Z0-9-]{1,40}$")
    brand: Line
    category: Line
    price: Decimal = Field(gt=0)
    cost: Decimal = Field(gt=0)
    stock: int = Field(ge=0)
    released: date
    fits: tuple[str, ...] = ()
    en: TextEntry
    zh: TextEntry
    specs: dict[str, str | int | float | bool]


class _Document(_Table):
    product: list[dict[str, object]]


def read_products(files: Iterable[Path]) -> tuple[Product, ...]:
    """The products of all `files`, in their order.

    Raises KnowledgeError for the first entry that cannot be used, a SKU used twice or a `fits` that names no product.
    """
    products: dict[str, Product] = {}
    origin: dict[str, Path] = {}
    for file in files:
        for number, entry in enumerate(parsed(file, TypeAdapter(_Document)).product, start=1):
            product = _product(entry, file, f"product {number}")
            if product.sku in products:
                raise KnowledgeError(file, product.sku, "this SKU is used twice")
            products[product.sku] = product
            origin[product.sku] = file
    for product in products.values():
        for sku in product.fits:
            if sku not in products:
                raise KnowledgeError(origin[product.sku], product.sku, f"fits {sku!r}, which is no product of the catalogue")
    return tuple(products.values())


def _product(entry: dict[str, object], file: Path, place: str) -> Product:
    try:
        checked = ProductEntry.model_validate(entry)
    except ValidationError as error:
        raise KnowledgeError(file, place, reason(error)) from None
    texts = {language: getattr(checked, language) for language in LANGUAGES}
    return Product(
        sku=checked.sku,
        brand=checked.brand,
        category=checked.category,
        price=checked.price.quantize(CENT),
        cost=checked.cost.quantize(CENT),
        stock=checked.stock,
        released=checked.released,
        texts={language: ProductText(text.name, text.summary, text.aliases) for language, text in texts.items()},
        specs=checked.specs,
        fits=checked.fits,
    )
