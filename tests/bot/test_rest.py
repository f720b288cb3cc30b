"""The REST channel and /model/parse, as Rasa's clients know them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from analytics.stores import StoreUnavailable
from bot.app import Service, create_app
from bot.channels.rest import Rest
from bot.errors import Busy, TurnTimeout
from bot.messages import Message

WEBHOOK = "/webhooks/rest/webhook"
MESSAGE = {"sender": "anna", "message": "hello"}
Turns = dict[tuple[str, str], Any]


def test_a_message_gets_its_replies(client: TestClient, turns: Turns) -> None:
    assert client.post(WEBHOOK, json=MESSAGE).json() == [{"recipient_id": "anna", "text": "You said: hello"}]
    message: Message = next(iter(turns.values()))[0]
    assert (message.conversation, message.customer, message.channel) == ("rest:anna", "rest:anna", "rest")


def test_quick_replies_become_buttons(client: TestClient) -> None:
    (reply,) = client.post(WEBHOOK, json=MESSAGE | {"message": "buttons"}).json()
    assert reply["buttons"] == [{"title": "First", "payload": "/first"}, {"title": "第二", "payload": "/second"}]


def test_cards_and_data_go_into_custom(client: TestClient) -> None:
    (reply,) = client.post(WEBHOOK, json=MESSAGE | {"message": "card"}).json()
    assert reply["custom"]["sku"] == "LB2"
    assert reply["custom"]["cards"][0]["title"] == "Lark Buds 2"


def test_the_same_message_id_again_gives_the_same_replies(client: TestClient, turns: Turns) -> None:
    first = client.post(WEBHOOK, json=MESSAGE | {"message_id": "m1"}).json()
    again = client.post(WEBHOOK, json={"sender": "anna", "message": "something else", "message_id": "m1"}).json()
    assert first == again
    assert len(turns) == 1


def test_the_same_message_id_of_two_senders_is_two_messages(client: TestClient, turns: Turns) -> None:
    for sender in ("anna", "bert"):
        client.post(WEBHOOK, json={"sender": sender, "message": "hello", "message_id": "m1"})
    assert len(turns) == 2


def test_messages_without_an_id_are_different_messages(client: TestClient, turns: Turns) -> None:
    for _ in range(2):
        client.post(WEBHOOK, json=MESSAGE)
    assert len(turns) == 2


def test_metadata_says_who_writes_and_in_which_language(client: TestClient, turns: Turns) -> None:
    client.post(WEBHOOK, json=MESSAGE | {"metadata": {"customer": "C17", "language": "zh", "campaign": ["spring"]}})
    message: Message = next(iter(turns.values()))[0]
    assert (message.customer, message.language) == ("C17", "zh")


def test_replies_can_be_streamed_as_json_lines(client: TestClient) -> None:
    answer = client.post(WEBHOOK, params={"stream": "true"}, json=MESSAGE)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in answer.text.splitlines()] == [{"recipient_id": "anna", "text": "You said: hello"}]


@pytest.mark.parametrize("path", ["/webhooks/rest", "/webhooks/rest/"])
def test_the_channel_says_that_it_is_there(client: TestClient, path: str) -> None:
    assert client.get(path).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [(Busy(), 503, "busy"), (StoreUnavailable("secret"), 503, "store_unavailable"), (TurnTimeout(), 504, "turn_timeout")],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_message_that_was_not_stored_is_said_so(
    client: TestClient, failures: list[Exception], failure: Exception, status: int, code: str, stream: bool
) -> None:
    failures.append(failure)
    answer = client.post(WEBHOOK, params={"stream": stream}, json=MESSAGE)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert 1 <= int(answer.headers["retry-after"]) <= 3


def test_a_crash_is_a_500_that_tells_nothing(client: TestClient, failures: list[Exception]) -> None:
    failures.append(RuntimeError("the password is hunter2"))
    answer = client.post(WEBHOOK, json=MESSAGE)
    assert (answer.status_code, answer.json()["error"]) == (500, "internal_error")
    assert "hunter2" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_flood_of_one_sender_is_429_and_harms_no_other(service: Service) -> None:
    client = TestClient(create_app(replace(service, channels=[Rest(burst=3, per_second=0.001)])))
    assert [client.post(WEBHOOK, json=MESSAGE).status_code for _ in range(3)] == [200, 200, 200]
    refused = client.post(WEBHOOK, json=MESSAGE)
    assert (refused.status_code, refused.json()["error"]) == (429, "rate_limited")
    assert int(refused.headers["retry-after"]) >= 1
    assert client.post(WEBHOOK, json=MESSAGE | {"sender": "bert"}).status_code == 200


def test_reasons_come_on_request_only(client: TestClient) -> None:
    plain = client.post("/model/parse", json={"text": "Where is it"}).json()
    told = client.post("/model/parse", json={"text": "Where is it", "explain": True}).json()
    assert {name: told[name] for name in plain} == plain
    assert set(told) - set(plain) == {"explanation"}
    assert told["explanation"]["opinions"][0] == {"intent": "track_order", "together": 0.9, "encoder": 0.8, "ngrams": 0.7}
    assert told["explanation"]["neighbours"][0]["similarity"] == 0.97
    assert client.post("/model/parse", json={"text": "Where is it", "explain": "yes"}).status_code == 422


def test_a_text_is_understood_in_rasas_shape(client: TestClient) -> None:
    parsed = client.post("/model/parse", json={"text": "Where SK 1048213 is", "message_id": "p1"}).json()
    assert parsed["intent"] == {"name": "track_order", "confidence": 0.9}
    assert [intent["name"] for intent in parsed["intent_ranking"]] == ["track_order", "cancel_order"]
    assert parsed["entities"] == [
        {"entity": "order_id", "value": "SK 1048213", "start": 6, "end": 16, "normalized": "SK1048213", "extractor": "shopkeeper"}
    ]
    assert (parsed["text"], parsed["message_id"]) == ("Where SK 1048213 is", "p1")
    assert (parsed["language"], parsed["sentiment"]["label"], parsed["out_of_scope"], parsed["model"]) == (
        "en",
        "neutral",
        False,
        "test-1",
    )
