"""Where a text may be changed: never in a number, an order number or an address, and never in a negation."""

import re
from collections.abc import Iterator

HAN = r"\u3400-\u9fff"
# Of Latin letters, so that only the number is spared of 买了2个.
_SPARED = re.compile(r"[A-Za-z0-9@#$€£¥%.,:/_+\-]*[0-9@][A-Za-z0-9@#$€£¥%.,:/_+\-]*")
_WORD = re.compile(r"(?<![^\W_])[A-Za-z]+(?:['’][A-Za-z]+)*(?![^\W_])")
_SINGLE = re.compile(f"[{HAN}]")
_NEGATIONS = frozenset("不没沒别別未无無非勿莫甭")


def spared(text: str) -> list[tuple[int, int]]:
    """The spans of what holds a digit or an @."""
    return [match.span() for match in _SPARED.finditer(text)]


def words(text: str, shortest: int = 1) -> list[tuple[int, int]]:
    """The spans of English words of at least so many characters, without those that are spared."""
    kept = spared(text)
    return [span for span in _spans(_WORD, text) if span[1] - span[0] >= shortest and not inside(span[0], kept)]


def han(text: str) -> list[int]:
    """The places of Chinese characters that deny nothing."""
    return [match.start() for match in _SINGLE.finditer(text) if match[0] not in _NEGATIONS]


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def inside(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place is in one of the spans."""
    return any(start <= place < end for start, end in spans)


def outside(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it may be changed."""
    place = 0
    for start, end in spared(text):
        yield text[place:start], True
        yield text[start:end], False
        place = end
    yield text[place:], True
