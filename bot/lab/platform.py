"""The platform's side: takes calls over real HTTP and has them shown."""

import json
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Show = Callable[[str, Mapping[str, Any]], list[str]]


@dataclass(frozen=True)
class Platform:
    """A platform at `url`; `shown` are the lines of every call that it took."""

    url: str
    shown: queue.Queue[list[str]] = field(default_factory=queue.Queue)


@contextmanager
def platform(show: Show) -> Iterator[Platform]:
    """Serve a platform on a free port, whose calls `show` takes or refuses with a ValueError."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    served = Platform(f"http://127.0.0.1:{http.server_port}")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take one call."""
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            try:
                served.shown.put(show(self.path, body))
                self._answer(200, {"ok": True, "result": {}})
            except ValueError as error:
                self._answer(400, {"ok": False, "error_code": 400, "description": str(error)})

        def _answer(self, code: int, values: Mapping[str, Any]) -> None:
            body = json.dumps(values).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Nothing; the terminal belongs to the chat."""

    http.RequestHandlerClass = Handler
    thread = threading.Thread(target=http.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield served
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
