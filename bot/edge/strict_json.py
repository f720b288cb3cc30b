"""JSON from outside, read strictly: UTF-8, bounded depth, finite numbers; of duplicate keys the last wins."""

import json
import math
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from bot.edge.problems import Problem

MAX_DEPTH = 32
_MAX_DIGITS = 19
# The closing quote is optional so that an unending string is passed over once, in linear time.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def _refuse_constant(name: str) -> Any:
    raise Problem("bad_number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Problem("bad_number")
    return number


def _short(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise Problem("bad_number")
    return int(digits)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite, parse_int=_short)


def loads(text: str) -> Any:
    """The value that `text` holds; raises Problem bad_json, too_deep or bad_number."""
    _check_depth(text)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError:
        raise Problem("bad_json") from None


def loads_bytes(body: bytes) -> Any:
    """The value that a body holds; raises Problem bad_encoding besides those of `loads`."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("bad_encoding") from None
    if text.startswith("\ufeff"):
        raise Problem("bad_encoding")
    return loads(text)


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            raise Problem("too_deep")


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


class StrictRequest(Request):
    """A request whose body is JSON or nothing."""

    async def body(self) -> bytes:
        """The body; raises Problem unsupported_encoding or unsupported_media_type."""
        if self.headers.get("content-encoding", "identity") != "identity":
            raise Problem("unsupported_encoding")
        body = await super().body()
        if body and not _is_json(self.headers.get("content-type", "")):
            raise Problem("unsupported_media_type")
        return body

    async def json(self) -> Any:
        """The body's value; raises what `loads_bytes` raises."""
        return loads_bytes(await self.body())


class JSONRoute(APIRoute):
    """A route whose body is read by StrictRequest: `APIRouter(route_class=JSONRoute)`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler behind a StrictRequest."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict
