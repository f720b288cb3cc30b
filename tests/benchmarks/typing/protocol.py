"""What is typed in the measurement: four characters of a question that somebody has in mind.

Ways to begin, each with the question's own title: its `beginning` as it is written; its most `telling word`, the one that the
fewest wordings of the base have (in Chinese a word of jieba's), from its first letter; for Chinese also the `pinyin` of that word
and the `initials` of the characters from there on. In the ways with a `slip`, one of the four keys, any but the first, is the
one beside it on the keyboard. Nothing that the completer has computed is used to choose what is typed.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import jieba
from pypinyin import Style, lazy_pinyin

from knowledge_base.articles import Article

TYPED = 4  # characters
KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm"
_WORD = re.compile(r"[a-z]+|[\u3400-\u9fff]+")

Way = Callable[[str, Mapping[str, int]], str]


def words(text: str) -> Iterator[str]:
    """The words of `text`, by jieba where it is Chinese."""
    for run in _WORD.findall(text.lower()):
        yield from [run] if run.isascii() else jieba.cut(run)


def frequencies(articles: Sequence[Article]) -> Counter[str]:
    """How many wordings have each word."""
    texts = (text for article in articles for passage in article.passages.values() for text in passage.wordings)
    return Counter(word for text in texts for word in set(words(text)))


def beginning(title: str, known: Mapping[str, int]) -> str:
    """Its first characters."""
    return title[:TYPED].lower()


def telling_word(title: str, known: Mapping[str, int]) -> str:
    """The first characters of its rarest word of more than one character."""
    return _telling(title, known)[:TYPED]


def pinyin(title: str, known: Mapping[str, int]) -> str:
    """The same in pinyin."""
    return "".join(lazy_pinyin(_telling(title, known)))[:TYPED]


def initials(title: str, known: Mapping[str, int]) -> str:
    """The first letters of as many characters, from that word on."""
    word = _telling(title, known)
    letters = lazy_pinyin("".join(re.findall(r"[\u3400-\u9fff]", title[title.find(word) :])), style=Style.FIRST_LETTER)
    return "".join(letters)[:TYPED]


def slipped(way: Way) -> Way:
    """`way` with one letter wrong, the same one for the same title."""

    def typed(title: str, known: Mapping[str, int]) -> str:
        text, chance = way(title, known), random.Random(title)
        places = [place for place in range(1, len(text)) if text[place] in KEYBOARD.replace(" ", "")]
        if not places:
            return text
        place = chance.choice(places)
        return text[:place] + _beside(text[place], chance) + text[place + 1 :]

    return typed


WAYS: Mapping[str, Mapping[str, Way]] = {
    "en": {
        "beginning": beginning,
        "beginning, slip": slipped(beginning),
        "telling word": telling_word,
        "telling word, slip": slipped(telling_word),
    },
    "zh": {
        "beginning": beginning,
        "telling word": telling_word,
        "pinyin": pinyin,
        "pinyin, slip": slipped(pinyin),
        "initials": initials,
    },
}


def demand(count: int, seed: int, exponent: float = 1.0) -> list[float]:
    """How often each of `count` articles is asked for, relatively: Zipf's law over the articles in a random order.

    An `exponent` of 0 is a demand that is the same for all.
    """
    shares = [1 / math.pow(rank, exponent) for rank in range(1, count + 1)]
    random.Random(seed).shuffle(shares)
    return shares


def _telling(title: str, known: Mapping[str, int]) -> str:
    found = [word for word in words(title) if len(word) > 1] or [title.lower()]
    return min(found, key=lambda word: known[word] or math.inf)


def _beside(letter: str, chance: random.Random) -> str:
    at = KEYBOARD.index(letter)
    return chance.choice((KEYBOARD[max(at - 1, 0) : at] + KEYBOARD[at + 1 : at + 2]).replace(" ", ""))
