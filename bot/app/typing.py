"""Around typing: `GET /complete` and `GET /predict`, for pages that suggest questions before and while somebody types."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel, Field

from bot.anticipation import Anticipation
from bot.channels.websocket import conversation_of
from bot.edge.problems import Problem
from bot.edge.rates import Bucket, Rates
from bot.edge.texts import STRICT, Text
from retrieval.typing.context import Cart, Context, OrderState, Page
from retrieval.typing.questions import Question

LONGEST = 200  # characters
BURST, PER_SECOND = 60, 20.0  # of one address
ALL_BURST, ALL_PER_SECOND = 200, 100.0  # of all of them together: suggestions must not take the time of answers
COMPLETIONS, PREDICTIONS = 5, 4

Language = Literal["en", "zh"]
Secret = Annotated[
    str | None,
    Header(alias="X-Conversation", pattern=r"^[A-Za-z0-9_-]{32}$", description="the secret that `/ws` gave; it tells the order"),
]


class Typed(BaseModel):
    """What has been typed so far, on a page in that language."""

    model_config = STRICT

    text: Annotated[Text, Field(max_length=LONGEST, examples=["退kuan"])]
    language: Language = "en"


class Place(BaseModel):
    """Where the customer is; what is left out is not known."""

    model_config = STRICT

    language: Language = "en"
    page: Page | Literal[""] = ""
    cart: Cart | Literal[""] = ""
    order: OrderState | Literal[""] = ""


class Suggested(BaseModel):
    """A question to choose: send `title` as a message's text and `payload` as its payload."""

    title: str
    payload: str
    language: str


class Completions(BaseModel):
    """The questions that the text may become, best first; often none."""

    questions: list[Suggested]


class Predictions(Completions):
    """The likeliest questions, and the parts of the context that are known, to be sent with messages."""

    context: list[str]


def routes(typing: Anticipation | None) -> APIRouter:
    """The routes; a page that asks too often is refused, and does without. They suggest nothing before there is a base."""
    router = APIRouter(tags=["typing"])
    rates, everybody = Rates(BURST, PER_SECOND), Bucket(ALL_BURST, ALL_PER_SECOND)

    def admit(request: Request) -> None:
        if not (rates.take(request.client.host if request.client else "") and everybody.take()):
            raise Problem("rate_limited")

    @router.get("/complete", summary="Complete what is being typed")
    async def complete(typed: Annotated[Typed, Query()], request: Request) -> Completions:
        admit(request)
        indexes = typing and typing.indexes
        found = indexes.completer.complete(typed.text, typed.language, COMPLETIONS) if indexes else ()
        return Completions(questions=[_suggested(question) for question in found])

    @router.get("/predict", summary="Predict what will be asked")
    async def predict(place: Annotated[Place, Query()], request: Request, conversation: Secret = None) -> Predictions:
        admit(request)
        order = place.order
        if typing and conversation and not order:
            order = await typing.order(conversation_of(conversation)) or ""
        context = Context(place.language, place.page, place.cart, order)
        indexes = typing and typing.indexes
        found = indexes.predictor.predict(context, PREDICTIONS) if indexes else ()
        return Predictions(questions=[_suggested(question) for question in found], context=list(context.parts))

    return router


def _suggested(question: Question) -> Suggested:
    return Suggested(title=question.title, payload=f"article:{question.article_id}", language=question.language)
