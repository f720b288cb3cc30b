"""The real server on a real socket: what only a network shows."""

import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bot.app import Service, limits
from bot.app.server import listen
from bot.channels.websocket import WebSocketChannel
from configs.errors import ConfigurationError

HELLO = '{"type": "hello", "version": 1}'
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
HEAD = "POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture
def raw(address: str) -> Iterator[socket.socket]:
    """A plain TCP connection to the server."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=15) as connection:
        yield connection


def everything(connection: socket.socket) -> str:
    """What the server sends until it closes."""
    received = b""
    while part := connection.recv(65_536):
        received += part
    return received.decode()


def closing_code(address: str, *frames: str | bytes) -> int:
    """The code with which the server closes after `frames`."""
    with connect(f"ws://{address}/ws", compression=None) as client:
        client.send(HELLO)
        client.recv()
        for frame in frames:
            client.send(frame)
        with pytest.raises(ConnectionClosed) as closed:
            list(client)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


def test_the_server_does_not_name_itself(raw: socket.socket) -> None:
    raw.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = everything(raw)
    assert answer.startswith("HTTP/1.1 200")
    assert "\r\nserver:" not in answer.lower()


@pytest.mark.parametrize("framing", ["Content-Length: 50\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"])
def test_a_body_that_never_ends_is_408_and_closed(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, framing: str
) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.3)
    raw: socket.socket = request.getfixturevalue("raw")
    raw.sendall((HEAD + framing).encode())
    answer = everything(raw)
    assert answer.startswith("HTTP/1.1 408")
    assert "body_timeout" in answer


def test_a_chunked_body_of_more_than_it_may_be_is_413_and_closed(raw: socket.socket) -> None:
    raw.sendall((HEAD + "Transfer-Encoding: chunked\r\n\r\n").encode())
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    for _ in range(17):
        raw.sendall(chunk)
    raw.sendall(b"0\r\n\r\n")
    assert everything(raw).startswith("HTTP/1.1 413")


def test_a_body_of_10_mb_is_413_and_its_sender_gets_to_read_so(raw: socket.socket) -> None:
    raw.sendall((HEAD + "Content-Length: 10000000\r\n\r\n").encode() + b" " * 10_000_000)
    assert everything(raw).startswith("HTTP/1.1 413")


@pytest.mark.parametrize("lengths", ["-1", "x", "2\r\nContent-Length: 3", "1e3"])
def test_a_content_length_that_lies_is_400_and_closed(raw: socket.socket, lengths: str) -> None:
    raw.sendall((HEAD + f"Content-Length: {lengths}\r\n\r\n{{}}").encode())
    assert everything(raw).startswith("HTTP/1.1 400")


def test_a_frame_of_more_than_64_kb_is_1009(address: str) -> None:
    assert closing_code(address, '{"type": "ping"' + " " * 65_536 + "}") == 1009


def test_a_binary_frame_is_1003(address: str) -> None:
    assert closing_code(address, b"\x00\x01") == 1003


def test_text_that_is_not_utf_8_is_1007(address: str) -> None:
    with connect(f"ws://{address}/ws", compression=None) as client:
        client.send(b"\xff\xfe", text=True)
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1007


def test_compression_is_not_offered(address: str) -> None:
    with connect(f"ws://{address}/ws", compression="deflate") as client:
        assert client.response is not None
        assert "sec-websocket-extensions" not in client.response.headers


def test_a_hundred_messages_in_one_go_are_answered_in_order(address: str) -> None:
    with connect(f"ws://{address}/ws", compression=None) as client:
        client.send(HELLO)
        client.recv()
        for number in range(100):
            client.send(f'{{"type": "message", "id": "m{number}", "text": "number {number}"}}')
        frames = [str(client.recv(timeout=5)) for _ in range(300)]
    assert [frame for frame in frames if '"ack"' in frame] == [f'{{"type":"ack","id":"m{number}"}}' for number in range(100)]


def test_a_page_that_left_during_its_turn_does_not_keep_the_others_in_the_dark(address: str) -> None:
    with connect(f"ws://{address}/ws", compression=None) as staying, connect(f"ws://{address}/ws", compression=None) as leaving:
        staying.send(HELLO)
        secret = json.loads(staying.recv())["conversation"]
        leaving.send(json.dumps({"type": "hello", "version": 1, "conversation": secret}))
        leaving.send('{"type": "message", "id": "m1", "text": "slow"}')
        assert [json.loads(leaving.recv())["type"] for _ in range(2)] == ["welcome", "typing"]
        leaving.close()
        assert json.loads(staying.recv(timeout=10)) == {"type": "news"}


def test_open_sockets_are_told_to_come_back_when_the_server_stops(
    service: Service, serving: Callable[[Service], AbstractContextManager[str]]
) -> None:
    with contextlib.ExitStack() as stack:
        with serving(service) as address:
            client = stack.enter_context(connect(f"ws://{address}/ws", compression=None))
            client.send(HELLO)
            client.recv()
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012


def test_the_service_starts_before_the_first_request_and_stops_after_the_last(
    service: Service, serving: Callable[[Service], AbstractContextManager[str]]
) -> None:
    happened: list[str] = []

    async def start() -> None:
        happened.append("start")

    async def stop() -> None:
        happened.append("stop")

    with serving(replace(service, start=start, stop=stop)) as address:
        connect(f"ws://{address}/ws").close()
        assert happened == ["start"]
    assert happened == ["start", "stop"]


def test_a_client_that_stops_reading_is_given_up_and_the_server_still_stops(
    service: Service, serving: Callable[[Service], AbstractContextManager[str]]
) -> None:
    unlimited = replace(service, channels=[WebSocketChannel(burst=10**9)])
    # The server's end is asserted by `serving`.
    with serving(unlimited) as address, socket.socket() as stalled:
        host, port = address.split(":")
        stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stalled.connect((host, int(port)))
        stalled.sendall(UPGRADE)
        assert stalled.recv(4096).startswith(b"HTTP/1.1 101")
        stalled.sendall(_masked(HELLO))
        stalled.settimeout(0.5)
        started = time.monotonic()
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            _flood(stalled, seconds=15)
        assert 4 < time.monotonic() - started < 12


def _flood(connection: socket.socket, seconds: float) -> None:
    """Write messages and read none of the answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(TimeoutError):
            connection.sendall(_masked('{"type": "message", "id": "m", "text": "' + "x" * 4000 + '"}'))


def _masked(text: str) -> bytes:
    """A client's text frame of RFC 6455, section 5.2, masked with zeros."""
    data = text.encode()
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + len(data).to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + data


def test_a_port_in_use_is_one_sentence() -> None:
    with (
        listen("127.0.0.1", 0) as first,
        pytest.raises(ConfigurationError, match=r"cannot listen on 127\.0\.0\.1:.*choose another"),
    ):
        listen("127.0.0.1", first.getsockname()[1])


@pytest.mark.parametrize(
    ("host", "port"), [("no-such-host.invalid", 0), ("203.0.113.7", 0), ("127.0.0.1", 70_000), ("x" * 300, 0)]
)
def test_an_address_that_cannot_be_had_is_one_sentence(host: str, port: int) -> None:
    with pytest.raises(ConfigurationError, match="cannot listen on"):
        listen(host, port)
