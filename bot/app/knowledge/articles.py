"""`/knowledge/articles`: what editors see, and drafts of it."""

import pathlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from pydantic import BaseModel

from bot.app.knowledge.keyed import Author, desk
from bot.app.knowledge.office import Office
from bot.app.knowledge.refusals import refusals
from bot.app.knowledge.shapes import Listed, NoteAsked, Warned, Whole, listed, whole
from bot.edge.problems import Problem
from knowledge_base.articles import Article
from knowledge_base.entries import ID, ArticleEntry, article_of
from knowledge_base.errors import KnowledgeError
from knowledge_base.history import Revision
from knowledge_base.library import Library
from knowledge_base.twins import twins

MOST = 200  # articles of a page
_TAG = re.compile(r'(?:W/)?"(\d{1,9})"')

Id = Annotated[str, Path(max_length=100)]
State = Literal["draft", "review", "published"]


class Written(ArticleEntry):
    """An article as imports have it; `id` may be left out, or be the one of the address."""

    id: str = ""


class Wanted(BaseModel):
    """Which articles: those that have all of it."""

    state: State | None = None
    language: Literal["en", "zh"] | None = None
    owner: str | None = None
    stale: bool = False
    text: Annotated[str, Query(max_length=200, description="in the id, a wording or an answer")] = ""


class Page(BaseModel):
    """Articles by id, and the cursor of the next page, None after the last; `total` counts them all."""

    articles: list[Listed]
    total: int
    next: str | None


def expected(if_match: Annotated[str, Header()] = "", if_none_match: Annotated[str, Header()] = "") -> int | None:
    """The revision that the client saw, by `If-Match: "3"`; 0 for `If-None-Match: *`, which wants a new article."""
    if if_none_match == "*":
        return 0
    if if_match in ("", "*"):
        return None
    tag = _TAG.fullmatch(if_match)
    if tag is None:
        raise Problem("bad_value", field="If-Match")
    return int(tag[1])


Expected = Annotated[int | None, Depends(expected)]


def routes(office: Office) -> APIRouter:
    """The routes; an article's ETag is the number of the revision that editors see."""
    router = desk(office)
    _add_reading(router, office.library)
    _add_saving(router, office)
    _add_handling(router, office.library)
    return router


def _add_reading(router: APIRouter, library: Library) -> None:
    @router.get("/articles", summary="What editors see: the newest draft of each article, else what is live")
    def some(
        wanted: Annotated[Wanted, Depends()],
        cursor: Annotated[str, Query(max_length=100)] = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> Page:
        with refusals():
            found = list(_found(library, wanted))
        rest = [one for one in found if one.id > cursor]
        after = rest[limit - 1].id if len(rest) > limit else None
        return Page(articles=rest[:limit], total=len(found), next=after)

    @router.get("/articles/{article_id}", summary="One article, with its revision's number as ETag")
    def one(article_id: Id, response: Response) -> Whole:
        with refusals():
            revision = library.current(article_id)
        if revision is None:
            raise Problem("unknown_article")
        return _tagged(response, revision, _twins(library, revision))


def _add_saving(router: APIRouter, office: Office) -> None:
    library = office.library

    @router.put("/articles/{article_id}", summary="Save a draft; If-Match refuses to overwrite somebody else's")
    def save(
        article_id: Annotated[str, Path(pattern=ID)],
        body: Written,
        seen: Expected,
        author: Author,
        response: Response,
        note: NoteAsked = "",
    ) -> Whole:
        article = _article(article_id, body)
        with refusals("bad_article"):
            revision = library.save(article, author, note, seen)
            warnings = [*_twins(library, revision), *_concerns(office, article)]
        return _tagged(response, revision, warnings)


def _add_handling(router: APIRouter, library: Library) -> None:
    @router.delete("/articles/{article_id}", summary="Save a draft that removes the article once it is published")
    def remove(article_id: Id, seen: Expected, author: Author, response: Response, note: NoteAsked = "") -> Whole:
        with refusals():
            return _tagged(response, library.remove(article_id, author, note, seen))

    @router.post("/articles/{article_id}/submit", summary="Hand the draft over for review")
    def submit(article_id: Id, seen: Expected, author: Author, response: Response, note: NoteAsked = "") -> Whole:
        with refusals():
            return _tagged(response, library.submit(article_id, author, note, seen))


def _tagged(response: Response, revision: Revision, warnings: list[Warned] | None = None) -> Whole:
    response.headers["ETag"] = f'"{revision.number}"'
    return whole(revision, warnings or [])


def _article(article_id: str, body: Written) -> Article:
    if body.id not in ("", article_id):
        raise Problem("bad_value", field="id")
    entry = body.model_dump(mode="json", exclude_unset=True) | {"id": article_id}
    made = article_of(entry, pathlib.Path(), "")
    if isinstance(made, KnowledgeError):
        raise Problem("bad_article", reason=made.problem)
    return made


def _found(library: Library, wanted: Wanted) -> Iterator[Listed]:
    today = datetime.now(UTC).date()
    for revision in library.working():
        article = revision.article or _last(library, revision.article_id)
        late = article.review_by is not None and article.review_by <= today
        if wanted.state not in (None, revision.state) or (wanted.stale and not late):
            continue
        if wanted.owner not in (None, article.owner) or not _speaks(article, wanted):
            continue
        yield listed(revision, article)


def _speaks(article: Article, wanted: Wanted) -> bool:
    """Whether the article has the language, and the text in it."""
    passages = [one for language, one in article.passages.items() if wanted.language in (None, language)]
    texts = (text.casefold() for one in passages for text in (article.id, *one.wordings, one.answer))
    return any(wanted.text.casefold() in text for text in texts)


def _last(library: Library, article_id: str) -> Article:
    """What the article was before its removal."""
    return next(one.article for one in reversed(library.history(article_id)) if one.article)


def _twins(library: Library, revision: Revision) -> list[Warned]:
    past = [one for one in library.history(revision.article_id) if one.number <= revision.number]
    return [
        Warned(
            kind="missing translation" if twin.missing else "older translation",
            other=twin.article_id,
            language=twin.language,
            text=f"There is no text in {twin.language}."
            if twin.missing
            else f"The {twin.language} text is older than the other.",
        )
        for twin in twins(past)
    ]


def _concerns(office: Office, article: Article) -> list[Warned]:
    others = [one.article for one in office.library.working() if one.article and one.article_id != article.id]
    found = office.concerns(article, others)
    return [Warned(kind=one.kind, other=one.other, language=one.language, text=str(one)) for one in found]
