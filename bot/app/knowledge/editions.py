"""`/knowledge/editions`, `publish`, `withdraw` and `rollback`: what goes live, and what no longer is."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from bot.app.knowledge.keyed import Author, desk
from bot.app.knowledge.measuring import Judged
from bot.app.knowledge.office import Office
from bot.app.knowledge.publishing import Publication, publish
from bot.app.knowledge.refusals import refusals
from bot.app.knowledge.shapes import ArticleId, Chosen, Note, Published, published
from bot.edge.problems import Problem
from bot.edge.texts import STRICT
from knowledge_base.library import Library
from knowledge_base.pipeline import leaving


class Going(BaseModel):
    """What shall go live: the newest drafts of these articles, of all without `ids`; `force` passes a closed gate."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"ids": ["returns"], "note": "30 days now"}]}}

    ids: list[ArticleId] | None = Field(default=None, min_length=1, max_length=10_000)
    note: Note = ""
    force: bool = False


class Back(BaseModel):
    """The number of the edition whose articles shall be live again."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"edition": 3, "note": "the new prices were wrong"}]}}

    edition: Annotated[int, Field(ge=1, le=999_999_999)]
    note: Note = ""


class Gone(Published):
    """An edition that went live, what the shop's tests said of it, None where there are none, and what it took away."""

    tests: Judged | None
    warnings: list[str]


def routes(office: Office) -> APIRouter:
    """The routes."""
    router = desk(office)
    _add_editions(router, office.library)
    _add_publishing(router, office)
    return router


def _add_editions(router: APIRouter, library: Library) -> None:
    @router.get("/editions", summary="Every publication, the newest first: who, when and why")
    def editions() -> list[Published]:
        with refusals():
            return [published(one) for one in reversed(library.editions())]

    @router.get("/editions/live", summary="The edition that is live")
    def live() -> Published:
        with refusals():
            edition = library.edition()
            if edition is None:
                raise Problem("unknown_article", reason="nothing was published yet; the demo shop's articles serve")
            return published(edition)

    @router.get("/editions/{number}/articles", summary="The revision of each article in an edition, by id")
    def revisions(number: Annotated[int, Path(ge=1, le=999_999_999)]) -> dict[str, int]:
        with refusals():
            found = next((one for one in library.editions() if one.number == number), None)
            if found is None:
                raise Problem("unknown_article")
            return dict(found.revisions)


def _add_publishing(router: APIRouter, office: Office) -> None:
    library = office.library

    @router.post("/publish", summary="Make drafts live, all at once, if the shop's tests let them pass")
    def go(body: Going, author: Author) -> Gone:
        with refusals():
            warnings = [one for one in [leaving(library, body.ids)] if one]
            edition, tests = publish(office, Publication(body.ids, author, body.note, body.force))
            return Gone(**vars(published(edition)), tests=tests, warnings=warnings)

    @router.post("/withdraw", summary="Take articles out at once; their drafts stay")
    def withdraw(body: Chosen, author: Author) -> Published:
        with refusals():
            return published(library.withdraw(body.ids, author, body.note))

    @router.post("/rollback", summary="Make live again what an old edition had; drafts stay")
    def rollback(body: Back, author: Author) -> Published:
        with refusals():
            return published(library.rollback(body.edition, author, body.note or f"rollback to edition {body.edition}"))
