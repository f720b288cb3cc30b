"""Locale twins: the same article in the shop's other languages, which of them is missing, and which has fallen behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge_base.articles import LANGUAGES
from knowledge_base.history import Revision

Said = Mapping[str, tuple[str, str]]
"""Question and answer by language."""


@dataclass(frozen=True)
class Twin:
    """A language in which an article is `missing`, or else has not followed the change that another language saw at `since`."""

    article_id: str
    language: str
    missing: bool
    since: datetime


def twins(history: Sequence[Revision]) -> Iterator[Twin]:
    """Yield what is wrong with the twins of the article whose revisions these are, up to the one of interest.

    New wordings ask for no translation, only another question or answer does.
    """
    last = history[-1] if history else None
    if last is None or last.article is None:
        return
    behind = _behind(history)
    for language in LANGUAGES:
        if language not in last.article.passages:
            yield Twin(last.article_id, language, missing=True, since=last.at)
        elif language in behind:
            yield Twin(last.article_id, language, missing=False, since=behind[language])


def _behind(history: Sequence[Revision]) -> Mapping[str, datetime]:
    """The languages that have a change to follow in the end, with its moment."""
    behind: Mapping[str, datetime] = {}
    before: Said = {}
    known: dict[frozenset[tuple[str, tuple[str, str]]], Mapping[str, datetime]] = {}
    for revision in history:
        if revision.article is None:
            continue
        said = {language: (one.question, one.answer) for language, one in revision.article.passages.items()}
        # What was restored is as far behind as it was.
        behind = known.setdefault(frozenset(said.items()), _followed(behind, before, said, revision.at))
        before = said
    return behind


def _followed(behind: Mapping[str, datetime], before: Said, said: Said, at: datetime) -> Mapping[str, datetime]:
    """Who is behind after a revision: a language that was behind, or not there, follows; any other leads, and the rest must."""
    changed = {language for language in said if said[language] != before.get(language)}
    leads = any(language in before and language not in behind for language in changed)
    rest = said.keys() - changed
    return dict.fromkeys(rest, at) if leads else {language: behind[language] for language in rest & behind.keys()}
