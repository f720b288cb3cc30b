"""`/knowledge/imports` and `/knowledge/export`: files into drafts, and articles into files."""

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from pydantic import BaseModel

from bot.app.knowledge.keyed import Author, desk
from bot.app.knowledge.office import Office
from bot.app.knowledge.refusals import refusals
from bot.app.knowledge.revisions import imported
from bot.app.knowledge.shapes import NoteAsked
from bot.edge.problems import Problem
from configs import plugins
from knowledge_base import pipeline
from knowledge_base import report as reports
from knowledge_base.changes import Plan, plan
from knowledge_base.dryrun import examine
from knowledge_base.errors import KnowledgeError
from knowledge_base.report import Report
from knowledge_base.sources import ALIASES, FAMILY
from knowledge_base.writers import Writer

IMPORTS = "/knowledge/imports"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS = {
    "application/json": "json",
    "application/toml": "toml",
    "application/x-yaml": "yml",
    "application/yaml": "yml",
    "text/csv": "csv",
    "text/html": "html",
    "text/markdown": "md",
    "text/yaml": "yml",
    _SHEET: "xlsx",
}
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "md": "text/markdown; charset=utf-8", "xlsx": _SHEET}
_UNWANTED = re.compile(r"[^\w.-]+")


class Row(BaseModel):
    """An article that came in: where it stood in the file, and whether it is "added", "changed", "unchanged" or "removed"."""

    place: str
    id: str
    kind: str


class Bad(BaseModel):
    """What is wrong at a place, "" for the file as a whole; an "error" keeps its row out, a "warning" does not."""

    place: str
    severity: str
    problem: str


class Imported(BaseModel):
    """The report row by row; `drafts` are the ids that were saved, none in a dry run."""

    name: str
    dry_run: bool
    counts: dict[str, int]
    rows: list[Row]
    problems: list[Bad]
    drafts: list[str]


class How(BaseModel):
    """How a file is imported."""

    name: Annotated[str, Query(max_length=200, description="the file's name; its ending chooses the reader")] = ""
    dry_run: Annotated[bool, Query(description="report, and save nothing")] = False
    replace: Annotated[bool, Query(description="draft the removal of articles that the file does not hold")] = False
    language: Annotated[Literal["en", "zh"] | None, Query(description="of a file that does not say its own")] = None
    note: NoteAsked = ""


def routes(office: Office) -> APIRouter:
    """The routes; a file is the body, as it is."""
    router = desk(office, APIRoute)

    @router.post(
        "/imports",
        summary="Read a file into drafts, or only report its rows",
        openapi_extra={"requestBody": {"required": True, "content": {name: {"schema": {}} for name in _ENDINGS}}},
    )
    async def come(request: Request, how: Annotated[How, Depends()], author: Author) -> Imported:
        name = _name(how.name, request.headers.get("content-type", ""))
        content = await request.body()
        if not content:
            raise Problem("bad_file", reason="it is empty")
        return await run_in_threadpool(_imported, office, author, name, content, how)

    @router.get("/export", summary="The articles that are live, or all that editors see, as a file")
    def go(
        form: Annotated[Literal["csv", "json", "xlsx", "md"], Query(alias="format")] = "csv", drafts: bool = False
    ) -> Response:
        with refusals():
            if drafts:
                articles = [one.article for one in office.library.working() if one.article]
            else:
                articles = list(office.library.published() or pipeline.demo_articles())
            file = Path(f"articles.{form}")
            content = plugins.find(Writer, "knowledge_base.writers", form)().encoded(articles, file)
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return Response(content, media_type=_TYPES[form], headers=headers)

    return router


def _name(name: str, content_type: str) -> str:
    """A name without a folder, whose ending has a reader; raises Problem."""
    stem, _, ending = _UNWANTED.sub("_", re.split(r"[/\\]", name)[-1]).rpartition(".")
    if "." not in name:
        stem, ending = ending, _ENDINGS.get(content_type.partition(";")[0].strip().lower(), "")
    ending = ending.lower()
    if ALIASES.get(ending, ending) not in plugins.names(FAMILY):
        raise Problem("unknown_format", field="name")
    return f"{stem or 'import'}.{ending}"


def _imported(office: Office, author: str, name: str, content: bytes, how: How) -> Imported:
    with refusals("bad_file"):
        report = office.bench.do(lambda: _examined(name, content, how.language))
        library = office.library
        present = [one.article for one in library.working() if one.article]
        errors = (KnowledgeError(None, one.place, one.problem) for one in report.errors)
        planned = plan(present, [*report.articles, *errors], how.replace)
        parting = pipeline.leaving(library, [*(one.id for one in present), *(one.article_id for one in planned.changes)])
        if not how.dry_run and (planned.saved or planned.removed):
            library.save_all(planned.saved, author, how.note or imported(name), planned.removed)
    demo = [reports.Problem("", "", parting, "warning")] if parting else []
    return _reported(name, how.dry_run, Report((*report.entries, *demo)), planned)


def _examined(name: str, content: bytes, language: str | None) -> Report:
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        return examine(file, language)


def _reported(name: str, dry_run: bool, report: Report, planned: Plan) -> Imported:
    places = {one.article.id: one.place for one in report.found}
    problems = [*report.errors, *report.warnings]
    counts = Counter(str(one.kind) for one in planned.changes)
    saved: list[Any] = [] if dry_run else [*(one.id for one in planned.saved), *planned.removed]
    return Imported(
        name=name,
        dry_run=dry_run,
        counts={**counts, "errors": len(report.errors), "warnings": len(report.warnings)},
        rows=[Row(place=places.get(one.article_id, ""), id=one.article_id, kind=one.kind) for one in planned.changes],
        problems=[Bad(place=one.place, severity=one.severity, problem=one.problem) for one in problems],
        drafts=saved,
    )
