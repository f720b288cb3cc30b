"""Questions that an import asks twice, alike or nearly."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from configs.progress import Progress
from knowledge_base.languages import normal
from knowledge_base.report import Found, Problem

ALIKE = 95  # of 100, rapidfuzz's ratio of insertions and deletions to the length of both
_AT_ONCE = 256
SHORTEST = 6  # characters; shorter questions differ in all that they say by one


@dataclass(frozen=True)
class _Asked:
    found: Found
    number: int
    language: str
    text: str


def duplicates(found: Sequence[Found], progress: Progress | None = None) -> Iterator[Problem]:
    """Yield a warning for each question that an earlier row asks too, in the same words or in nearly the same.

    What is compared has no case, punctuation and blanks; "nearly" is a ratio of at least `ALIKE`.
    """
    first: dict[tuple[str, str], _Asked] = {}
    for number, row in enumerate(found):
        for language, passage in row.article.passages.items():
            asked = _Asked(row, number, language, normal(passage.question))
            before = first.setdefault((language, asked.text), asked)
            if before is not asked:
                yield _warning(before, asked, "asks the same")
    languages = sorted({language for language, _ in first})
    for language in languages:
        asked_in = [asked for (spoken, _), asked in first.items() if spoken == language and len(asked.text) >= SHORTEST]
        yield from _near(sorted(asked_in, key=lambda asked: len(asked.text)), progress)


def _near(asked: list[_Asked], progress: Progress | None) -> Iterator[Problem]:
    """Yield those that are nearly alike; `asked` is sorted by length, and only lengths that can be alike are compared."""
    texts = [one.text for one in asked]
    lengths = [len(text) for text in texts]
    for start in range(0, len(texts), _AT_ONCE):
        block = texts[start : start + _AT_ONCE]
        # 2 * shorter / (shorter + longer) is the most that the ratio can be.
        longest = int(lengths[start + len(block) - 1] * (200 - ALIKE) / ALIKE)
        stop = bisect_right(lengths, longest)
        begin = bisect_left(lengths, lengths[start])
        ratios = process.cdist(block, texts[begin:stop], scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
        for row, column in np.argwhere(ratios):
            one, other = start + row, begin + column
            if one < other:
                before, after = sorted((asked[one], asked[other]), key=lambda item: item.number)
                yield _warning(before, after, f"asks nearly the same ({ratios[row, column]} %)")
        if progress:
            progress("comparing questions", min(start + _AT_ONCE, len(texts)), len(texts))


def _warning(before: _Asked, asked: _Asked, what: str) -> Problem:
    row, other = asked.found, before.found
    where = other.place if other.file == row.file else f"{other.file}, {other.place}"
    name = f"{row.place} ({row.article.id})"
    return Problem(row.file, name, f"{what} in {asked.language} as {where} ({other.article.id}); merge the two", "warning")
