"""Idempotency keys over HTTP: what was sent twice is done once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.app import Service, create_app
from bot.app.knowledge import Office
from knowledge_base import pipeline as knowledge
from knowledge_base.replays import Replays
from tests.bot.knowledge.conftest import ANNA, BOB, bearer

AT = "/knowledge/articles/gift-wrap"
WRAP = {"en": {"question": "Is there a gift wrap?", "answer": "Yes."}}
KEY = {"Idempotency-Key": "4f1a"}


def test_the_same_request_again_gets_the_answer_that_it_had(anna: TestClient, office: Office) -> None:
    first, again = (anna.put(AT, json=WRAP, headers=KEY) for _ in range(2))
    assert (first.content, first.headers["etag"], first.status_code) == (again.content, again.headers["etag"], again.status_code)
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert len(office.library.history("gift-wrap")) == 1


def test_it_gets_it_also_from_another_process_and_after_a_restart(service: Service, anna: TestClient, office: Office) -> None:
    first = anna.put(AT, json=WRAP, headers=KEY)
    other = replace(office, replays=Replays(knowledge.DATABASE.format(data=office.data)), library=knowledge.library(office.data))
    with TestClient(create_app(replace(service, knowledge=other)), headers=bearer(ANNA)) as client:
        assert client.put(AT, json=WRAP, headers=KEY).content == first.content
    assert len(other.library.history("gift-wrap")) == 1
    other.library.close()
    other.replays.close()


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("PUT", AT, {"en": {"question": "Is there a gift wrap?", "answer": "No."}}, {}),
        ("PUT", f"{AT}?note=x", WRAP, {}),
        ("PUT", f"{AT}2", WRAP, {}),
        ("PUT", AT, WRAP, {"If-Match": '"1"'}),
        ("DELETE", AT, None, {}),
        ("POST", "/knowledge/publish", {}, {}),
    ],
)
def test_the_key_of_another_request_is_refused(
    anna: TestClient, method: str, path: str, body: object, headers: dict[str, str]
) -> None:
    anna.put(AT, json=WRAP, headers=KEY)
    answer = anna.request(method, path, json=body, headers=KEY | headers)
    assert (answer.status_code, answer.json()["error"]) == (422, "key_reused")


def test_another_editor_may_have_the_same_key(anna: TestClient, office: Office) -> None:
    for token in (ANNA, BOB):
        assert anna.put(AT, json=WRAP, headers=KEY | bearer(token)).status_code == 200
    assert [one.author for one in office.library.history("gift-wrap")] == ["anna", "林梅"]


def test_what_was_refused_may_be_sent_again_once_its_cause_is_gone(anna: TestClient) -> None:
    assert anna.post("/knowledge/publish", json={}, headers=KEY).status_code == 409
    anna.put(AT, json=WRAP)
    assert anna.post("/knowledge/publish", json={}, headers=KEY).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "鍵"])
def test_a_key_that_is_none_is_refused(anna: TestClient, key: str) -> None:
    answer = anna.put(AT, json=WRAP, headers={b"Idempotency-Key": key.encode()})
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_key")


def test_one_that_is_under_way_is_waited_for(service: Service, office: Office) -> None:
    answers: list[Response] = []

    def judge(article: object, others: object) -> tuple[()]:
        # Asked while the first is still being answered.
        answers.append(client.put(AT, json=WRAP, headers=KEY))
        return ()

    app = create_app(replace(service, knowledge=replace(office, concerns=judge)))
    with TestClient(app, headers=bearer(ANNA)) as client:
        assert client.put(AT, json=WRAP, headers=KEY).status_code == 200
    (again,) = answers
    assert (again.status_code, again.json()["error"]) == (409, "key_in_use")
    assert int(again.headers["retry-after"]) >= 1
    assert len(office.library.history("gift-wrap")) == 1


def test_of_many_at_once_one_is_done(anna: TestClient, office: Office) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: anna.put(AT, json=WRAP, headers=KEY), range(16)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    assert len(office.library.history("gift-wrap")) == 1


def test_the_key_stands_in_the_documentation_of_what_changes_something(anna: TestClient) -> None:
    paths = anna.get("/openapi.json").json()["paths"]
    keyed = {
        method
        for path, operations in paths.items()
        if path.startswith("/knowledge")
        for method, operation in operations.items()
        if any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", []))
    }
    assert keyed == {"post", "put", "delete"}
    assert all(
        "security" in operation for path, all_ in paths.items() if path.startswith("/knowledge") for operation in all_.values()
    )
