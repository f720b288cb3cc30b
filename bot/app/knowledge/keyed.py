"""Routes for editors: a token first, and the recorded answer to a request that is sent again with its Idempotency-Key."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message

from bot.app.knowledge.editors import BEARER, Editors
from bot.app.knowledge.office import Office
from bot.app.knowledge.refusals import refusals
from bot.edge.problems import Problem
from bot.edge.strict_json import JSONRoute
from knowledge_base.replays import Claim, Recorded, Replays

_KEY = re.compile(r"[!-~]{1,200}")
_DECISIVE = ("if-match", "if-none-match", "content-type")
_KEPT_HEADERS = ("content-type", "etag")
_CHANGING = frozenset({"POST", "PUT", "DELETE"})
_DOCUMENTED = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same request with the same key is done once; for a day it gets the answer that it had.",
}

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def _author(request: Request) -> str:
    return str(request.state.author)


Author = Annotated[str, Depends(_author)]
"""The name of whoever sends the request."""


def desk(office: Office, reads: type[APIRoute] = JSONRoute) -> APIRouter:
    """A router for the editors of `office` alone; a body is what the class `reads` takes."""
    return APIRouter(
        prefix="/knowledge",
        tags=["knowledge"],
        route_class=keyed(office.editors, office.replays, reads),
        dependencies=[Depends(BEARER)],
    )


def keyed(editors: Editors, replays: Replays, reads: type[APIRoute] = JSONRoute) -> type[APIRoute]:
    """A class of routes for `editors`, whose body is what the class `reads` takes."""

    class Keyed(reads):  # type: ignore[valid-type, misc]
        def __init__(self, path: str, endpoint: Callable[..., Any], **settings: Any) -> None:
            if _CHANGING & set(settings.get("methods") or ()):
                settings["openapi_extra"] = {"parameters": [_DOCUMENTED], **(settings.get("openapi_extra") or {})}
            super().__init__(path, endpoint, **settings)

        def get_route_handler(self) -> Handler:
            handler: Handler = super().get_route_handler()

            async def answered(request: Request) -> Response:
                # Before the body is read: nobody else may send a large one.
                request.state.author = author = editors.author(request)
                key = request.headers.get("idempotency-key")
                if key is None or request.method not in _CHANGING:
                    return await handler(request)
                return await _once(request, handler, replays, author, key)

            return answered

    return Keyed


async def _once(request: Request, handler: Handler, replays: Replays, author: str, key: str) -> Response:
    if not _KEY.fullmatch(key):
        raise Problem("bad_key")
    body = await request.body()
    with refusals():
        claim = await asyncio.to_thread(replays.claim, author, key, _digest(request, body))
    if claim != "yours":
        return _replayed(claim)
    try:
        answer = await handler(Request(request.scope, _again(body)))
        done = answer.status_code < 300
    except BaseException:
        # What is refused changes nothing, and may be sent again once its cause is gone.
        await asyncio.to_thread(replays.release, author, key)
        raise
    if done:
        await asyncio.to_thread(replays.keep, author, key, _recorded(answer))
    else:
        await asyncio.to_thread(replays.release, author, key)
    return answer


def _replayed(claim: Claim) -> Response:
    if isinstance(claim, Recorded):
        return Response(claim.body, claim.status, {**claim.headers, "Idempotent-Replayed": "true"})
    raise Problem("key_in_use" if claim == "in use" else "key_reused")


def _recorded(answer: Response) -> Recorded:
    headers: Mapping[str, str] = answer.headers
    kept = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
    return Recorded(answer.status_code, kept, bytes(answer.body))


def _digest(request: Request, body: bytes) -> str:
    """What tells one request from another."""
    parts = [request.method, request.url.path, request.url.query, *(request.headers.get(name, "") for name in _DECISIVE)]
    return hashlib.sha256("\0".join(parts).encode() + b"\0" + body).hexdigest()


def _again(body: bytes) -> Callable[[], Coroutine[Any, Any, Message]]:
    """A body that was read already, to be read once more."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
