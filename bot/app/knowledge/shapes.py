"""The JSON of articles, revisions and editions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from bot.edge.texts import STRICT, has_control
from knowledge_base.articles import Article
from knowledge_base.entries import ID, entry_of
from knowledge_base.history import Edition, Revision


def _storable(text: str) -> str:
    if has_control(text):
        raise PydanticCustomError("bad_text", "has control characters")
    return text


Note = Annotated[str, Field(max_length=1_000), AfterValidator(_storable)]
"""Why something is done, for those who read the history."""

NoteAsked = Annotated[Note, Query(description="why, for those who read the history")]
ArticleId = Annotated[str, Field(pattern=ID)]


class Seen(BaseModel):
    """A revision of an article in a list; `removed` says that it takes the article away, whose last content is shown."""

    id: str
    number: int
    state: str
    version: str | None
    author: str
    at: datetime
    note: str
    edition: int | None
    removed: bool


class Listed(Seen):
    """An article in a list, with its questions by language."""

    questions: dict[str, str]
    owner: str
    review_by: date | None


class Warned(BaseModel):
    """Something to look at, though the article was saved; `text` is in English."""

    kind: str
    other: str
    language: str
    text: str


class Whole(Seen):
    """A revision with its article, as imports and exports write it, None where it is removed."""

    article: dict[str, Any] | None
    warnings: list[Warned] = []


class Published(BaseModel):
    """An edition, and how many articles it has."""

    number: int
    base: str
    author: str
    at: datetime
    note: str
    articles: int


class Chosen(BaseModel):
    """Articles by id, and why they are chosen."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"ids": ["returns"], "note": "new terms"}]}}

    ids: list[ArticleId] = Field(min_length=1, max_length=10_000)
    note: Note = ""


def seen(revision: Revision) -> dict[str, Any]:
    """The members of Seen."""
    return {
        "id": revision.article_id,
        "number": revision.number,
        "state": revision.state,
        "version": revision.version,
        "author": revision.author,
        "at": revision.at,
        "note": revision.note,
        "edition": revision.edition,
        "removed": revision.article is None,
    }


def listed(revision: Revision, article: Article) -> Listed:
    """A revision whose `article`, its last where it removes that, is shown in short."""
    questions = {language: passage.question for language, passage in article.passages.items()}
    return Listed(**seen(revision), questions=questions, owner=article.owner, review_by=article.review_by)


def whole(revision: Revision, warnings: Sequence[Warned] = ()) -> Whole:
    """A revision with all of it."""
    article = entry_of(revision.article) if revision.article else None
    return Whole(**seen(revision), article=article, warnings=list(warnings))


def revision_json(revision: Revision) -> dict[str, Any]:
    """A revision as plain JSON."""
    return whole(revision).model_dump(mode="json")


def published(edition: Edition) -> Published:
    """An edition."""
    return Published(
        number=edition.number,
        base=edition.base,
        author=edition.author,
        at=edition.at,
        note=edition.note,
        articles=len(edition.revisions),
    )
