"""What every answer carries: security headers, a request id, and its line in the metrics and the log."""

import re
import uuid
from time import perf_counter
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.app.metrics import Metrics

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_TRANSPORT_SECURITY = {"strict-transport-security": "max-age=31536000"}
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{8,64}")
_UNLOGGED = ("/health", "/metrics", "/widget", "/complete")

log = structlog.get_logger("bot.requests")


def security_headers(content_type: str, scheme: str) -> dict[str, str]:
    """The headers for an answer of that type; HTML may load what is ours, everything else nothing."""
    page = content_type.startswith("text/html")
    headers = _ALWAYS | {"content-security-policy": _PAGE_POLICY if page else _DATA_POLICY, "cache-control": "no-store"}
    return headers | (_TRANSPORT_SECURITY if scheme == "https" else {})


class Envelope:
    """ASGI middleware around everything, so that even a crash's answer has its headers."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass a socket or the lifespan through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        # Never unbound: a request has a task, and so a context, of its own, in which a crash is logged last.
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status = perf_counter(), 500

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(message, scope["scheme"], request_id)
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        finally:
            self._note(scope, status, perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = _route(scope)
        self._metrics.requests.labels(method, route, str(status)).inc()
        if status >= 400 or not route.startswith(_UNLOGGED):
            log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _route(scope: Scope) -> str:
    """The path as it was declared, never as it was asked for."""
    return str(getattr(scope.get("route"), "path", "unknown"))


def _request_id(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _dress(start: Any, scheme: str, request_id: str) -> None:
    present = {name.lower(): value for name, value in start.get("headers", [])}
    content_type = present.get(b"content-type", b"").decode("latin-1")
    ours = security_headers(content_type, scheme) | {"x-request-id": request_id}
    missing = [(name.encode(), value.encode()) for name, value in ours.items() if name.encode() not in present]
    start["headers"] = [*start.get("headers", []), *missing]
