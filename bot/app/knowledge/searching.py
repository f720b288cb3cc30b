"""`/knowledge/explain`, `tests` and `dial`: how the articles are found."""

from dataclasses import asdict
from threading import Lock
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from bot.app.knowledge.keyed import desk
from bot.app.knowledge.measuring import Asked, asked, told
from bot.app.knowledge.office import Office
from bot.app.knowledge.publishing import shop_cases
from bot.app.knowledge.refusals import refusals
from bot.app.knowledge.shapes import ArticleId
from bot.edge.problems import Problem
from bot.edge.texts import STRICT, Text
from nlu.language import language_of
from retrieval import dial
from retrieval.testing import Case, Trace, add, explain
from retrieval.testing.cases import FILE

LONGEST = 4_000  # characters of a question

Question = Annotated[Text, Field(max_length=LONGEST)]
Language = Literal["en", "zh"]


class Puzzle(BaseModel):
    """A question to take apart, as if it came in `channel`; its language is detected where it is not said."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"text": "Can I send it back?", "language": "en"}]}}

    text: Question
    language: Language | None = None
    count: Annotated[int, Field(ge=1, le=50)] = 5
    channel: Annotated[str, Field(max_length=100)] = ""


class Expectation(BaseModel):
    """A question and the id of its article, "" where nothing must be answered."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"question": "Can I send it back?", "article": "returns"}]}}

    question: Question
    article: ArticleId | Literal[""]
    language: Language | None = None

    @property
    def case(self) -> Case:
        """The test."""
        text = self.question.strip()
        return Case(text, self.language or language_of(text), self.article)


class Examination(BaseModel):
    """What to ask: these `cases` or the shop's own tests; with `drafts`, of the base as it would be, beside what is live."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"drafts": True}]}}

    cases: list[Expectation] | None = None
    drafts: bool = False


class Kept(BaseModel):
    """The test as it is kept; `added` is false where it stood there already."""

    question: str
    language: str
    article: str
    added: bool


def routes(office: Office) -> APIRouter:
    """The routes."""
    router = desk(office)
    _add_explaining(router, office)
    _add_testing(router, office)
    _add_cases(router, office)
    return router


def _add_explaining(router: APIRouter, office: Office) -> None:
    @router.post("/explain", summary="Every stage of the search for a question, and why the first article won")
    def explained(body: Puzzle) -> dict[str, Any]:
        served = office.bench.served()
        searcher = served.overlay.searcher
        found = explain(searcher, served.understander, body.text, office.retrieval, body.language, body.count, body.channel)
        return _trace(found)

    @router.get("/dial", summary="What it costs to be right so often, by language")
    def turned(precision: Annotated[float, Query(gt=0, lt=1)] = 0.95) -> dict[str, dict[str, Any]]:
        points = office.bench.served().overlay.searcher.ranking.points
        if not any(one.questions for one in points.values()):
            raise Problem("no_questions")
        found = {language: dial.turned(one, precision, office.retrieval.answer_above) for language, one in points.items()}
        return {language: _setting(one) | {"source": points[language].source} for language, one in found.items()}


def _add_testing(router: APIRouter, office: Office) -> None:
    @router.post("/tests", summary="Ask many questions and count what comes of them")
    def tests(body: Examination) -> Asked:
        with refusals():
            cases = _cases(office, body)
            if not body.drafts:
                return asked(*office.bench.live(office.library, cases))
            judgement = office.bench.judged(office.library, cases)
            return asked(judgement.run, judgement.unknown, told(judgement))


def _add_cases(router: APIRouter, office: Office) -> None:
    writing = Lock()

    @router.get("/tests/cases", summary="The shop's own tests")
    def cases() -> list[dict[str, str]]:
        with refusals():
            return [asdict(one) for one in shop_cases(office)]

    @router.post("/tests/cases", summary="Keep a question as one of the shop's tests")
    def keep(body: Expectation) -> Kept:
        case = body.case
        with refusals(), writing:
            known = {one.id for one in office.bench.served().overlay.searcher.articles}
            if case.article and case.article not in known and office.library.current(case.article) is None:
                raise Problem("unknown_article", field="article")
            added = add(office.data / FILE, case)
        return Kept(**asdict(case), added=added)


def _cases(office: Office, body: Examination) -> list[Case]:
    if body.cases is not None and len(body.cases) > office.knowledge.test_questions:
        raise Problem("too_many_questions", field="cases")
    found = list(shop_cases(office)) if body.cases is None else [one.case for one in body.cases]
    if not found:
        raise Problem("no_questions", reason="send `cases`, or keep some with POST /knowledge/tests/cases")
    return found


def _trace(found: Trace) -> dict[str, Any]:
    """The trace, with the points of each contribution."""
    told = asdict(found)
    for stage, made in zip(told["stages"], found.stages, strict=True):
        for one, contribution in zip(stage["contributions"], made.contributions, strict=True):
            one["points"] = contribution.points
    return told


def _setting(setting: dial.Setting) -> dict[str, Any]:
    point = setting.point
    measured = {"precision": point.precision, "coverage": point.coverage, "silent": point.silent}
    return {"target": setting.target, "problem": setting.problem, **asdict(point), **measured}
