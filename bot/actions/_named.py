"""Which products of an order a text names: one, several, or all but some."""

import re
from collections.abc import Mapping, Sequence

from rasa_sdk import Tracker

from bot.actions import clicked
from bot.actions._lines import ALL, SEVERAL, called, meant
from bot.orders import Order, OrderLine
from knowledge_base.products import Product

EXCEPT = re.compile(r"\b(except|excluding|apart from|other than|but|keep)\b|除了|以外|之外|不包括|留下", re.IGNORECASE)
EACH = re.compile(r"\b(all|both|every|each|two|three|pair)\b|全部|所有|两个|两件|都", re.IGNORECASE)
SHORTEST = 3  # letters of a name's last word that is a name by itself: the "keyboard" of a mechanical keyboard


def texts(tracker: Tracker) -> list[str]:
    """Where the customer may have named products: in the message, else in the one that began the flow (the slot `words`)."""
    words = tracker.get_slot("words") or ""
    latest = "" if clicked(tracker) else str(tracker.latest_message.get("text") or "")
    return [words, latest] if words and words in latest else [latest, words]


def stood_for(order: Order, said: str, spoken: Sequence[str], products: Mapping[str, Product]) -> str:
    """What the slot `item` is to be for the value `said`: all that was named with it, or all but that; "" for nothing."""
    if said == ALL:
        kept = next((named(order, text, products) for text in spoken if EXCEPT.search(text)), [])
        rest = [line.sku for line in order.lines if line.sku not in kept]
        return SEVERAL.join(dict.fromkeys(rest)) if kept and rest else ALL
    found = next((found for text in spoken if (found := named(order, text, products))), [])
    one = meant(order, said, products)
    return SEVERAL.join(found) if not one or one in found else one


def named(order: Order, text: str, products: Mapping[str, Product]) -> list[str]:
    """The SKUs of the lines that a text names; of variants of one product those whose options it has, unless it wants each."""
    words = _words(text)
    lines: dict[str, list[OrderLine]] = {}
    for line in order.lines:
        lines.setdefault(next(iter(called(line, products)), line.sku), []).append(line)
    full = {name: _name_in(words, called(lines[name][0], products)) for name in lines}
    rest = words
    for wording in filter(None, full.values()):
        rest = rest.replace(wording, " ")
    heard = [name for name in lines if full[name] or _head(name) in rest]
    return [sku for name in heard for sku in _variants(lines[name], words, text)]


def _name_in(words: str, names: Sequence[str]) -> str:
    return next((known for name in names if (known := _words(name)) in words), "")


def _variants(lines: Sequence[OrderLine], words: str, text: str) -> list[str]:
    scores = {line.sku: sum(_words(option) in words for option in line.options) for line in lines}
    best = [sku for sku, score in scores.items() if score == max(scores.values())]
    return best if len(best) == 1 else list(scores) if EACH.search(text) else []


def _head(name: str) -> str:
    """The last word of an English name, which customers say in its place; of others the whole name."""
    last = _words(name).split()[-1]
    return f" {last} " if name.isascii() and len(last) >= SHORTEST else _words(name)


def _words(text: str) -> str:
    """Words in small letters without their plural, and Chinese characters, each between spaces, so that they are found whole."""
    words = re.findall(r"[a-z0-9%]+|[\u4e00-\u9fff]", text.lower())
    return f" {' '.join(word[:-1] if len(word) > SHORTEST and word.endswith('s') else word for word in words)} "
