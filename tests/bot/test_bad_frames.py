"""Hostile and broken input at the WebSocket: an error frame or a close code, nothing stored."""

import json
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from analytics.stores import StoreUnavailable
from bot.app import Service, create_app
from bot.channels import Context, websocket
from bot.channels.websocket import WebSocketChannel
from bot.errors import Busy, TurnTimeout

HELLO = {"type": "hello", "version": 1}
Turns = dict[tuple[str, str], Any]


def hello(socket: WebSocketTestSession, **values: Any) -> dict[str, Any]:
    """What a hello gets."""
    socket.send_json(HELLO | values)
    frame: dict[str, Any] = socket.receive_json()
    return frame


def say(socket: WebSocketTestSession, text: str, identity: str = "m1", **values: Any) -> list[dict[str, Any]]:
    """The three frames that a message gets."""
    socket.send_json({"type": "message", "id": identity, "text": text} | values)
    return [socket.receive_json() for _ in range(3)]


FRAMES = {
    "not JSON": ("hello", "bad_frame"),
    "nothing": ("", "bad_frame"),
    "a scalar": ("7", "bad_frame"),
    "a list": ("[]", "bad_frame"),
    "too deep": ("[" * 100, "too_deep"),
    "no type": ("{}", "missing_field"),
    "an unknown type": ('{"type": "subscribe"}', "unknown_type"),
    "a number as type": ('{"type": 1}', "unknown_type"),
    "a message without an id": ('{"type": "message", "text": "x"}', "missing_field"),
    "a message without text": ('{"type": "message", "id": "m", "text": "\\u200d"}', "empty_text"),
    "NUL in a text": ('{"type": "message", "id": "m", "text": "a\\u0000"}', "bad_text"),
    "a surrogate in a text": ('{"type": "message", "id": "m", "text": "\\udc00"}', "bad_text"),
    "4,001 characters": ('{"type": "message", "id": "m", "text": "' + "x" * 4001 + '"}', "too_long"),
    "an unknown field": ('{"type": "ping", "role": "admin"}', "unknown_field"),
    "another version": ('{"type": "hello", "version": 2}', "bad_version"),
    "a version as text": ('{"type": "hello", "version": "1"}', "wrong_type"),
    "a guessed secret": ('{"type": "hello", "version": 1, "conversation": "anna"}', "bad_value"),
    "a negative cursor": ('{"type": "hello", "version": 1, "last": -1}', "bad_value"),
    "a cursor as text": ('{"type": "hello", "version": 1, "last": "2"}', "wrong_type"),
    "another's conversation": ('{"type": "hello", "version": 1, "conversation": "' + "x" * 32 + '"}', "other_conversation"),
}


@pytest.mark.parametrize(("frame", "code"), FRAMES.values(), ids=FRAMES)
def test_a_bad_frame_gets_an_error_and_the_socket_stays(client: TestClient, turns: Turns, frame: str, code: str) -> None:
    with client.websocket_connect("/ws") as socket:
        hello(socket)
        socket.send_text(frame)
        error = socket.receive_json()
        assert (error["type"], error["code"]) == ("error", code)
        assert error.get("id", "") == ("m" if '"id": "m"' in frame else "")
        assert set(error["message"]) == {"en", "zh"}
        assert turns == {}
        assert say(socket, "hello")[1] == {"type": "ack", "id": "m1"}


def test_five_bad_frames_in_a_row_close_the_socket(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        hello(socket)
        for _ in range(4):
            socket.send_text("{")
            socket.receive_json()
        say(socket, "a good one between")
        for _ in range(5):
            socket.send_text("{")
            assert socket.receive_json()["code"] == "bad_frame"
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 1008


def test_a_message_before_the_hello_is_refused(client: TestClient, turns: Turns) -> None:
    with client.websocket_connect("/ws") as socket:
        socket.send_json({"type": "message", "id": "m1", "text": "x"})
        assert socket.receive_json()["code"] == "hello_first"
    assert turns == {}


def test_a_socket_that_never_says_hello_is_closed(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "HELLO_SECONDS", 0.05)
    with client.websocket_connect("/ws") as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == 1008


def test_a_binary_frame_closes_the_socket(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        socket.send_bytes(b"\x00")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 1003


def test_a_flood_is_refused_and_then_closed(service: Service) -> None:
    app = FastAPI()
    app.include_router(
        WebSocketChannel(burst=10, per_second=0.001).routes(Context(service.respond, service.history, service.limits))
    )
    with TestClient(app) as client, client.websocket_connect("/ws") as socket:
        for _ in range(30):
            socket.send_json({"type": "ping"})
        received = [socket.receive_json() for _ in range(15)]
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert [frame["type"] for frame in received] == ["pong"] * 10 + ["error"] * 5
    assert received[-1]["code"] == "rate_limited"
    assert received[-1]["retry_after"] >= 1
    assert closed.value.code == 1008


@pytest.mark.parametrize(
    ("failure", "code"), [(Busy(), "busy"), (TurnTimeout(), "turn_timeout"), (StoreUnavailable(), "store_unavailable")]
)
def test_a_message_that_was_not_stored_is_said_so_and_never_acknowledged(
    client: TestClient, failures: list[Exception], failure: Exception, code: str
) -> None:
    failures.append(failure)
    with client.websocket_connect("/ws") as socket:
        hello(socket)
        socket.send_json({"type": "message", "id": "m1", "text": "hello"})
        assert socket.receive_json()["type"] == "typing"
        error = socket.receive_json()
        assert (error["type"], error["code"], error["id"]) == ("error", code, "m1")
        assert error["retry_after"] >= 1
        assert say(socket, "hello")[1] == {"type": "ack", "id": "m1"}


def test_a_sixth_page_closes_the_oldest(client: TestClient) -> None:
    with client.websocket_connect("/ws") as oldest:
        secret = hello(oldest)["conversation"]
        others = [client.websocket_connect("/ws") for _ in range(5)]
        for other in others:
            hello(other.__enter__(), conversation=secret)
        with pytest.raises(WebSocketDisconnect) as closed:
            oldest.receive_json()
        for other in others:
            other.__exit__(None, None, None)
    assert closed.value.code == 4409


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:81"},
        {"origin": "https://shop.example.evil.example"},
        {"origin": "http://shop.example"},
        {"origin": "https://shop.example:444"},
        {"origin": ""},
        {"cookie": "session=1"},
    ],
    ids=str,
)
def test_a_page_of_another_site_is_refused_at_the_handshake(client: TestClient, headers: dict[str, str]) -> None:
    with pytest.raises(WebSocketDenialResponse) as denied, client.websocket_connect("/ws", headers=headers):
        pass
    assert (denied.value.status_code, denied.value.json()["error"]) == (403, "bad_origin")


@pytest.mark.parametrize("headers", [{"origin": "http://testserver"}, {"origin": "https://shop.example"}, {}], ids=str)
def test_our_own_page_a_configured_one_and_a_program_may_connect(client: TestClient, headers: dict[str, str]) -> None:
    with client.websocket_connect("/ws", headers=headers) as socket:
        assert hello(socket)["type"] == "welcome"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
LIKE_OURS = st.fixed_dictionaries(
    {"type": st.sampled_from(["hello", "message", "ping"]) | ANY_JSON},
    optional=dict.fromkeys(("version", "conversation", "last", "id", "text", "payload", "language"), ANY_JSON),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frame=st.text() | ANY_JSON.map(json.dumps) | LIKE_OURS.map(json.dumps))
def test_no_frame_at_all_breaks_the_socket(client: TestClient, frame: str) -> None:
    with client.websocket_connect("/ws") as socket:
        hello(socket)
        socket.send_text(frame)
        assert socket.receive_json()["type"] in ("error", "welcome", "typing", "pong")


def test_a_socket_under_an_unknown_host_is_refused(service: Service) -> None:
    client = TestClient(create_app(replace(service, hosts=("shop.example",))))
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws"):
        pass
