"""`/knowledge/articles/{id}/...`: how an article came to be what it is, and drafts that are given up."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from bot.app.knowledge.articles import Expected, Id
from bot.app.knowledge.keyed import Author, desk
from bot.app.knowledge.office import Office
from bot.app.knowledge.refusals import refusals
from bot.app.knowledge.shapes import ArticleId, Note, NoteAsked, Seen, Whole, seen, whole
from bot.edge.problems import Problem
from bot.edge.texts import STRICT, Identifier
from knowledge_base.articles import Article
from knowledge_base.differences import differences
from knowledge_base.entries import entry_of
from knowledge_base.errors import Unknown
from knowledge_base.history import Revision
from knowledge_base.library import Library

Number = Annotated[int, Query(ge=0, le=999_999_999)]


class Stretch(BaseModel):
    """A stretch of text that is "same", "removed" or "added"."""

    kind: str
    text: str


class Changed(BaseModel):
    """One field, such as `en.answer`, that held `old` and holds `new`."""

    field: str
    old: str
    new: str
    pieces: list[Stretch]


class Abandoned(BaseModel):
    """Whose drafts go: these articles', or those that an import from the file of that name left."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"imported": "faq.xlsx"}]}}

    ids: list[ArticleId] = Field(default=[], max_length=10_000)
    imported: Identifier | None = None
    note: Note = ""


def imported(name: str) -> str:
    """The note that an import from a file of that name leaves, the same as on the command line."""
    return f"imported from {name}"


def routes(office: Office) -> APIRouter:
    """The routes."""
    router = desk(office)
    _add_history(router, office.library)
    _add_drafting(router, office.library)
    return router


def _add_history(router: APIRouter, library: Library) -> None:
    @router.get("/articles/{article_id}/history", summary="Every revision: who, when and why")
    def history(article_id: Id) -> list[Seen]:
        with refusals():
            return [Seen(**seen(one)) for one in _history(library, article_id).values()]

    @router.get("/articles/{article_id}/revisions/{number}", summary="One revision, whole")
    def revision(article_id: Id, number: Annotated[int, Path(ge=1, le=999_999_999)]) -> Whole:
        with refusals():
            past = _history(library, article_id)
        if number not in past:
            raise Problem("unknown_article")
        return whole(past[number])

    @router.get(
        "/articles/{article_id}/diff", summary="What changed from revision a to b; by default from what is live to the newest"
    )
    def diff(article_id: Id, a: Number | None = None, b: Number | None = None) -> list[Changed]:
        with refusals():
            past = _history(library, article_id)
            newest = max(past)
            new = newest if b is None else b
            live = [number for number, one in past.items() if one.state == "published" and number < new]
            old = max(live, default=max(new - 1, 0)) if a is None else a
            return _changed(_content(past, article_id, old), _content(past, article_id, new))

    @router.get("/articles/{article_id}/versions/{version}", summary="What the version said that an old reply names")
    def version(article_id: Id, version: Annotated[str, Path(max_length=64)]) -> dict[str, Any]:
        with refusals():
            article = library.version(article_id, version)
        if article is None:
            raise Problem("unknown_article")
        return entry_of(article)


def _add_drafting(router: APIRouter, library: Library) -> None:
    @router.post("/articles/{article_id}/restore", summary="Make a draft with the content of an old revision")
    def restore(
        article_id: Id,
        revision: Annotated[int, Query(ge=1, le=999_999_999)],
        expected: Expected,
        author: Author,
        response: Response,
        note: NoteAsked = "",
    ) -> Whole:
        with refusals():
            made = library.restore(article_id, revision, author, note or f"restored from revision {revision}", expected)
        response.headers["ETag"] = f'"{made.number}"'
        return whole(made)

    @router.post("/discard", summary="Give up drafts; what is live stays")
    def discard(body: Abandoned, author: Author) -> list[Seen]:
        with refusals():
            ids = list(body.ids)
            if body.imported is not None:
                note = imported(body.imported)
                ids += [one.article_id for one in library.drafts() if one.note == note and one.article_id not in ids]
            if not ids:
                raise Unknown("", "there is no such draft: name articles by `ids`, or by `imported` the file that they came from")
            return [Seen(**seen(one)) for one in library.discard(ids, author, body.note or "draft discarded")]


def _history(library: Library, article_id: str) -> Mapping[int, Revision]:
    found = {one.number: one for one in library.history(article_id)}
    if not found:
        raise Unknown(article_id, "there is no such article")
    return found


def _content(history: Mapping[int, Revision], article_id: str, number: int) -> Article | None:
    """What a revision holds; before the first there was nothing."""
    if number and number not in history:
        raise Unknown(article_id, f"there is no revision {number}; the newest is {max(history)}")
    return history[number].article if number else None


def _changed(old: Article | None, new: Article | None) -> list[Changed]:
    return [
        Changed(
            field=one.field,
            old=one.old,
            new=one.new,
            pieces=[Stretch(kind=piece.kind, text=piece.text) for piece in one.pieces],
        )
        for one in differences(old, new)
    ]
