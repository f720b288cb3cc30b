"""Customers and people over the real service: pages are told, the assistant is silent, and it comes back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from bot.channels.websocket import conversation_of
from bot.handover.hours import WEEK
from tests.bot.handover.serving import ANNA, LIN, bearer, hello, say, serving, until

ASK = {"en": "a person please", "zh": "转人工"}
GREETING = {"en": "hello", "zh": "你好"}
TEXT = {"en": "Please ring me about my order.", "zh": "请就我的订单回电。"}
PRESENT = {"capacity": 2, "languages": ["en", "zh"]}


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    with serving(database_url) as client:
        yield client


def come(client: TestClient, token: str = ANNA, **values: Any) -> None:
    assert client.put("/desk/presence", json=PRESENT | values, headers=bearer(token)).status_code == 204


def act(client: TestClient, conversation: str, deed: str, token: str = ANNA, **body: Any) -> Any:
    address = f"/desk/conversations/{conversation}/{deed}"
    return client.post(address, headers=bearer(token), json=body or None)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_person_comes_answers_and_goes_while_the_assistant_is_silent(client: TestClient, language: str) -> None:
    with client.websocket_connect("/ws") as socket:
        secret = hello(socket, language=language)["conversation"]
        name = conversation_of(secret)
        assert len(say(socket, ASK[language], 1)) == 1
        assert until(socket, "queue") == {"type": "queue", "state": "waiting", "position": 1}
        come(client)
        assert until(socket, "queue") == {"type": "queue", "state": "served", "agent": "anna"}
        assert act(client, name, "replies", id="r1", text="Hi, I'm Anna 安娜").json()["position"] > 0
        until(socket, "news")
        entry = hello(socket, conversation=secret)["entries"][-1]
        assert (entry["role"], entry["replies"][0]["text"], entry["replies"][0]["data"]) == (
            "agent",
            "Hi, I'm Anna 安娜",
            {"agent": "anna"},
        )
        assert say(socket, GREETING[language], 2) == []
        assert act(client, name, "release").status_code == 204
        assert until(socket, "queue") == {"type": "queue", "state": "assistant"}
        assert len(say(socket, GREETING[language], 3)) == 1


def test_the_assistant_is_silent_over_rest_as_well_until_the_conversation_is_closed(client: TestClient) -> None:
    def write(text: str, number: int) -> list[Any]:
        body = {"sender": "ann", "message": text, "message_id": str(number)}
        said: list[Any] = client.post("/webhooks/rest/webhook", json=body).json()
        return said

    assert len(write("转人工", 1)) == 1
    assert write("你好", 2) == []
    come(client)
    assert act(client, "rest:ann", "close").status_code == 204
    assert len(write("你好", 3)) == 1


@pytest.mark.parametrize(("language", "text"), [("en", "I don't need a person any more"), ("zh", "不需要人工了")])
def test_whoever_no_longer_needs_a_person_leaves_the_queue(client: TestClient, language: str, text: str) -> None:
    with client.websocket_connect("/ws") as socket:
        hello(socket)
        say(socket, ASK[language], 1)
        until(socket, "queue", state="waiting")
        assert len(say(socket, text, 2)) == 1
        until(socket, "queue", state="assistant")
    assert client.get("/desk/queue", headers=bearer(ANNA)).json()["waiting"] == []


def test_a_page_that_comes_back_gets_what_the_person_said_meanwhile_and_its_place(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        secret = hello(socket)["conversation"]
        say(socket, ASK["en"], 1)
    come(client)
    for number in range(3):
        act(client, conversation_of(secret), "replies", id=f"r{number}", text=f"line {number}")
    with client.websocket_connect("/ws") as socket:
        entries = hello(socket, conversation=secret)["entries"]
        assert [entry["replies"][0]["text"] for entry in entries if entry["role"] == "agent"] == ["line 0", "line 1", "line 2"]
        assert until(socket, "queue")["agent"] == "anna"


def test_every_page_of_a_customer_hears_the_person(client: TestClient) -> None:
    with client.websocket_connect("/ws") as one, client.websocket_connect("/ws") as two:
        secret = hello(one)["conversation"]
        hello(two, conversation=secret)
        say(one, ASK["en"], 1)
        come(client)
        for socket in (one, two):
            until(socket, "queue", state="served")
        act(client, conversation_of(secret), "replies", id="r1", text="hello both")
        for socket in (one, two):
            until(socket, "news")


def test_what_a_person_says_reaches_the_page_whole_and_in_order(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        secret = hello(socket)["conversation"]
        say(socket, ASK["en"], 1)
        come(client)
        until(socket, "queue", state="served")
        said: list[str] = []
        last = 0
        for number in range(20):
            act(client, conversation_of(secret), "replies", id=f"r{number}", text=str(number))
        while len(said) < 20:
            until(socket, "news")
            entries = hello(socket, conversation=secret, last=last)["entries"]
            said += [entry["replies"][0]["text"] for entry in entries if entry["role"] == "agent"]
            last = entries[-1]["position"] if entries else last
        assert said == [str(number) for number in range(20)]


def test_a_turn_that_breaks_under_a_person_says_nothing(client: TestClient) -> None:
    with client.websocket_connect("/ws") as socket:
        hello(socket)
        say(socket, ASK["en"], 1)
        assert say(socket, "boom", 2) == []
        assert len(client.get("/desk/queue", headers=bearer(ANNA)).json()["waiting"]) == 1


def test_pages_and_people_may_be_at_different_workers(postgres_schema_url: str) -> None:
    with serving(postgres_schema_url) as here, serving(postgres_schema_url) as there, here.websocket_connect("/ws") as socket:
        secret = hello(socket)["conversation"]
        say(socket, ASK["en"], 1)
        come(there)
        until(socket, "queue", state="served", agent="anna")
        act(there, conversation_of(secret), "replies", id="r1", text="from afar")
        until(socket, "news")
        assert hello(socket, conversation=secret)["entries"][-1]["replies"][0]["text"] == "from afar"
        assert say(socket, GREETING["en"], 2) == []


def test_the_queue_lists_who_waits_is_served_and_is_there(client: TestClient) -> None:
    come(client, LIN, capacity=1, languages=["zh"], skills=["disputes"])
    for sender, text in (("a", "转人工"), ("b", "转人工"), ("c", "a person please")):
        client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    line = client.get("/desk/queue", headers=bearer(LIN)).json()
    assert [(one["conversation"], one["agent"]) for one in line["served"]] == [("rest:a", "林梅")]
    assert [(one["conversation"], one["position"], one["language"]) for one in line["waiting"]] == [
        ("rest:b", 1, "zh"),
        ("rest:c", 1, "en"),
    ]
    assert 0 < line["waiting"][0]["seconds"] <= 360
    assert line["waiting"][1]["seconds"] is None
    assert line["agents"] == [{"name": "林梅", "capacity": 1, "languages": ["zh"], "skills": ["disputes"], "conversations": 1}]


def test_a_packet_and_a_conversation_taken_out_of_turn(client: TestClient) -> None:
    client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "my lawyer will write about order SK1048213"})
    packet = client.get("/desk/conversations/rest:a/packet", headers=bearer(ANNA)).json()
    assert (packet["reason"], packet["summary"]) == ("risky topic", ["my lawyer will write about order SK1048213"])
    assert packet["next_step"]["zh"].startswith("不要争论")
    assert act(client, "rest:a", "take").json()["error"] == "not_present"
    come(client, capacity=1)
    assert act(client, "rest:a", "take").json()["error"] == "taken_already"
    assert client.delete("/desk/presence", headers=bearer(ANNA)).status_code == 204
    assert act(client, "rest:a", "replies", id="r1", text="hello").json()["error"] == "not_yours"


@pytest.mark.parametrize(
    ("body", "error", "field"),
    [
        ({"capacity": 0, "languages": ["en"]}, "bad_value", "capacity"),
        ({"capacity": 1, "languages": []}, "too_short", "languages"),
        ({"capacity": 1, "languages": ["fr"]}, "bad_value", "languages"),
        ({"capacity": 1, "languages": ["en"], "colour": "red"}, "unknown_field", ""),
    ],
)
def test_a_bad_body_is_refused_by_its_field(client: TestClient, body: Any, error: str, field: str) -> None:
    answer = client.put("/desk/presence", json=body, headers=bearer(ANNA))
    assert answer.status_code == 422
    assert answer.json().get("field", "") == field


def test_only_agents_with_a_token_may_serve(client: TestClient) -> None:
    assert client.get("/desk/queue").json()["error"] == "bad_agent_token"
    assert client.get("/desk/queue", headers=bearer("somebody-elses-token")).status_code == 401
    assert act(client, "rest:nobody", "release").json()["error"] == "not_in_queue"
    assert set(client.get("/desk/queue").json()["message"]) == {"en", "zh"}


def test_the_routes_are_documented(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {path.rsplit("/", 1)[1] for path in paths if path.startswith("/desk")} == {
        "queue",
        "presence",
        "packet",
        "take",
        "replies",
        "release",
        "close",
    }


@pytest.mark.parametrize(("language", "contact"), [("en", "it is ann@shop.example"), ("zh", "ann@shop.example 这个邮箱")])
def test_while_nobody_works_a_message_is_left_and_waits(database_url: str, language: str, contact: str) -> None:
    opens = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=2)
    weekday = f"{opens:%A}" if language == "en" else f"周{'一二三四五六日'[opens.weekday()]}"
    hours = {WEEK[opens.weekday()]: ["09:00-18:00"]}
    with serving(database_url, hours=hours) as client, client.websocket_connect("/ws") as socket:
        name = conversation_of(hello(socket, language=language)["conversation"])
        assert weekday in say(socket, ASK[language], 1)[0]["text"]
        assert len(say(socket, GREETING[language], 2)) == 1  # the assistant goes on
        button = say(socket, ASK[language], 3)[0]["quick_replies"][0]
        say(socket, button["title"], 4, payload=button["payload"])
        say(socket, contact, 5)
        (noted,) = say(socket, TEXT[language], 6)
        assert "ann@shop.example" in noted["text"]
        assert weekday in noted["text"]
        assert len(say(socket, GREETING[language], 7)) == 1
        (left,) = client.get("/desk/queue", headers=bearer(ANNA)).json()["waiting"]
        assert (left["conversation"], left["kind"], left["position"]) == (name, "message", None)
        come(client)
        packet = client.get(f"/desk/conversations/{name}/packet", headers=bearer(ANNA)).json()
        assert (packet["message"], packet["contact"]) == (TEXT[language], "ann@shop.example")
