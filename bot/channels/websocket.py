"""The WebSocket channel, for chat pages: `/ws`, whose protocol is described in `bot.channels._frames`."""

import asyncio
import contextlib
import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket
from starlette.responses import JSONResponse

from bot.channels import Channel, Context, Entry, Place, Standing
from bot.channels._frames import VERSION, Frame, Hello, Ping, Said, as_json, checked, error, message_id, queue, read
from bot.channels._sockets import Sockets, close, send
from bot.edge.problems import FAILURES, Problem, problem_of
from bot.edge.rates import Bucket
from bot.messages import Message

HELLO_SECONDS = 5.0
BAD_FRAMES = 5
MOST_ENTRIES = 500
_POLICY_VIOLATION, _UNSUPPORTED_DATA = 1008, 1003


def conversation_of(secret: str) -> str:
    """The conversation that a visitor's secret opens; the name gives the secret away to nobody who reads logs or events."""
    return "web:" + hashlib.sha256(secret.encode()).hexdigest()[:32]


def may_connect(socket: WebSocket, origins: list[str]) -> bool:
    """Whether the page that opens `socket` is our own or of one of `origins`; programs, which send no Origin, may.

    RFC 6455, section 10.2: a browser opens WebSockets across sites, so the server must look.
    """
    origin = socket.headers.get("origin")
    if origin is None:
        return "cookie" not in socket.headers
    return origin in origins or urlsplit(origin).netloc.lower() == socket.headers.get("host", "").lower() != ""


class _Closed(Exception):
    """The socket is closed, by whichever side."""


class _Session:
    """One socket from its hello to its end."""

    def __init__(self, socket: WebSocket, context: Context, sockets: Sockets, bucket: Bucket) -> None:
        self._socket = socket
        self._context = context
        self._sockets = sockets
        self._bucket = bucket
        self._conversation = ""
        self._language = ""
        self._bad = 0
        self._watching: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Answer frames until the socket closes."""
        try:
            await self._greet()
            while True:
                await self._one(await self._text())
        except _Closed:
            return
        finally:
            self._sockets.leave(self._conversation, self._socket)
            if self._watching is not None:
                self._watching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._watching

    async def _greet(self) -> None:
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                while not self._conversation:
                    await self._one(await self._text())
        except TimeoutError:
            await self._close(_POLICY_VIOLATION)

    async def _text(self) -> str:
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise _Closed
        if received.get("text") is None:
            await self._close(_UNSUPPORTED_DATA)
        return str(received["text"])

    async def _close(self, code: int) -> None:
        await close(self._socket, code)
        raise _Closed

    async def _send(self, **frame: object) -> None:
        if not await send(self._socket, frame):
            raise _Closed

    async def _one(self, text: str) -> None:
        values: dict[str, Any] = {}
        try:
            values = read(text)
            self._admit()
            await self._answer(checked(values))
        except Problem as problem:
            self._bad += 1
            await self._send(**error(problem, message_id(values)))
            if self._bad >= BAD_FRAMES:
                await self._close(_POLICY_VIOLATION)
        else:
            self._bad = 0

    def _admit(self) -> None:
        if not self._bucket.take():
            raise Problem("rate_limited")

    async def _answer(self, frame: Frame) -> None:
        match frame:
            case Hello():
                await self._welcome(frame)
            case Ping():
                await self._send(type="pong")
            case Said():
                await self._reply(frame)

    async def _welcome(self, hello: Hello) -> None:
        if hello.version != VERSION:
            raise Problem("bad_version")
        secret = hello.conversation or secrets.token_urlsafe(24)
        conversation = conversation_of(secret)
        if self._conversation not in ("", conversation):
            raise Problem("other_conversation")
        # Seen before the entries are read, so that nothing falls between.
        changes = None if self._conversation else self._context.watch(conversation)
        before = await anext(changes) if changes else Standing()
        try:
            entries, resync = await self._entries(conversation, hello.last)
        except tuple(FAILURES) as failure:
            await self._send(**error(problem_of(failure)))
            return
        if changes:
            await self._sockets.join(conversation, self._socket)
        self._conversation, self._language = conversation, hello.language or self._language
        said = [as_json(entry) for entry in entries]
        await self._send(type="welcome", version=VERSION, conversation=secret, entries=said, resync=resync)
        if changes:
            self._watching = asyncio.create_task(self._watch(before, changes))

    async def _watch(self, before: Standing, changes: AsyncIterator[Standing]) -> None:
        """Tell the page where its conversation is, and when a person has said something that it must ask for."""
        if before.place != Place():
            await send(self._socket, queue(before.place))
        async for after in changes:
            if after.heard != before.heard:
                await send(self._socket, {"type": "news"})
            if after.place != before.place:
                await send(self._socket, queue(after.place))
            before = after

    async def _entries(self, conversation: str, last: int) -> tuple[Sequence[Entry], bool]:
        """What the client lacks, and whether it must forget what it has."""
        entries = await self._context.history(conversation, max(last - 1, 0))
        # A position that is not in our history, say after a restored backup, is of no use.
        resync = last > 0 and not (entries and entries[0].position == last)
        if resync:
            entries = await self._context.history(conversation, 0)
        new = entries if resync else [entry for entry in entries if entry.position > last]
        return new[-MOST_ENTRIES:], resync or len(new) > MOST_ENTRIES

    async def _reply(self, said: Said) -> None:
        if not self._conversation:
            raise Problem("hello_first")
        if len(said.text) > self._context.limits.text_characters:
            raise Problem("too_long", field="text")
        await self._send(type="typing", reply_to=said.id)
        who, context = self._conversation, tuple(said.context)
        message = Message(said.id, who, who, "websocket", said.text, said.payload, self._language, context)
        try:
            replies = await self._context.respond(message)
        except tuple(FAILURES) as failure:
            await self._send(**error(problem_of(failure), said.id))
            return
        try:
            await self._send(type="ack", id=said.id)
            await self._send(type="reply", reply_to=said.id, replies=[reply.to_json() for reply in replies])
        finally:
            # Also when this page has gone meanwhile: the one that took its place asks for the reply then.
            await self._sockets.tell_others(self._conversation, self._socket, {"type": "news"})


@dataclass(frozen=True)
class WebSocketChannel(Channel):
    """Pages of `origins`, such as "https://shop.example", may connect besides our own.

    A socket may send `burst` frames at once and `per_second` in the long run; a customer may have `sockets` of them.
    """

    origins: list[str] = field(default_factory=list)
    burst: int = 120
    per_second: float = 10.0
    sockets: int = 5

    def routes(self, context: Context) -> APIRouter:
        """The socket `/ws`."""
        router = APIRouter()
        sockets = Sockets(self.sockets)

        @router.websocket("/ws")
        async def chat(socket: WebSocket) -> None:
            if not may_connect(socket, self.origins):
                await socket.send_denial_response(JSONResponse(Problem("bad_origin").to_json(), status_code=403))
                return
            await socket.accept()
            await _Session(socket, context, sockets, Bucket(self.burst, self.per_second)).run()

        return router
