"""Collects the words that misspelt ones are set to: those of the sentences that a model learns with."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from pypinyin import Style, pinyin

from nlu.perturbations.places import HAN
from nlu.sentences import Sentence
from nlu.spelling import Speller
from nlu.spelling.chinese import ChineseSpeller
from nlu.spelling.english import EnglishSpeller
from nlu.text import normalized

_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")
_RUN = re.compile(f"[{HAN}]+")
_FEWEST_ENGLISH = 2  # times that a word was met; once may be a slip itself
_FEWEST_CHINESE = 5  # of words of few characters, of which many sound alike
_LONGEST = 4  # characters of a Chinese word


def trained(sentences: Sequence[Sentence], vocabulary: Collection[str]) -> Speller:
    """What sets right by the words of `sentences`; words of the tokeniser's `vocabulary` are right too."""
    texts = [normalized(sentence.text) for sentence in sentences]
    return Speller(_english(texts, vocabulary), _chinese(texts, vocabulary))


def _english(texts: Sequence[str], vocabulary: Collection[str]) -> EnglishSpeller:
    met = Counter(word for text in texts for word in _ENGLISH.findall(text.lower()))
    counts = {word: count for word, count in met.items() if count >= _FEWEST_ENGLISH}
    others = frozenset(word for word in vocabulary if word.isascii() and word.isalpha())
    return EnglishSpeller(counts, others - counts.keys())


def _chinese(texts: Sequence[str], vocabulary: Collection[str]) -> ChineseSpeller:
    runs = [run for text in texts for run in _RUN.findall(text)]
    met = Counter(part for run in runs for part in _parts(run))
    words = {word for word in vocabulary if 1 < len(word) <= _LONGEST and _RUN.fullmatch(word)}
    counts = {word: met[word] for word in sorted(words) if met[word] >= _FEWEST_CHINESE}
    known = words | {part for part in met if len(part) == 2}
    single = {word for word in vocabulary if len(word) == 1 and _RUN.fullmatch(word)}
    return ChineseSpeller(counts, frozenset(known), _sounds(single.union(*runs)))


def _parts(run: str) -> list[str]:
    return [run[start : start + length] for length in range(2, _LONGEST + 1) for start in range(len(run) - length + 1)]


def _sounds(characters: Collection[str]) -> dict[str, str]:
    """The characters by each syllable that they may be read as, in any tone."""
    found: dict[str, str] = defaultdict(str)
    for character in sorted(characters):
        for sound in sorted(set(pinyin(character, style=Style.NORMAL, heteronym=True)[0])):
            found[sound] += character
    return dict(found)
