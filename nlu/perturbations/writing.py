"""Habits of writing that both languages have: no punctuation, and emoji."""

import random
import re

from nlu.perturbations import places

_APOSTROPHE = re.compile(r"['’]")
# Chinese that was divided by punctuation is divided by a space, or not at all.
_PUNCTUATION = re.compile(r"[^\w\s\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+|_+")
_EMOJI = ("🙏", "🤔", "😅", "📦", "😊", "👀", "😭", "🥺", "🙂", "😂", "✨", "🛒")
_MOST_EMOJI = 3


def unpunctuated(text: str, order: random.Random) -> str:
    """No apostrophe and no sign between words, except in numbers and addresses."""
    pieces = (
        _PUNCTUATION.sub(" ", _APOSTROPHE.sub("", piece)) if free else piece.rstrip(".,:") for piece, free in places.outside(text)
    )
    return " ".join("".join(pieces).split()) or text


def emoji(text: str, order: random.Random) -> str:
    """One to three emoji of one kind behind the text, now and then with a space before them."""
    return text + order.choice(("", " ")) + order.choice(_EMOJI) * order.randint(1, _MOST_EMOJI)
