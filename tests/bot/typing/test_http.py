"""`/complete` and `/predict`."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient

from analytics.events import AnswerGiven, MessageReceived
from analytics.stores import StoreUnavailable
from bot.anticipation import Anticipation
from bot.app import Service, create_app
from bot.errors import ShopUnavailable
from knowledge_base.articles import Article, Passage

SECRET = "s" * 32
HEADERS = {"X-Conversation": SECRET}


def questions(client: TestClient, path: str, headers: dict[str, str] | None = None, **query: str) -> list[dict[str, str]]:
    answer = client.get(path, params=query, headers=headers)
    assert answer.status_code == 200
    found: list[dict[str, str]] = answer.json()["questions"]
    return found


@pytest.mark.parametrize(("text", "language"), [("退kuan", "zh"), ("refu", "en")])
def test_what_is_typed_is_completed_in_the_language_of_the_page(client: TestClient, text: str, language: str) -> None:
    found = questions(client, "/complete", text=text, language=language)
    assert 1 <= len(found) <= 5
    assert {one["language"] for one in found} == {language}
    assert all(one["payload"].startswith("article:") and one["title"] for one in found)


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({}, "missing_field", "text"),
        ({"text": ""}, "empty_text", "text"),
        ({"text": " \u200d"}, "empty_text", "text"),
        ({"text": "a\x00b"}, "bad_text", "text"),
        ({"text": "x" * 201}, "too_long", "text"),
        ({"text": "refund", "language": "tlh"}, "bad_value", "language"),
        ({"text": "refund", "role": "admin"}, "unknown_field", None),
    ],
)
def test_a_bad_completion_is_refused_by_name(client: TestClient, query: dict[str, str], code: str, field: str | None) -> None:
    answer = client.get("/complete", params=query)
    assert (answer.status_code, answer.json()["error"], answer.json().get("field")) == (422, code, field)


def test_the_page_the_cart_and_the_order_are_told_apart(client: TestClient) -> None:
    answer = client.get("/predict", params={"language": "zh", "page": "cart", "cart": "filled", "order": "late"}).json()
    assert answer["context"] == ["page:cart", "cart:filled", "order:late"]
    assert len(answer["questions"]) == 4
    assert answer["questions"][0]["payload"] == "article:tracking-not-moving"
    assert client.get("/predict").json()["context"] == []


@pytest.mark.parametrize(
    "query", [{"page": "casino"}, {"order": "lost"}, {"cart": "1"}, {"language": ""}, {"conversation": SECRET}]
)
def test_an_unknown_place_is_refused(client: TestClient, query: dict[str, str]) -> None:
    assert client.get("/predict", params=query).status_code == 422


def test_the_order_that_was_looked_up_in_the_conversation_counts(client: TestClient, orders: Any) -> None:
    assert client.get("/predict", headers=HEADERS).json()["context"] == ["order:late"]
    orders.state = "delivered"
    assert client.get("/predict", headers=HEADERS).json()["context"] == ["order:delivered"]
    assert client.get("/predict", headers={"X-Conversation": "t" * 32}).json()["context"] == []


def test_an_order_that_was_only_mentioned_or_is_unknown_does_not(client: TestClient, people: Any) -> None:
    people.number = "SK2"
    assert client.get("/predict", headers=HEADERS).json()["context"] == []
    people.number, people.confidence = "SK1", 0.6
    assert client.get("/predict", headers=HEADERS).json()["context"] == []


@pytest.mark.parametrize("failure", [ShopUnavailable(), StoreUnavailable()])
def test_a_shop_that_does_not_answer_is_done_without(
    client: TestClient, orders: Any, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fails(number: str) -> None:
        raise failure

    monkeypatch.setattr(orders, "order", fails)
    assert len(questions(client, "/predict", HEADERS)) == 4


def test_a_secret_that_is_none_is_refused(client: TestClient) -> None:
    answer = client.get("/predict", headers={"X-Conversation": "anna"})
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_value")


def test_too_many_keys_at_once_are_429(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.typing.BURST", 3)
    monkeypatch.setattr("bot.app.typing.PER_SECOND", 0.001)
    client = TestClient(create_app(service))
    answers = [client.get("/complete", params={"text": "refu"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_both_are_in_the_description_of_the_interface(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    names = [[one["name"] for one in paths[path]["get"]["parameters"]] for path in ("/complete", "/predict")]
    assert names == [["text", "language"], ["language", "page", "cart", "order", "X-Conversation"]]


async def until(condition: Callable[[], object]) -> None:
    with anyio.fail_after(20):
        while not condition():  # noqa: ASYNC110 - what is waited for is a thread's work
            await anyio.sleep(0.02)


@asynccontextmanager
async def following(anticipation: Anticipation) -> AsyncIterator[None]:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(anticipation.follow)
        await until(lambda: anticipation.indexes)
        yield
        tasks.cancel_scope.cancel()


@pytest.mark.anyio
async def test_edited_articles_and_what_was_asked_are_followed(anticipation: Anticipation, shelf: Any, diary: Any) -> None:
    diary.write("one", MessageReceived(message_id="1", channel="rest", customer="c", text="t"), AnswerGiven(article_id="points"))
    assert anticipation.related("points", "en", ()) == ()
    async with following(anticipation):
        assert anticipation.indexes
        assert anticipation.indexes.predictor.counts["any"].sum() == pytest.approx(1.0, abs=1e-3)
        assert len(anticipation.related("points", "en", ())) == 3
        shelf.articles = (Article("ink", "", {"en": Passage("Which ink does it need?", "")}),)
        await until(lambda: anticipation.indexes and anticipation.indexes.completer.complete("ink", "en"))


@pytest.mark.anyio
async def test_a_large_base_is_read_in_parts(anticipation: Anticipation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.anticipation.PART", 60)
    await anticipation.refresh()
    assert anticipation.indexes
    assert len(anticipation.indexes.completer.articles) == 60
    async with following(anticipation):
        await until(lambda: anticipation.indexes and anticipation.indexes.whole(anticipation.indexes.articles))


@pytest.mark.anyio
async def test_a_log_that_cannot_be_read_does_not_end_it(anticipation: Anticipation, diary: Any) -> None:
    diary.broken = True
    async with following(anticipation):
        assert anticipation.indexes
