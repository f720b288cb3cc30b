"""Messengers: a platform posts events to a webhook, and is told replies over HTTP."""

import hashlib
import hmac
import os
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

import httpx
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from bot.channels import Channel, Context
from bot.channels._buttons import Limits, shown
from bot.edge.problems import Problem
from bot.edge.strict_json import loads_bytes
from bot.edge.texts import has_control, is_empty
from bot.errors import TryLater, Undeliverable
from bot.messages import Card, Message, Reply
from configs.errors import ConfigurationError

UNREADABLE = "attachment:"
"""How the payload of a message begins that has no text; what it is follows, such as photo."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Call:
    """A request that makes a platform show one message."""

    url: str
    body: Mapping[str, Any] = field(hash=False)


class Platform(Channel):
    """A messenger; the names of its conversations are `NAME:ADDRESS`, where replies go.

    Everything is refused that does not prove to come from the platform. Nothing is answered in the webhook: what came in is
    kept, and replies are delivered from the log.
    """

    name: ClassVar[str]
    limits: ClassVar[Limits]
    window: ClassVar[timedelta | None] = None
    """For how long after a customer's last message the platform lets us write; None for ever."""

    token_env: str
    secret_env: str

    def __post_init__(self) -> None:
        for variable in (self.token_env, self.secret_env):
            secret(variable)

    @abstractmethod
    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the platform sent these bytes, and not long ago."""

    @abstractmethod
    def events(self, content: Any) -> Iterable[Any]:
        """All single events in the content of a webhook."""

    @abstractmethod
    def message(self, event: Any) -> Message | None:
        """The message that an event is, None for what is none; raises pydantic.ValidationError for what is of no known shape.

        Of a message without text the payload begins with UNREADABLE, and the text says what it is, such as [photo].
        """

    @abstractmethod
    def calls(self, address: str, reply: Reply) -> Sequence[Call]:
        """The requests that show `reply`, already cut to the `limits`; the same ones each time."""

    @abstractmethod
    def headers(self, key: str) -> Mapping[str, str]:
        """What a request carries; `key` is the same whenever the same request is tried again."""

    def content(self, body: bytes) -> Any:
        """What a body holds; raises Problem."""
        return loads_bytes(body)

    def answer(self, content: Any) -> Any:
        """What the webhook answers besides that it got the event."""
        return {}

    def greeting(self, query: Mapping[str, str]) -> str | None:
        """The answer to the question whether the webhook is ours, which some platforms ask first; None refuses."""
        return None

    def shown(self, address: str, reply: Reply) -> Sequence[Call]:
        """The requests that show `reply`, which is cut to the `limits` first; cards become texts with a picture."""
        parts = [shown(reply, self.limits), *(_as_reply(card) for card in reply.cards)]
        return [call for part in parts for call in self.calls(address, part)]

    def accepted(self, answer: httpx.Response) -> None:
        """Raises TryLater or Undeliverable unless the platform took the message."""
        if answer.status_code == 429 or answer.status_code >= 500 or answer.status_code == 408:
            raise TryLater(f"{self.name} answers {answer.status_code}", pause(answer))
        if not answer.is_success:
            raise Undeliverable(f"{self.name} answers {answer.status_code}: {answer.text[:300]}")

    def routes(self, context: Context) -> APIRouter:
        """The webhook `/webhooks/NAME/webhook`."""
        router = APIRouter(prefix=f"/webhooks/{self.name}", tags=["messengers"])

        @router.get("/webhook", include_in_schema=False)
        async def greet(request: Request) -> Response:
            answer = self.greeting(request.query_params)
            if answer is None:
                raise Problem("bad_signature")
            return Response(answer, media_type="text/plain")

        @router.post("/webhook", summary=f"Where {self.name} posts events")
        async def webhook(request: Request) -> Response:
            body = await request.body()
            if not self.genuine(request.headers, body):
                raise Problem("bad_signature")
            content = self.content(body)
            await context.receive([message for event in self.events(content) if (message := self._read(event, context))])
            return JSONResponse(self.answer(content))

        return router

    def _read(self, event: Any, context: Context) -> Message | None:
        try:
            return self.message(event)
        except ValidationError as error:
            # Others of the batch may be fine, and the platform would only send this one again.
            log.warning("event_unknown", channel=self.name, fault=error.errors()[0]["type"])
            return None


def secret(variable: str) -> str:
    """The environment variable's value; raises ConfigurationError when it is empty."""
    value = os.environ.get(variable, "")
    if not value:
        raise ConfigurationError(f"the environment variable {variable} is empty; the channel needs what it should hold")
    return value


def signed(variable: str, body: bytes) -> bytes:
    """HMAC-SHA256 of `body` with the secret in the environment variable."""
    return hmac.new(secret(variable).encode(), body, hashlib.sha256).digest()


def alike(given: str, expected: str) -> bool:
    """Whether both are the same, in a time that says nothing about where they differ."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def legible(text: str, most: int = 4000) -> str:
    """`text` without what cannot be stored, at most so many characters; "" when it shows nothing."""
    clean = "".join(char for char in text if not has_control(char))[:most] if has_control(text) else text[:most]
    return "" if is_empty(clean) else clean


def listed(values: Any, name: str) -> list[Any]:
    """The list of that name in an object, empty when there is none."""
    found = values.get(name) if isinstance(values, dict) else None
    return found if isinstance(found, list) else []


def pause(answer: httpx.Response) -> float:
    """The seconds that the header Retry-After asks for, 0 without one (RFC 9110, section 10.2.3)."""
    told = answer.headers.get("retry-after", "")
    try:
        return max(float(told or 0), 0.0)
    except ValueError:
        pass
    try:
        return max((parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0


def _as_reply(card: Card) -> Reply:
    image = card.image if card.image.startswith("https://") else ""
    return Reply("\n".join(part for part in (card.title, card.text, card.link) if part), image=image)
