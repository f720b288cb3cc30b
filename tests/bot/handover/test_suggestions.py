"""What the assistant suggests reaches the person, who takes, edits or refuses it; each suggestion is judged once."""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from analytics.autopilot.judging import judged
from analytics.autopilot.standing import Key, Tally
from analytics.events import HandedOff, SuggestionShown
from analytics.stores.opening import open_stores
from tests.bot.handover.conftest import wrote
from tests.bot.handover.serving import ANNA, bearer, serving

TEXT = {"en": "Two years.", "zh": "两年。"}


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


@pytest.fixture
def client(database_url: str, language: str) -> Iterator[TestClient]:
    """A service over a log with a conversation that waits for a person, to whom something is suggested."""
    shown = SuggestionShown(
        intent="warranty", language=language, source="article", name="guarantee", text=TEXT[language], precision=0.7, level=0.9
    )
    off = HandedOff(reason="below the autopilot's level", language=language)

    async def write() -> None:
        stores = open_stores(database_url)
        await stores.log.append("rest:ann", 0, (*wrote("warranty?", language=language), shown, off))
        await stores.log.close()

    asyncio.run(write())
    with serving(database_url) as client:
        present = {"capacity": 2, "languages": ["en", "zh"]}
        assert client.put("/desk/presence", json=present, headers=bearer(ANNA)).status_code == 204
        while not client.get("/desk/queue", headers=bearer(ANNA)).json()["served"]:
            pass  # PostgreSQL shows what was written only when no older transaction is open
        yield client


def packet(client: TestClient) -> dict[str, object]:
    told: dict[str, object] = client.get("/desk/conversations/rest:ann/packet", headers=bearer(ANNA)).json()
    return told


def reply(client: TestClient, number: int, **body: str) -> tuple[int, str]:
    address = "/desk/conversations/rest:ann/replies"
    answer = client.post(address, json={"id": f"r{number}", "text": "Two years."} | body, headers=bearer(ANNA))
    return answer.status_code, answer.json().get("error", "")


def test_the_packet_shows_it_until_somebody_has_judged_it(client: TestClient, language: str) -> None:
    shown = packet(client)
    assert shown["suggestion"] == {
        "source": "article",
        "name": "guarantee",
        "text": TEXT[language],
        "precision": 0.7,
        "level": 0.9,
    }
    assert "suggests" in shown["next_step"]["en"]  # type: ignore[index]
    assert reply(client, 1, text="one moment") == (200, "")
    assert packet(client)["suggestion"] is not None
    assert reply(client, 2, suggestion="taken") == (200, "")
    assert packet(client)["suggestion"] is None


@pytest.mark.parametrize(("verdict", "expected"), [("taken", Tally(1, 0)), ("edited", Tally(0, 1)), ("refused", Tally(0, 1))])
def test_the_verdict_counts_once(client: TestClient, database_url: str, language: str, verdict: str, expected: Tally) -> None:
    assert reply(client, 1, suggestion=verdict) == (200, "")
    assert reply(client, 1, suggestion=verdict) == (200, "")
    assert reply(client, 2, suggestion=verdict) == (409, "no_suggestion")

    async def read() -> dict[Key, Tally]:
        stores = open_stores(database_url, read_only=True)
        try:
            while not (found := await judged(stores.log)):
                pass
            return dict(found)
        finally:
            await stores.log.close()

    assert asyncio.run(read()) == {("warranty", language): expected}


def test_a_verdict_that_is_none_is_refused(client: TestClient) -> None:
    assert reply(client, 1, suggestion="maybe") == (422, "bad_value")
