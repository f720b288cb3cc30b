"""Locale twins: the same article in the shop's other languages, which of them is missing, and which has fallen behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge_base.articles import LANGUAGES
from knowledge_base.history import Revision


@dataclass(frozen=True)
class Twin:
    """A language in which an article is `missing`, or else has not followed the change that another language saw at `since`."""

    article_id: str
    language: str
    missing: bool
    since: datetime


def twins(history: Sequence[Revision]) -> Iterator[Twin]:
    """Yield what is wrong with the twins of the article whose revisions these are, up to the one of interest.

    A language is as old as the first revision with the question and answer that it has now, so that restoring an old revision
    restores that too. New wordings ask for no translation.
    """
    if not history or history[-1].article is None:
        return
    passages = history[-1].article.passages
    written = {language: _written(history, language) for language in passages}
    newest = max(written.values(), key=lambda revision: revision.number)
    for language in LANGUAGES:
        if language not in passages:
            yield Twin(history[-1].article_id, language, missing=True, since=newest.at)
        elif written[language].number < newest.number:
            yield Twin(history[-1].article_id, language, missing=False, since=newest.at)


def _written(history: Sequence[Revision], language: str) -> Revision:
    """The first revision that said in this language what the last one says."""
    said = _said(history[-1], language)
    return next(revision for revision in history if _said(revision, language) == said)


def _said(revision: Revision, language: str) -> tuple[str, str] | None:
    passage = revision.article and revision.article.passages.get(language)
    return (passage.question, passage.answer) if passage else None
