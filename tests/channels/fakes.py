"""A platform's outgoing interface on this machine: real HTTP, which also fails as platforms do."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RESET = -1
"""The connection is cut in place of an answer."""

HANG = -2
"""No answer comes until the platform is left."""


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Fault:
    """What is answered once in place of the platform's own answer; `after` it has taken the message all the same."""

    code: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False


@dataclass
class Fake:
    """Where it is served, what it was `asked`, what it `took`, and the `faults` to come."""

    url: str
    answer: Callable[[Asked], tuple[int, Any]]
    asked: list[Asked] = field(default_factory=list)
    took: list[Asked] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)


def accepting(asked: Asked) -> tuple[int, Any]:
    """Take everything."""
    return 200, {"ok": True}


class _Handler(BaseHTTPRequestHandler):
    fake: Fake
    lock = threading.Lock()

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(raw))
        with self.lock:
            self.fake.asked.append(asked)
            fault = self.fake.faults.pop(0) if self.fake.faults else None
            code, body = self.fake.answer(asked)
            if code == 200 and (fault is None or fault.after):
                self.fake.took.append(asked)
        if fault is None:
            self._tell(code, body, {})
        elif fault.code == HANG:
            self.fake.left.wait()
        elif fault.code == RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        else:
            self._tell(fault.code, fault.body, fault.headers)

    def _tell(self, code: int, values: Any, headers: dict[str, str]) -> None:
        body = json.dumps(values).encode()
        self.send_response(code)
        for name, value in {**headers, "content-length": str(len(body)), "content-type": "application/json"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def fake(answer: Callable[[Asked], tuple[int, Any]] = accepting) -> Iterator[Fake]:
    """Serve a platform on a free port."""

    class Handler(_Handler):
        pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Handler.fake = Fake(f"http://127.0.0.1:{http.server_port}", answer)
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        served.left.set()
        http.shutdown()
        thread.join()
        http.server_close()
