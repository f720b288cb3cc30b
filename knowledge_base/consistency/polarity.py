"""Whether an answer says yes or no."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_SENTENCE = re.compile(r"[^.!?;。！？；\n]+(?:\.(?=\d)[^.!?;。！？；\n]+)*")
_YES = re.compile(
    r"^\W*(?:yes|yeah|sure|certainly|of course|absolutely)\b"
    r"|^\W*(?:可以|能(?!否)|是的|当然|没问题|有的|会的|支持|接受|需要|要的|对[,，]|有[,，]|修[,，])",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^\W*(?:no\b(?! problem)|not\b|sorry\b|unfortunately\b|never\b)"
    r"|^\W*(?:抱歉|很遗憾|不好意思|不(?!但|仅|管|论|过|同|少)|没有|没办法|无法|暂不|恕不|无[需须])",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|cannot|can't|unable|neither|nor|without|closed|impossible|forbidden|excluded?|excludes|refuses?|n[o']t)\b|n't\b"
    "|不(?!但|仅|管|论|过|同|少于|超过|到|满|错|好意思|久|断|妨)|没(?:有|法|办法)?|无法|禁止|拒绝|恕难|未(?!来)|除外|暂停",
    re.IGNORECASE,
)
_INTERJECTION = re.compile(r"^\W*(?:no|sorry|yes|unfortunately|不|没有|抱歉|可以|是的)\W*[,，]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{3,}|[\u4e00-\u9fff]", re.IGNORECASE)
_GLUE = """the and for you your our are can will with any may that this have has was were please from but not yes sorry
does did don doesn cannot every each all order orders item items it's there when then out open closed"""
_EMPTY = frozenset(_GLUE.split()) | frozenset("我们您你的了吗呢吧啊是可以能会请都也很有不没要在和与或及抱歉无法")


@dataclass(frozen=True)
class Statement:
    """A sentence at `text[start:end]`, what it speaks of, and whether it denies that."""

    start: int
    end: int
    words: frozenset[str]
    denies: bool


def answer(text: str) -> tuple[bool, int, int] | None:
    """Yes or no, and where that is said; None when the answer begins with neither."""
    for said, pattern in ((False, _NO), (True, _YES)):
        if match := pattern.search(text):
            return said, match.start(), match.end()
    return None


@cache
def statements(text: str) -> tuple[Statement, ...]:
    """The sentences of `text`."""
    return tuple(_statements(text))


def _statements(text: str) -> Iterator[Statement]:
    for match in _SENTENCE.finditer(text):
        # "No, it costs $3" denies the question, not that it costs $3.
        sentence = _INTERJECTION.sub("", match[0].strip())
        words = frozenset(_stem(word.lower()) for word in _WORD.findall(_DENIAL.sub(" ", sentence)))
        if sentence:
            yield Statement(match.start(), match.end(), words - _EMPTY, bool(_DENIAL.search(sentence)))


def _stem(word: str) -> str:
    return word.removesuffix("s").removesuffix("d").removesuffix("e") if word.isascii() and len(word) > 4 else word


def overlap(one: Statement, other: Statement) -> float:
    """The share of the smaller sentence's words that the other has too; 0 where there are none."""
    least = min(len(one.words), len(other.words))
    return len(one.words & other.words) / least if least else 0.0
