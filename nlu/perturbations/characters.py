"""Slips in Chinese characters, one at each call: by sound, by shape, left out or exchanged."""

import random
import re
from functools import cache

from pypinyin import lazy_pinyin

from nlu.perturbations import lists, places
from nlu.sentences import DATA

_SHORTEST = 5  # Chinese characters; a shorter text can lose its meaning with one of them
_COMMON = 2000  # characters, which is what people write by mistake
_NEAREST = 5  # homophones, the commonest; an input method shows about as many
_CONFUSED = lists.alternatives("confused_characters")
_LOOK_ALIKES = lists.alternatives("look_alikes")
_RUN = re.compile(f"[{places.HAN}]+")


def homophone(text: str, order: random.Random) -> str:
    """One character replaced by a common one that is typed with the same pinyin in any tone."""
    found = places.han(text)
    if not found:
        return text
    place = order.choice(found)
    # Its reading depends on the word that it is in: 行 in 银行 and in 还行.
    run = next(match for match in _RUN.finditer(text) if match.start() <= place < match.end())
    others = _by_sound().get(lazy_pinyin(run[0])[place - run.start()], "").replace(text[place], "")
    return text[:place] + order.choice(others[:_NEAREST]) + text[place + 1 :] if others else text


def confused(text: str, order: random.Random) -> str:
    """One of the characters that people mistake for another one all the time, as 在 for 再."""
    return _other(text, _CONFUSED, order)


def look_alike(text: str, order: random.Random) -> str:
    """One character replaced by one of like shape."""
    return _other(text, _LOOK_ALIKES, order)


def dropped(text: str, order: random.Random) -> str:
    """One character left out."""
    found = places.han(text)
    if len(found) < _SHORTEST:
        return text
    place = order.choice(found)
    return text[:place] + text[place + 1 :]


def swapped(text: str, order: random.Random) -> str:
    """Two different neighbours exchanged."""
    found = places.han(text)
    pairs = [place for place in found if place + 1 in found and text[place] != text[place + 1]]
    if len(found) < _SHORTEST or not pairs:
        return text
    place = order.choice(pairs)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _other(text: str, others: dict[str, str], order: random.Random) -> str:
    found = [place for place in places.han(text) if text[place] in others]
    if not found:
        return text
    place = order.choice(found)
    return text[:place] + order.choice(others[text[place]]) + text[place + 1 :]


@cache
def _by_sound() -> dict[str, str]:
    """The common characters of each syllable, commonest first: the extension's words are in that order."""
    words = (DATA / "chinese" / "words.txt").read_text(encoding="utf-8").split()
    found: dict[str, str] = {}
    for character in [word for word in words if len(word) == 1 and _RUN.fullmatch(word)][:_COMMON]:
        sound = lazy_pinyin(character)[0]
        found[sound] = found.get(sound, "") + character
    return found
