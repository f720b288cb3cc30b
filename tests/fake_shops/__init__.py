"""Order systems for tests: real HTTP on this machine, invented orders, in the shapes that their makers document."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import pytest

TOKEN = "t0ken"  # noqa: S105 - of a server in a test
EMAIL, PHONE = "alex.morgan@example.com", "+44 7700 900102"


def connected(settings: Mapping[str, Any], server: "Server", folder: Path, environment: pytest.MonkeyPatch) -> dict[str, Any]:
    """The settings of a backend that asks `server` without pauses, and keeps its receipts in `folder`."""
    environment.setenv("FAKE_SHOP_TOKEN", TOKEN)
    receipts = f"sqlite:///{folder}/receipts.db"
    return {**deepcopy(dict(settings)), "url": server.url, "receipts": receipts, "tries": 3, "pause_seconds": 0.0}


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Told:
    """What is answered to it."""

    code: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class System(Protocol):
    """Keeps orders and answers one request after the other."""

    def answer(self, asked: Asked) -> Told:
        """The answer."""
        ...


@dataclass
class Server:
    """Where a system is served; what it was `asked`; `instead` are answers given before it gets a word in."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    instead: list[Told] = field(default_factory=list)


@contextmanager
def serving(system: System) -> Iterator[Server]:
    """Serve `system` on a free port."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def _respond(self) -> None:
            length = int(self.headers.get("content-length", 0))
            parts, raw = urlsplit(self.path), self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, json.loads(raw) if raw else None)
            with lock:
                server.asked.append(asked)
                told = server.instead.pop(0) if server.instead else system.answer(asked)
            self._tell(told)

        def _tell(self, told: Told) -> None:
            body = told.body.encode() if isinstance(told.body, str) else json.dumps(told.body).encode()
            self.send_response(told.code)
            for name, value in {**told.headers, "content-length": str(len(body)), "content-type": "application/json"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _respond  # noqa: N815 - the names that the library calls

        def log_message(self, *arguments: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
