"""The WebSocket channel's protocol, without a network."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketTestSession

from bot.channels import websocket
from bot.channels.websocket import conversation_of

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


def test_a_message_is_acknowledged_and_answered(client: TestClient, turns: Turns) -> None:
    with client.websocket_connect("/ws") as socket:
        secret = hello(socket)["conversation"]
        typing, ack, reply = say(socket, "hello")
    assert typing == {"type": "typing", "reply_to": "m1"}
    assert ack == {"type": "ack", "id": "m1"}
    assert (reply["type"], reply["reply_to"], reply["replies"][0]["text"]) == ("reply", "m1", "You said: hello")
    assert (conversation_of(secret), "m1") in turns


def test_each_visitor_gets_a_secret_of_192_bits_that_the_conversation_does_not_show(client: TestClient, turns: Turns) -> None:
    secrets = []
    for _ in range(2):
        with client.websocket_connect("/ws") as socket:
            secrets.append(hello(socket)["conversation"])
            say(socket, "hello")
    assert secrets[0] != secrets[1]
    assert all(len(secret) == 32 for secret in secrets)
    assert not any(secret in conversation for conversation, _ in turns for secret in secrets)


def test_a_click_brings_its_payload_and_the_page_its_language(client: TestClient, turns: Turns) -> None:
    with client.websocket_connect("/ws") as socket:
        hello(socket, language="zh")
        assert say(socket, "First", payload="/first")[2]["replies"][0]["text"] == "You said: /first"
    message = next(iter(turns.values()))[0]
    assert (message.text, message.payload, message.language, message.channel) == ("First", "/first", "zh", "websocket")


def test_the_same_id_again_is_answered_the_same_and_stored_once(client: TestClient, turns: Turns) -> None:
    with client.websocket_connect("/ws") as socket:
        hello(socket)
        assert say(socket, "one") == say(socket, "another text")
    assert len(turns) == 1


def test_a_page_that_comes_back_gets_what_it_missed(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        secret = hello(socket)["conversation"]
        say(socket, "one", "m1")
        say(socket, "two", "m2")
    with client.websocket_connect("/ws") as socket:
        everything = hello(socket, conversation=secret)
    with client.websocket_connect("/ws") as socket:
        missed = hello(socket, conversation=secret, last=2)
    assert [(entry["position"], entry["role"]) for entry in everything["entries"]] == [
        (1, "customer"),
        (2, "assistant"),
        (3, "customer"),
        (4, "assistant"),
    ]
    assert [entry["id"] for entry in missed["entries"]] == ["m2", "m2"]
    assert (everything["resync"], missed["resync"]) == (False, False)
    assert missed["entries"][0]["text"] == "two"
    assert missed["entries"][1]["replies"][0]["text"] == "You said: two"


def test_a_cursor_that_is_not_ours_brings_everything_anew(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        secret = hello(socket)["conversation"]
        say(socket, "one")
        again = hello(socket, conversation=secret, last=77)
    assert again["resync"] is True
    assert len(again["entries"]) == 2


def test_a_very_long_history_is_cut_at_its_beginning(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "MOST_ENTRIES", 3)
    with client.websocket_connect("/ws") as socket:
        secret = hello(socket)["conversation"]
        say(socket, "one", "m1")
        say(socket, "two", "m2")
        again = hello(socket, conversation=secret)
    assert [entry["position"] for entry in again["entries"]] == [2, 3, 4]
    assert again["resync"] is True


def test_other_pages_of_the_same_visitor_are_told_that_there_is_news(client: TestClient) -> None:
    with (
        client.websocket_connect("/ws") as one,
        client.websocket_connect("/ws") as two,
        client.websocket_connect("/ws") as stranger,
    ):
        secret = hello(one)["conversation"]
        hello(two, conversation=secret)
        hello(stranger)
        say(one, "hello")
        assert two.receive_json() == {"type": "news"}
        assert len(hello(two, conversation=secret)["entries"]) == 2
        stranger.send_json({"type": "ping"})
        assert stranger.receive_json() == {"type": "pong"}
