"""The products of an order, as customers speak of them."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from bot.orders import Order, OrderLine
from knowledge_base.products import Product

ALL = "all"
"""The value of the slot `item` that means every line of the order."""
SEVERAL = "|"
"""Between the SKUs in the slot `item`, where it means more than one line."""
ALIKE = 80  # of 100: names as customers misspell them


def title(line: OrderLine, products: Mapping[str, Product], language: str) -> str:
    """What a line is called in a language, by the catalogue, by the order, else its SKU; and which variant of it."""
    variant = f" ({', '.join(line.options)})" if line.options else ""
    if line.sku in products:
        return products[line.sku].text(language).name + variant
    names = dict(line.names)
    return (names.get(language) or next(iter(names.values()), line.sku)) + variant


def titles(order: Order, item: str, products: Mapping[str, Product], language: str) -> str:
    """The names of what the slot `item` stands for, in one text."""
    separator = "、" if language == "zh" else ", "
    return separator.join(title(line, products, language) for line in chosen(order, item))


def chosen(order: Order, item: str) -> Sequence[OrderLine]:
    """The lines that the slot `item` stands for; none when the order has no such line."""
    return [line for line in order.lines if item == ALL or line.sku in item.split(SEVERAL)]


def meant(order: Order, said: str, products: Mapping[str, Product]) -> str:
    """The SKU of the one line that a SKU, a category or a name stands for, else ""."""
    if said == ALL:
        return ALL
    exact = [line.sku for line in order.lines if line.sku.lower() == said.lower()]
    of_category = [line.sku for line in order.lines if line.sku in products and products[line.sku].category == said]
    wording = products[said].text("en").name if said in products else said
    named = [line.sku for line in order.lines if any(_alike(wording, name) for name in called(line, products))]
    akin = [line.sku for line in order.lines if line.sku in products and _akin(said, products[line.sku], products)]
    return next((found[0] for found in (exact, of_category, named, akin) if len(set(found)) == 1), "")


def _akin(said: str, product: Product, products: Mapping[str, Product]) -> bool:
    """Whether what was said, or the product that it is the SKU of, goes by a name that is a part of this product's."""
    other = products.get(said)
    if other is not None and other.category != product.category:
        return False
    called = [name for text in other.texts.values() for name in (text.name, *text.aliases)] if other else [said]
    names = [_close(text.name) for text in product.texts.values()]
    return any(_close(one) in name for one in called for name in names)


def _close(name: str) -> str:
    return "".join(name.lower().split())


def called(line: OrderLine, products: Mapping[str, Product]) -> list[str]:
    """All names of a line's product."""
    known = products.get(line.sku)
    texts = known.texts.values() if known else ()
    return [*dict(line.names).values(), *(name for text in texts for name in (text.name, *text.aliases))]


def _alike(said: str, name: str) -> bool:
    return fuzz.token_set_ratio(said.lower(), name.lower()) >= ALIKE
