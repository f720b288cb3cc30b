"""Questions out of sources that are not tables of articles: pages, documents, other products' exports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.entries import article_of
from knowledge_base.languages import language_of, name_of
from knowledge_base.markup import TooComplex, markdown_of, removed
from knowledge_base.report import Entry, Problem, Source, entry_at


@dataclass(frozen=True)
class Question:
    """A question with its answer in one language, at a `place` of its file; `id` "" for one made of the question."""

    place: str
    question: str
    answer: str
    id: str = ""
    language: str | None = None
    variants: tuple[str, ...] = ()
    metadata: tuple[tuple[str, object], ...] = ()


def article(asked: Question, file: Source, prefix: str = "") -> Entry:
    """The article that a question makes; its id has the `prefix` where it is made of the question."""
    place = f"{asked.place} ({asked.id})" if asked.id else asked.place
    if not asked.answer.strip():
        return Problem(file, place, f"{asked.question[:60]!r} has no answer below it; write one or take the question out")
    language = asked.language or language_of(f"{asked.question} {asked.answer}")
    passage = {"question": asked.question, "answer": asked.answer, "variants": list(asked.variants)}
    entry = {**dict(asked.metadata), "id": asked.id or name_of(asked.question, prefix), language: passage}
    return entry_at(file, asked.place, article_of(entry, Path(file), asked.place))


def answer_of(html: str, file: Source, place: str, base: str | None = None) -> Iterator[str | Problem]:
    """Yield the answer that `html` gives, after a warning that names what was taken out; or why there is none."""
    try:
        taken = removed(html)
        answer = markdown_of(html, base)
    except TooComplex:
        yield Problem(file, place, "its HTML is nested too deeply or too long; simplify it")
        return
    if taken:
        yield removal(file, place, taken)
    yield answer


def removal(file: Source, place: str, taken: Iterable[str]) -> Problem:
    """The warning that names what was taken out of an answer."""
    return Problem(file, place, f"was cleaned of {', '.join(taken)}", "warning")
