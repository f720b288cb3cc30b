"""Which variant of a product a customer wants instead of theirs, by their words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Variant = Mapping[str, Any]
CHEAPEST = re.compile(r"\b(cheapest|lowest price|least expensive)\b", re.IGNORECASE)
DEAREST = re.compile(r"\b(most expensive|dearest|priciest|best)\b", re.IGNORECASE)
SAME = re.compile(r"\b(same|otherwise|identical)\b", re.IGNORECASE)
GREATEST = r" (?:maximum|max|highest|largest|biggest|longest|most) (?:possible |available )?"
SMALLEST = r" (?:minimum|lowest|smallest|shortest|fewest) (?:possible |available )?"
NO = ("no", "not", "without", "non")
SIZES = {"S": ("small",), "M": ("medium",), "L": ("large",), "XL": ("extra large",)}
PARTED = re.compile(r"[,;.]| and ")
UNITS = re.compile(r"(\d) (ml|gb|tb|inch|liter|hour|x|ft|piece|bar|cup|l|w|mah|mp|cm)\b")


def wanted(words: str, product: Mapping[str, Any], mine: Variant) -> Variant | None:
    """Another available variant than `mine` that has every option that was named, and most of those of `mine` elsewhere.

    "Cheapest" and "most expensive" choose among those by price instead, "the same" allows no other difference. None when there
    is no such variant, or when `mine` is the one already.
    """
    options = named(words, product) | extremes(words, product)
    variants = [one for one in product["variants"].values() if one["available"] and _has(one, options)]
    others = [one for one in variants if one["item_id"] != mine["item_id"]]
    if CHEAPEST.search(words) or DEAREST.search(words):
        first = min if CHEAPEST.search(words) else max
        best = first([*others, *([mine] if _has(mine, options) else [])], key=lambda one: one["price"], default=None)
        return None if best is mine else best
    rest = [name for name in mine["options"] if name not in options]
    if SAME.search(words):
        others = [one for one in others if _shared(one, mine, rest) == len(rest)]
    return max(others, key=lambda one: _shared(one, mine, rest), default=None) if options else None


def named(words: str, product: Mapping[str, Any]) -> dict[str, str]:
    """The options that a text names, by their names; of overlapping wordings the longest."""
    text, found = _plain(words), {}
    values = {(name, value) for one in product["variants"].values() for name, value in one["options"].items()}
    forms = {(form, name, value) for name, value in values for form in _forms(name, value)}
    for form, name, value in sorted(forms, key=lambda one: (-len(one[0]), one)):
        if name not in found and f" {form} " in text:
            found[name] = value
            text = text.replace(f" {form} ", " | ")
    return found


def extremes(words: str, product: Mapping[str, Any]) -> dict[str, str]:
    """The options of which the greatest or the smallest is wanted: "the largest size"."""
    found = {}
    available = [one["options"] for one in product["variants"].values() if one["available"]]
    for name in available[0]:
        values = sorted({one[name] for one in available}, key=_number)
        for pattern, value in ((GREATEST, values[-1]), (SMALLEST, values[0])):
            if re.search(pattern + _plain(name).split()[-1], _plain(words)):
                found[name] = value
    return found


def _number(value: str) -> float:
    digits = re.search(r"[0-9.]*[0-9]", value)
    return float(digits[0]) if digits else 0.0


def _forms(name: str, value: str) -> list[str]:
    """How customers say an option's value: as it is, a size in full, and of what is there or not its name."""
    plain, called = _plain(value).strip(), _plain(name).strip()
    if plain in ("yes", "no", "none") or plain.startswith("not "):
        return [called, f"with {called}"] if plain == "yes" else [plain] * (plain != "no") + [f"{no} {called}" for no in NO]
    return [plain, *SIZES.get(value, ())]


def _has(variant: Variant, options: Mapping[str, str]) -> bool:
    return all(variant["options"][name] == value for name, value in options.items())


def _shared(one: Variant, other: Variant, names: Sequence[str]) -> int:
    return sum(one["options"][name] == other["options"][name] for name in names)


def _plain(text: str) -> str:
    spoken = text.lower().replace("grey", "gray").replace("'s", "")
    spaced = f" {' '.join(re.findall(r'[a-z0-9%.]*[a-z0-9%]', spoken))} "
    return UNITS.sub(r"\1\2", spaced)


def about(words: str, name: str, others: Sequence[str]) -> str:
    """The part of a text that is about one product, from what parts it from the one before; all of it when it is not named."""
    starts = {one: _start(words, one) for one in (name, *others)}
    if starts[name] < 0:
        return words
    ends = [start for start in starts.values() if start > starts[name]]
    return words[starts[name] : min(ends, default=len(words))]


def _start(words: str, name: str) -> int:
    """Where a text comes to a product, which is named in full or by its last word; -1 for nowhere."""
    text, full = words.lower(), name.lower()
    place = text.find(full) if full in text else text.find(full.split()[-1].removesuffix("s"))
    parted = [match.end() for match in PARTED.finditer(text[: max(place, 0)])]
    return place if place < 0 else max(parted, default=0)
