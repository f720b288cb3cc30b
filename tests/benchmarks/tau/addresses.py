"""Addresses as customers say them: in full, or as one that the shop knows already."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

Place = Mapping[str, str]
SUITE = re.compile(r"\b(suite|apt|unit) \w+", re.IGNORECASE)
STATES = {"Texas": "TX", "New York": "NY"}
DIGITS = 5  # of a postcode
NAMES = {"new york": "nyc", "los angeles": "la", "washington": "dc"}


def place(said: str, known: Iterable[Place], mine: Place) -> Place | None:
    """The address: in full, one of the `known` by its city or street, or `mine` with another suite; None for none of these."""
    if full := _full(said):
        return full
    suite = SUITE.search(said)
    if suite:
        return {**mine, "address2": suite[0].title()}
    found = {tuple(sorted(one.items())): one for one in known if _named(said, one)}
    return next(iter(found.values())) if len(found) == 1 else None


def _named(said: str, one: Place) -> bool:
    city = one["city"].lower()
    words = f" {' '.join(re.findall(r'[a-z0-9]+', said.lower()))} "
    return any(f" {name} " in words for name in (city, NAMES.get(city, city), one["address1"].lower()))


def _full(said: str) -> dict[str, Any] | None:
    """Street, suite if there is one, city, state and postcode, of which New York is city and state."""
    *front, last = (part.strip(" .") for part in said.split(","))
    *words, postcode = last.split() or [""]
    parts = [*front, *([" ".join(words)] if words else [])]
    state = STATES.get(parts[-1], parts[-1]) if parts else ""
    if not (postcode.isdigit() and len(postcode) == DIGITS and len(state) == len("NY")):
        return None
    street, *suite, city = parts[:-1] if len(parts) > len(("street", "city")) else parts
    return {
        "address1": street,
        "address2": next(iter(suite), ""),
        "city": city,
        "state": state,
        "country": "USA",
        "zip": postcode,
    }
