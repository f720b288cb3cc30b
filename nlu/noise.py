"""What typing does to a sentence: swapped, dropped, doubled letters, and Chinese characters left out."""

import random
from collections.abc import Iterable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 5  # characters; a shorter sentence can lose its meaning with one of them


def noisy(text: str, language: str, share: float, order: random.Random) -> str:
    """`text` with one slip for every `1 / share` characters, at least one."""
    characters = list(text)
    for _ in range(max(1, round(len(characters) * share))):
        if len(characters) < _SHORTEST:
            break
        place = order.randrange(len(characters) - 1)
        if language == "zh":
            del characters[place]
        else:
            _slip(characters, place, order)
    return "".join(characters)


def _slip(characters: list[str], place: int, order: random.Random) -> None:
    kind = order.random()
    if kind < 0.35:
        characters[place : place + 2] = reversed(characters[place : place + 2])
    elif kind < 0.7:
        del characters[place]
    elif kind < 0.85:
        characters.insert(place, characters[place])
    else:
        characters[place] = order.choice(_LETTERS)


def rough(texts: Iterable[tuple[str, str]], share: float, order: random.Random) -> list[str]:
    """The texts, every other one with slips."""
    return [noisy(text, language, share, order) if share and order.random() < 0.5 else text for text, language in texts]
