"""The knowledge base over HTTP, `/knowledge/...`: what editors do on the command line, with tokens and idempotency keys."""

from collections.abc import Mapping

from fastapi import APIRouter

from bot.app.knowledge import articles, editions, imports, lacks, revisions, searching
from bot.app.knowledge.office import Office

__all__ = ["Office", "larger", "routes"]


def routes(office: Office) -> list[APIRouter]:
    """All routers."""
    return [family.routes(office) for family in (articles, revisions, editions, imports, searching, lacks)]


def larger(office: Office | None) -> Mapping[str, int]:
    """The bytes that a body may have on paths where it may be larger than elsewhere."""
    return {imports.IMPORTS: office.knowledge.import_bytes} if office else {}
