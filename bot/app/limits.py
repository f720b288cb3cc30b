"""What is turned away at the door, before anything is read or parsed."""

import asyncio
import contextlib
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.app.errors import refusal
from bot.edge.problems import Problem

HEADER_BYTES = 32_768
BODY_SECONDS = 10.0
LINGER_SECONDS = 1.0
# What is left of a body that was refused cannot be told from a next request.
_CLOSE = {"Connection": "close"}
NOTHING: Mapping[str, int] = {}


class Door:
    """ASGI middleware: known hosts, headers of at most 32 KB, bodies of at most `body_bytes` within ten seconds.

    To the paths in `larger` a body may have as many bytes as stand there.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], body_bytes: int, larger: Mapping[str, int] = NOTHING) -> None:
        self._app = app
        self._hosts = tuple(host.lower() for host in hosts)
        self._body_bytes = body_bytes
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request or socket in, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        problem = self._problem(scope)
        if problem is None:
            await self._app(scope, self._measured(receive, self._most(scope)) if scope["type"] == "http" else receive, send)
        elif scope["type"] == "http":
            if problem.code == "body_too_large":
                await _linger(receive)
            await refusal(problem, scope["state"]["request_id"])(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})

    def _problem(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        if sum(len(name) + len(value) for name, value in headers.raw) > HEADER_BYTES:
            return Problem("headers_too_large", headers=_CLOSE)
        if not self._knows(headers.get("host", "")):
            return Problem("bad_host")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return Problem("bad_request", headers=_CLOSE)
        return Problem("body_too_large", headers=_CLOSE) if int(length[:20]) > self._most(scope) else None

    def _most(self, scope: Scope) -> int:
        return self._larger.get(scope.get("path", ""), self._body_bytes)

    def _knows(self, host: str) -> bool:
        name = host.lower().rsplit(":", 1)[0] if not host.endswith("]") else host.lower()
        return any(pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:])) for pattern in self._hosts)

    def _measured(self, receive: Receive, most: int) -> Receive:
        """`receive`, which refuses a body that grows beyond `most` bytes or comes too slowly."""
        deadline = asyncio.get_running_loop().time() + BODY_SECONDS
        size, complete = 0, False

        async def measured() -> Message:
            nonlocal size, complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise Problem("body_timeout", headers=_CLOSE) from None
            size += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if size > most:
                await _linger(receive)
                raise Problem("body_too_large", headers=_CLOSE)
            return message

        return measured


async def _linger(receive: Receive) -> None:
    """Let the rest of a body go by for a moment: closing on a client that still sends would lose the answer on its way."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while (await receive()).get("more_body", False):
                pass
