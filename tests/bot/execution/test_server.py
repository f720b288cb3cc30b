"""Our actions behind the protocol of rasa-sdk's action server, called as a Rasa 3 server calls it."""

import json
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rasa_sdk.executor import ActionExecutorRunResult

from bot import __main__ as command
from bot import replies
from bot.execution.local import executor
from bot.execution.server import create_action_server
from bot.shops.demo import Demo
from knowledge_base.demo.database import prepare
from knowledge_base.pipeline import load_products
from nlu.entities import Catalogue, Recognizer
from tests.toolboxes import toolbox


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('shop')}/shop.db"
    products = load_products()
    prepare(url, products, date(2026, 6, 1), customers=5)
    made = toolbox(Demo(database=url), tmp_path_factory.mktemp("log"))
    recognizer = Recognizer(Catalogue.of(products))
    with TestClient(create_action_server(executor(made), replies.load(), recognizer)) as client:
        yield client


def call(action: str, text: str = "where is SK1048213?", **slots: str) -> dict[str, Any]:
    """A body as a Rasa 3 server posts it."""
    parsed = {"intent": {"name": "track", "confidence": 0.98}, "entities": [], "text": text, "message_id": "a1b2", "metadata": {}}
    user = {"event": "user", "timestamp": 1.0, "text": text, "parse_data": parsed, "input_channel": "rest", "message_id": "a1b2"}
    return {
        "version": "3.6.20",
        "next_action": action,
        "sender_id": "ann",
        "tracker": {
            "sender_id": "ann",
            "slots": {"order_id": None, "session_started_metadata": None, **slots},
            "latest_message": parsed,
            "latest_event_time": 1.0,
            "followup_action": None,
            "paused": False,
            "events": [{"event": "action", "timestamp": 0.9, "name": "action_listen", "policy": None, "confidence": None}, user],
            "latest_input_channel": "rest",
            "active_loop": {},
            "latest_action": {"action_name": "action_listen"},
            "latest_action_name": "action_listen",
        },
        "domain": {"version": "3.1", "intents": [], "slots": {}, "responses": {}, "actions": [action]},
    }


def test_an_answer_is_one_of_rasa_sdk_with_the_wording_in_the_customers_language(client: TestClient) -> None:
    for text, said in (("where is it?", "SK1048213"), ("我的快递到哪了", "SK1048213")):
        response = client.post("/webhook", json=call("action_track_order", text, order_id="SK1048213"))
        result = ActionExecutorRunResult.model_validate(response.json())
        assert response.status_code == 200
        assert said in result.responses[0]["text"]
        assert result.responses[0]["response"] is None
        assert any("\u4e00" <= letter <= "\u9fff" for letter in result.responses[0]["text"]) is (text[0] == "我")


def test_slots_are_set_and_refused_as_rasa_events(client: TestClient) -> None:
    events = client.post("/webhook", json=call("action_check_order", order_id="sk1048213")).json()["events"]
    assert events == [{"event": "slot", "timestamp": None, "name": "order_id", "value": "SK1048213"}]
    refused = client.post("/webhook", json=call("action_check_order", order_id="SK0000000")).json()
    assert refused["events"][0]["value"] is None
    assert "SK0000000" in refused["responses"][0]["text"]


def test_products_are_found_that_rasas_model_has_no_entity_for(client: TestClient) -> None:
    product = load_products()[0]
    body = call("action_availability", f"is the {product.texts['en'].name} in stock?")
    assert product.texts["en"].name in client.post("/webhook", json=body).json()["responses"][0]["text"]


def test_a_suggestion_needs_a_profile_and_says_nothing_without(client: TestClient) -> None:
    assert client.post("/webhook", json=call("action_suggest")).json() == {"events": [], "responses": []}


def test_a_packed_body_is_read(client: TestClient) -> None:
    body = zlib.compress(json.dumps(call("action_track_order", order_id="SK1048213")).encode())
    response = client.post("/webhook", content=body, headers={"Content-Encoding": "deflate", "Content-Type": "application/json"})
    assert "SK1048213" in response.json()["responses"][0]["text"]


def test_an_unknown_action_is_404_with_rasas_body(client: TestClient) -> None:
    response = client.post("/webhook", json=call("action_nowhere"))
    assert (response.status_code, response.json()) == (
        404,
        {"error": "No registered action found for name 'action_nowhere'.", "action_name": "action_nowhere"},
    )


def test_no_action_is_null_as_rasa_sdk_answers(client: TestClient) -> None:
    response = client.post("/webhook", json=call(""))
    assert (response.status_code, response.json()) == (200, None)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", ""),
        (b"{", ""),
        (b"null", ""),
        (b"[]", ""),
        (b'{"tracker": 3}', ""),
        (b"\xff\xfe", ""),
        (b"{}", "deflate"),
        (zlib.compress(b"{}")[:-3], "deflate"),
        (zlib.compress(b" " * 20_000_000), "deflate"),
        (b"{}", "br"),
    ],
)
def test_a_body_that_is_no_call_is_400(client: TestClient, content: bytes, encoding: str) -> None:
    response = client.post("/webhook", content=content, headers={"Content-Encoding": encoding})
    assert response.status_code == 400
    assert response.json()["error"]


def test_a_call_without_a_domain_is_449_until_one_was_sent(tmp_path: Path) -> None:
    made = toolbox(Demo(database=f"sqlite:///{tmp_path}/none.db"), tmp_path)
    body = {**call("action_recommend"), "domain_digest": "d1"}
    without = {key: value for key, value in body.items() if key != "domain"}
    with TestClient(create_action_server(executor(made), replies.load(), Recognizer())) as client:
        statuses = [client.post("/webhook", json=one).status_code for one in (without, body, without)]
    assert statuses == [449, 200, 200]


def test_a_shop_that_does_not_answer_is_503(tmp_path: Path) -> None:
    made = toolbox(Demo(database=f"sqlite:///{tmp_path}/no/folder/shop.db"), tmp_path)
    with TestClient(create_action_server(executor(made), replies.load(), Recognizer())) as client:
        response = client.post("/webhook", json=call("action_track_order", order_id="SK1048213"))
    assert response.status_code == 503
    assert response.json()["action_name"] == "action_track_order"


def test_health_and_the_list_of_actions(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert {"name": "action_cancel_order"} in client.get("/actions").json()


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["actions", "--help"])
    assert "5055" in capsys.readouterr().out
