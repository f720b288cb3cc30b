"""Chinese as it sounds: the pinyin of characters without tones, and letters read back as syllables."""

import re
from collections.abc import Collection
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.seg.mmseg import seg

HAN = "\u3400-\u9fff"
_LETTERS = re.compile(r"[a-z]+")


def syllables(run: str) -> list[str]:
    """One syllable for each character of `run`, Chinese characters only: 银行 gives ["yin", "hang"].

    A character that nobody reads has an empty one.
    """
    return [syllable for word in seg.cut(run) for syllable in _read(word)]


# A base repeats its words, and looking one up costs pypinyin twenty times what cutting it out does.
@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[str, ...]:
    found = lazy_pinyin(word, errors="ignore")
    # What it does not read is left out, so that nothing tells to which characters the rest belongs.
    return tuple(found) if len(found) == len(word) and all(map(_LETTERS.fullmatch, found)) else ("",) * len(word)


class Splitter:
    """Cuts pinyin written in one, "tuikuanduojiu", at the syllables that a base has, longest first."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = frozenset(known)
        longest_first = sorted(filter(None, known), key=lambda one: (-len(one), one))
        self._syllable = re.compile("|".join([*longest_first, "."]))

    def __call__(self, letters: str) -> list[str]:
        """The syllables of `letters`, which may end within one; none when they are no pinyin, as "delivery" is none."""
        found = self._syllable.findall(letters)
        return found if all(len(syllable) > 1 for syllable in found[:-1]) else []
