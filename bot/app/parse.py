"""Rasa's `POST /model/parse`: what a text means, without a conversation."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from bot.app.service import Service
from bot.edge.problems import Problem
from bot.edge.strict_json import JSONRoute
from bot.edge.texts import STRICT, Identifier, Text
from nlu.understanding import Understanding


class Question(BaseModel):
    """A text to understand; `message_id` comes back as it was given, `explain` asks why it is understood so."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"text": "Where is order SK1048213?"}]}}

    text: Text
    message_id: Identifier | None = None
    explain: bool = False


class Ranked(BaseModel):
    """An intent and its probability."""

    name: str
    confidence: float


class Found(BaseModel):
    """An entity; `start` and `end` count code points of the text, `normalized` is comparable."""

    entity: str
    value: str
    start: int
    end: int
    normalized: str
    extractor: str = "shopkeeper"


class Tone(BaseModel):
    """The sentiment and its probability."""

    label: str
    score: float


class Asked(BaseModel):
    """One thing that the text asks for, or, `negated`, refuses; `start` and `end` count code points of the text."""

    text: str
    start: int
    end: int
    intent: Ranked
    negated: bool


class Parsed(BaseModel):
    """Rasa's answer, and what we know besides."""

    text: str
    intent: Ranked
    intent_ranking: list[Ranked]
    entities: list[Found]
    language: str
    sentiment: Tone
    requests: list[Asked]
    out_of_scope: bool
    model: str
    message_id: str | None = None


class Explained(Parsed):
    """The same with the reasons: both models' opinions, the words that decided, the nearest training sentences."""

    explanation: dict[str, Any]


def _parsed(understanding: Understanding, message_id: str | None) -> dict[str, Any]:
    ranking = [{"name": intent.name, "confidence": intent.confidence} for intent in understanding.intents]
    return {
        "text": understanding.text,
        "message_id": message_id,
        "intent": ranking[0],
        "intent_ranking": ranking,
        "entities": [
            {"entity": found.type, "value": found.value, "start": found.start, "end": found.end, "normalized": found.normalized}
            for found in understanding.entities
        ],
        "language": understanding.language,
        "sentiment": {"label": understanding.sentiment.label, "score": understanding.sentiment.score},
        "requests": [
            {
                "text": one.text,
                "start": one.start,
                "end": one.end,
                "intent": {"name": one.intent.name, "confidence": one.intent.confidence},
                "negated": one.negated,
            }
            for one in understanding.requests
        ],
        "out_of_scope": understanding.out_of_scope,
        "model": understanding.model,
    }


def routes(service: Service) -> APIRouter:
    """The route."""
    router = APIRouter(tags=["messages"], route_class=JSONRoute)

    @router.post("/model/parse", summary="Understand a text", response_model=Explained | Parsed)
    async def parse(body: Question) -> Any:
        if len(body.text) > service.limits.text_characters:
            raise Problem("too_long", field="text")
        if not body.explain:
            return _parsed(await service.parse(body.text), body.message_id)
        told = await service.explain(body.text)
        return _parsed(told.understanding, body.message_id) | {"explanation": told.to_json()}

    return router
