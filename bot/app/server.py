"""Serving the application with uvicorn, on a listening socket of our own."""

import socket

import structlog
import uvicorn
from fastapi import FastAPI

from bot.app import logs
from configs.errors import ConfigurationError

# A client that stops reading is given up after five seconds of unacknowledged data; without this, sending to it and the
# shutdown of the server would hang. The small buffer makes the data unacknowledged soon. Accepted sockets inherit both.
_USER_TIMEOUT_MS = 5000
_SEND_BUFFER = 65_536
_BACKLOG = 2048

log = structlog.get_logger("bot.server")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at `host`:`port`, port 0 for any that is free; raises ConfigurationError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _USER_TIMEOUT_MS)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError(f"cannot listen on {host}:{port} ({reason}); choose another --host or --port") from None
    return listener


def server(app: FastAPI) -> uvicorn.Server:
    """A uvicorn server for `app`, with this service's limits."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            ws_max_size=65_536,
            ws_max_queue=8,
            ws_per_message_deflate=False,
            ws_ping_interval=10.0,
            ws_ping_timeout=20.0,
            timeout_graceful_shutdown=8,
        )
    )


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve `app` until SIGINT or SIGTERM; raises ConfigurationError when nothing can listen at `host`:`port`."""
    run(app, listen(host, port))


def run(app: FastAPI, listener: socket.socket) -> None:
    """Serve `app` on a socket from `listen` until SIGINT or SIGTERM."""
    logs.configure()
    host, port = listener.getsockname()[:2]
    log.info("serving", url=f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    server(app).run(sockets=[listener])
