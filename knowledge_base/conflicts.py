"""Articles that say the same twice, or that contradict one another: another number, amount, duration, date, or yes against no."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge_base.articles import Article, Passage
from knowledge_base.consistency import polarity
from knowledge_base.consistency.questions import key, same_question
from knowledge_base.consistency.values import Value, free, values

Alike = Callable[[Sequence[tuple[str, str]]], Sequence[bool]]
"""Says for each pair of questions whether both mean the same; whoever has vectors may pass one."""

KINDS: tuple[str, ...] = ("duration", "working days", "amount", "percent", "date", "time", "weekday", "count")
_BETWEEN_LANGUAGES = ("duration", "working days", "amount", "percent", "date", "time", "weekday")
_NO_WORD = re.compile(r"[\W_]+")
_ALIKE_SENTENCES = 0.6
"""Share of words that two sentences must have in common for one to be the denial of the other."""


@dataclass(frozen=True)
class Span:
    """The part of a passage's answer, `text` at `start`, that is not as it is elsewhere."""

    article_id: str
    language: str
    start: int
    text: str


@dataclass(frozen=True)
class Difference:
    """What `one` says and `other` says otherwise; `about` is one of KINDS, "price" or "yes or no"."""

    about: str
    one: Span
    other: Span


@dataclass(frozen=True)
class Conflict:
    """Two passages that answer one question.

    A `duplicate` says the same twice, a `contradiction` is one between articles, a `translation` one between an article's twins.
    """

    kind: Literal["duplicate", "contradiction", "translation"]
    one: str
    other: str
    language: str
    questions: tuple[str, str]
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        if self.kind == "duplicate":
            return f"{self.one} and {self.other} ({self.language}) answer the same question: {self.questions[0]!r}"
        said = "; ".join(f"{one.one.text!r} against {one.other.text!r}" for one in self.differences)
        if self.kind == "translation":
            return f"{self.one} does not say the same in its languages: {said}"
        return f"{self.one} and {self.other} ({self.language}) contradict each other on {self.questions[0]!r}: {said}"


def conflicts(article: Article, others: Iterable[Article], alike: Alike | None = None) -> list[Conflict]:
    """What is wrong with `article` among the `others`, contradictions first; its own earlier version among them is passed over.

    Questions are the same when their words of weight are, in any wording of the one and of the other; with `alike` also when it
    says so of their first wordings.
    """
    found = list(_twins(article))
    near = [other for other in others if other.id != article.id]
    found += _between(article, near, alike)
    return sorted(found, key=lambda one: one.kind == "duplicate")


def all_conflicts(articles: Sequence[Article], alike: Alike | None = None) -> list[Conflict]:
    """Every conflict within a base, each pair once.

    Without `alike` only articles are compared that share a word of weight or a wording, which 10,000 articles stand.
    """
    found = [one for article in articles for one in _twins(article)]
    places: dict[str, set[int]] = {}
    for place, article in enumerate(articles):
        marks = list(_marks(article))
        near = sorted(set().union(*(places.get(mark, ()) for mark in marks))) if alike is None else range(place)
        found += _between(article, [articles[other] for other in near], alike)
        for mark in marks:
            places.setdefault(mark, set()).add(place)
    return sorted(found, key=lambda one: one.kind == "duplicate")


def compared(one: Passage, other: Passage, ids: tuple[str, str], language: str) -> tuple[Difference, ...]:
    """What the answers of two passages in one `language` say differently."""
    texts = (one.answer, other.answer)
    spans = (_Spans(ids[0], language, texts[0]), _Spans(ids[1], language, texts[1]))
    return (*_values(spans, KINDS), *_prices(spans), *_polarity(spans))


@dataclass(frozen=True)
class _Spans:
    article_id: str
    language: str
    answer: str

    def of(self, start: int, end: int) -> Span:
        return Span(self.article_id, self.language, start, self.answer[start:end].strip())


def _between(article: Article, others: Sequence[Article], alike: Alike | None) -> Iterator[Conflict]:
    for language, passage in article.passages.items():
        rivals = [(other, other.passages[language]) for other in others if language in other.passages]
        judged = alike([(passage.question, rival.question) for _, rival in rivals]) if alike and rivals else [False] * len(rivals)
        for (other, rival), near in zip(rivals, judged, strict=True):
            if near or _asks_the_same(passage, rival):
                differences = compared(passage, rival, (article.id, other.id), language)
                kind: Literal["duplicate", "contradiction"] = "contradiction" if differences else "duplicate"
                yield Conflict(kind, article.id, other.id, language, (passage.question, rival.question), differences)


def _marks(article: Article) -> Iterator[str]:
    """What two articles must have in common to ask the same: a word of weight in their questions, or a whole wording."""
    for passage in article.passages.values():
        words = key(passage.question)
        yield from {word[:3] for word in words if not word.startswith("@")} or words
        yield from _plain(passage)


def _asks_the_same(one: Passage, other: Passage) -> bool:
    """By the questions themselves, slips and all, or by wordings of the one that are the very wordings of the other."""
    return same_question(one.question, other.question) or bool(_plain(one) & _plain(other))


@lru_cache(maxsize=20_000)
def _plain(passage: Passage) -> frozenset[str]:
    return frozenset(" ".join(_NO_WORD.sub(" ", text.casefold()).split()) for text in passage.wordings) - {""}


def _twins(article: Article) -> Iterator[Conflict]:
    """What the languages of one article say differently in numbers, prices and a first yes or no."""
    pairs = list(article.passages.items())
    for place, (language, passage) in enumerate(pairs):
        for other, twin in pairs[:place]:
            spans = (_Spans(article.id, other, twin.answer), _Spans(article.id, language, passage.answer))
            differences = (*_values(spans, _BETWEEN_LANGUAGES, True), *_prices(spans), *_first_words(spans))
            if differences:
                yield Conflict(
                    "translation", article.id, article.id, f"{other}, {language}", (twin.question, passage.question), differences
                )


def _values(spans: tuple[_Spans, _Spans], kinds: Iterable[str], whole: bool = False) -> Iterator[Difference]:
    """For each kind a value of either side that the other has not.

    One who says less does not contradict, unless both are to say the `whole` of it, as an article's languages are; then a value
    that one side has alone stands against the one that the other has instead or else has besides.
    """
    mine, yours = values(spans[0].answer), values(spans[1].answer)
    for kind in kinds:
        ours, theirs = ([one for one in side if one.kind == kind] for side in (mine, yours))
        units = {one.unit for one in ours} & {one.unit for one in theirs}
        left, right = _unmatched(ours, theirs, units), _unmatched(theirs, ours, units)
        if whole and (left or right):
            left, right = left or _of(ours, units), right or _of(theirs, units)
        if left and right:
            yield Difference(kind, spans[0].of(left.start, left.end), spans[1].of(right.start, right.end))


def _unmatched(ours: Sequence[Value], theirs: Sequence[Value], units: set[str]) -> Value | None:
    return next((one for one in ours if one.unit in units and not any(one.same(other) for other in theirs)), None)


def _of(found: Sequence[Value], units: set[str]) -> Value:
    return next(one for one in found if one.unit in units)


def _prices(spans: tuple[_Spans, _Spans]) -> Iterator[Difference]:
    """What is free on one side and has a price, and no free case, on the other."""
    gratis = [free(one.answer) for one in spans]
    prices = [next((one for one in values(side.answer) if one.kind == "amount"), None) for side in spans]
    for first, second in ((0, 1), (1, 0)):
        place, price = gratis[first], prices[second]
        if place and price and not prices[first] and not gratis[second]:
            parts = {first: spans[first].of(*place), second: spans[second].of(price.start, price.end)}
            yield Difference("price", parts[0], parts[1])


def _polarity(spans: tuple[_Spans, _Spans]) -> Iterator[Difference]:
    """A yes against a no, or a sentence of which the other answer has the denial."""
    first = next(_first_words(spans), None)
    if first:
        yield first
        return
    for mine in polarity.statements(spans[0].answer):
        for yours in polarity.statements(spans[1].answer):
            if mine.denies != yours.denies and polarity.overlap(mine, yours) >= _ALIKE_SENTENCES:
                yield Difference("yes or no", spans[0].of(mine.start, mine.end), spans[1].of(yours.start, yours.end))
                return


def _first_words(spans: tuple[_Spans, _Spans]) -> Iterator[Difference]:
    said = [polarity.answer(one.answer) for one in spans]
    if said[0] and said[1] and said[0][0] != said[1][0]:
        yield Difference("yes or no", spans[0].of(*said[0][1:]), spans[1].of(*said[1][1:]))
