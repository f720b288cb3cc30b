"""Slips of the finger on a keyboard, one at each call.

The first letter of a word stays, as it nearly always does: Belinkov and Bisk 2018, https://arxiv.org/abs/1711.02173.
"""

import random
import re

from nlu.perturbations import places

_SHORTEST = 4  # letters; a slip makes too many short words another word
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SPACE = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z])")


def _neighbours() -> dict[str, str]:
    found = {}
    for number, row in enumerate(_ROWS):
        for place, letter in enumerate(row):
            beside = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            # A row stands half a key to the right of the one above it.
            above = _ROWS[number - 1][place : place + 2] if number else ""
            below = _ROWS[number + 1][max(0, place - 1) : place + 1] if number + 1 < len(_ROWS) else ""
            found[letter] = beside + above + below
    return found


_NEIGHBOURS = _neighbours()


def adjacent_key(text: str, order: random.Random) -> str:
    """One letter replaced by one whose key is beside its own."""
    place = _place(text, order)
    if place is None or text[place].lower() not in _NEIGHBOURS:
        return text
    letter = order.choice(_NEIGHBOURS[text[place].lower()])
    return text[:place] + (letter.upper() if text[place].isupper() else letter) + text[place + 1 :]


def swapped(text: str, order: random.Random) -> str:
    """One letter exchanged with the different one before it."""
    found = [place for place in _inner(text, first=2) if text[place] != text[place - 1]]
    if not found:
        return text
    place = order.choice(found)
    return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]


def dropped(text: str, order: random.Random) -> str:
    """One letter left out."""
    place = _place(text, order)
    return text if place is None else text[:place] + text[place + 1 :]


def doubled(text: str, order: random.Random) -> str:
    """One letter struck twice."""
    place = _place(text, order)
    return text if place is None else text[:place] + text[place] + text[place:]


def dropped_space(text: str, order: random.Random) -> str:
    """One space between words left out."""
    found = [match.start() for match in _SPACE.finditer(text)]
    if not found:
        return text
    place = order.choice(found)
    return text[:place] + text[place + 1 :]


def _place(text: str, order: random.Random) -> int | None:
    found = _inner(text, first=1)
    return order.choice(found) if found else None


def _inner(text: str, first: int) -> list[int]:
    return [
        place
        for start, end in places.words(text, _SHORTEST)
        for place in range(start + first, end)
        if text[place - 1].isalpha() and text[place].isalpha()
    ]
