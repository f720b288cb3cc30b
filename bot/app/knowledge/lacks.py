"""`/knowledge/gaps`, `proposals` and `health`: what the articles lack, and what is wrong with those that there are."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool

from analytics.gaps.drafts import Draft, draft
from analytics.gaps.finding import Found, Search
from analytics.gaps.pipeline import period
from analytics.gaps.questions import collect
from analytics.gaps.report import as_json, gap_json
from analytics.mining.log import turns
from analytics.mining.proposals import SUPPORT, Proposal, proposed
from bot.app.knowledge.articles import Id
from bot.app.knowledge.keyed import desk
from bot.app.knowledge.office import Office
from bot.app.knowledge.refusals import refusals
from bot.edge.problems import Problem
from knowledge_base import pipeline
from knowledge_base.checkup import checkup
from knowledge_base.entries import entry_of

Days = Annotated[int, Query(ge=1, le=36_500, description="the period, back from now")]


def routes(office: Office) -> APIRouter:
    """The routes; each reads and thinks anew, in the thread that gives way to customers."""
    router = desk(office)
    _add_gaps(router, office)
    _add_proposals(router, office)

    @router.get("/health", summary="What is expired, stale, said twice, or said otherwise elsewhere, the gravest first")
    def health() -> list[dict[str, str]]:
        with refusals():
            return [asdict(one) for one in office.bench.do(lambda: checkup(office.library, datetime.now(UTC)))]

    return router


def _add_gaps(router: APIRouter, office: Office) -> None:
    @router.get("/gaps", summary="What customers ask and no article answers, with trends; solved once an article answers it")
    async def gaps(days: Days = 30) -> dict[str, Any]:
        told = as_json((await _found(office, days)).report)
        # Each gap by itself has its questions.
        return told | {"gaps": [{name: value for name, value in one.items() if name != "questions"} for one in told["gaps"]]}

    @router.get("/gaps/{gap_id}", summary="One gap with its questions, people's replies, and the article drafted from the best")
    async def gap(gap_id: Id, days: Days = 30) -> dict[str, Any]:
        found = await _found(office, days)
        one = found.report.gap(gap_id)
        if one is None:
            raise Problem("unknown_article", reason=f"there is no gap {gap_id!r} in this period")
        made = await run_in_threadpool(office.bench.do, lambda: draft(one, found.understander, found.metric))
        return gap_json(one) | {"draft": _drafted(made)}


def _add_proposals(router: APIRouter, office: Office) -> None:
    @router.get("/proposals", summary="Articles proposed out of what people answered in the log")
    async def proposals(support: Annotated[int, Query(ge=1, le=1_000)] = SUPPORT) -> list[dict[str, Any]]:
        read = await turns(office.log)
        understander = office.bench.served().understander
        found = await run_in_threadpool(office.bench.do, lambda: proposed(read, understander, office.data, support))
        return [_proposal(one) for one in found]


async def _found(office: Office, days: int) -> Found:
    since, until = period(days, datetime.now(UTC))
    questions = await collect(office.log, since)

    def report() -> Found:
        with refusals():
            articles = office.library.published() or pipeline.demo_articles()
            return Search(office.data, office.bench.served().understander, articles).report(questions, since, until)

    return await run_in_threadpool(office.bench.do, report)


def _drafted(made: Draft | None) -> dict[str, Any] | None:
    """The article as PUT takes it, and the languages in which nobody has answered yet."""
    return {"article": entry_of(made.article), "missing": list(made.missing)} if made else None


def _proposal(one: Proposal) -> dict[str, Any]:
    return {"article": entry_of(one.article), "support": one.support, "agreement": round(one.agreement, 4)}
