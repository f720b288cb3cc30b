"""Habits of English chat: letter case, slang, and vowels drawn out."""

import random
import re

from nlu.perturbations import lists, places

SLANG = lists.replacing("slang_english", most=4)
_STRETCHED = re.compile(
    r"\b(?:so|please|plea|no|why|really|hello|hi|hey|very|yes|help|long|still|ever|too|now|need|want|wait|slow|bad|good|love|much)\b",
    re.IGNORECASE,
)
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_LEAST, _MOST = 2, 5  # more of the vowel


def upper_case(text: str, order: random.Random) -> str:
    """Capitals only; what may be case-sensitive, an address or a number, stays."""
    return "".join(piece.upper() if free else piece for piece, free in places.outside(text))


def lower_case(text: str, order: random.Random) -> str:
    """No capital; what may be case-sensitive, an address or a number, stays."""
    return "".join(piece.lower() if free else piece for piece, free in places.outside(text))


def elongated(text: str, order: random.Random) -> str:
    """The last vowel of one word that people draw out."""
    found = list(_STRETCHED.finditer(text))
    if not found:
        return text
    word = order.choice(found)
    place = word.start() + [match.start() for match in _VOWEL.finditer(word[0])][-1]
    return text[:place] + text[place] * order.randint(_LEAST, _MOST) + text[place:]
