"""The REST channel: Rasa's `POST /webhooks/rest/webhook`, a message in and its replies out."""

import dataclasses
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.channels import Channel, Context
from bot.edge.problems import Problem
from bot.edge.rates import Rates
from bot.edge.strict_json import JSONRoute
from bot.edge.texts import STRICT, Identifier, Text
from bot.messages import Message, Reply


class Metadata(BaseModel):
    """The caller's own notes: `customer` says who writes, `language` what their page speaks; the rest is not kept."""

    model_config = ConfigDict(extra="ignore", strict=True)

    customer: Identifier | None = None
    language: Literal["en", "zh"] | None = None


class Incoming(BaseModel):
    """A message, or a button's payload; with the same `message_id` again the same replies come back and nothing happens twice."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"sender": "anna", "message": "Where is my order?"}]}}

    sender: Identifier
    message: Text
    message_id: Identifier | None = None
    metadata: Metadata | None = None

    def to_message(self) -> Message:
        """The message as the dialogue knows it."""
        conversation = f"rest:{self.sender}"
        metadata = self.metadata or Metadata()
        return Message(
            id=self.message_id or str(uuid.uuid4()),
            conversation=conversation,
            customer=metadata.customer or conversation,
            channel="rest",
            text=self.message,
            language=metadata.language or "",
        )


class Button(BaseModel):
    """A quick reply: show `title`, send `payload` as the next message."""

    title: str
    payload: str


class Outgoing(BaseModel):
    """One reply; buttons, image and custom are left out when there are none."""

    recipient_id: str
    text: str
    buttons: list[Button] = Field(default_factory=list)
    image: str = ""
    custom: dict[str, Any] = Field(default_factory=dict)


def outgoing(sender: str, reply: Reply) -> dict[str, Any]:
    """`reply` in Rasa's shape; cards go into `custom.cards`."""
    custom = dict(reply.data) | ({"cards": [dataclasses.asdict(card) for card in reply.cards]} if reply.cards else {})
    parts = {"buttons": [dataclasses.asdict(button) for button in reply.quick_replies], "image": reply.image, "custom": custom}
    return {"recipient_id": sender, "text": reply.text} | {name: part for name, part in parts.items() if part}


def _lines(values: Sequence[dict[str, Any]]) -> Iterator[str]:
    for value in values:
        yield json.dumps(value, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Rest(Channel):
    """A sender may send `burst` messages at once and `per_second` in the long run."""

    burst: int = 120
    per_second: float = 20.0

    def routes(self, context: Context) -> APIRouter:
        """The webhook and its health check."""
        router = APIRouter(prefix="/webhooks/rest", tags=["messages"], route_class=JSONRoute)
        rates = Rates(self.burst, self.per_second)

        @router.get("", include_in_schema=False)
        @router.get("/", summary="Whether the channel is there")
        async def health() -> dict[str, str]:
            return {"status": "ok"}

        @router.post("/webhook", summary="Send a message and get its replies", response_model=list[Outgoing])
        async def webhook(
            body: Incoming, stream: Annotated[bool, Query(description="replies as JSON lines")] = False
        ) -> Response:
            if len(body.message) > context.limits.text_characters:
                raise Problem("too_long", field="message")
            if not rates.take(body.sender):
                raise Problem("rate_limited")
            replies = [outgoing(body.sender, reply) for reply in await context.respond(body.to_message())]
            return StreamingResponse(_lines(replies), media_type="application/x-ndjson") if stream else JSONResponse(replies)

        return router
