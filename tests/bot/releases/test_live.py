"""The whole service while its model is replaced: nobody is refused, and every turn is of one release."""

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from analytics.events import AnswerFound, MessageUnderstood, TurnFailed
from analytics.stores.opening import open_stores
from bot import bootstrap
from bot.app import Service
from bot.releases import examination, live
from bot.releases import serving as loading
from bot.releases.store import Releases
from configs.errors import ConfigurationError
from configs.settings import load
from nlu.pipeline import GRAPH
from tests.bot.releases.conftest import FIRST, SECOND, SENT, rename
from tests.bot.releases.traffic import Customers, eventually, told, traffic

pytestmark = pytest.mark.anyio

LEAST_GROWTH_OF_A_LEAK = 60  # megabytes, after four more switches; the files of a release have 76
MEMORY = """
import asyncio, sys
from pathlib import Path
from bot.releases.live import Live
from bot.releases.serving import load
from bot.releases.store import Releases

async def main():
    live = Live.open(Releases(Path(sys.argv[1])), load)
    megabytes = []
    for _ in range(5):
        await live.serving.understand("hello")
        await live.rollback()
        status = Path("/proc/self/status").read_text().splitlines()
        megabytes += [int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS")]
    await live.close()
    print(*megabytes)

asyncio.run(main())
"""
SAYINGS = ("how long does shipping take", "我的包裹一般几天能到", "what is your return policy", "耳机坏了怎么保修", "hello")


@pytest.fixture
def shop(data: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The shop, whose second release serves, for an administrator."""
    monkeypatch.setenv(load().bot.admin_token_env, SENT)
    monkeypatch.setattr(live, "SECONDS", 0.05)
    return bootstrap.assemble(load(), data)


async def models_of(data: Path, customers: Customers) -> set[str]:
    """The models that understood the customers; fails for an answer that failed or was not found by the model's own index."""
    assert [answer for answer in customers.answers.values() if answer.status_code != 200 or not answer.json()] == []
    releases = {release.version for release in Releases(data).all()}
    found: set[str] = set()
    stores = open_stores(load().database.format(data=data), read_only=True)
    for sender in customers.answers:
        events = [entry.event for entry in await stores.log.read(f"rest:{sender}")]
        assert not [event for event in events if isinstance(event, TurnFailed)]
        (model,) = (event.model for event in events if isinstance(event, MessageUnderstood))
        indexes = [event.index for event in events if isinstance(event, AnswerFound)]
        assert [index for index in indexes if f"{model}-{index}" not in releases] == []
        found.add(model)
    await stores.log.close()
    return found


async def test_models_are_replaced_under_traffic_without_a_failed_request(
    data: Path, address: str, client: httpx.AsyncClient
) -> None:
    async with traffic(address, SAYINGS) as customers:
        for number in range(10):
            version = (FIRST, SECOND)[number % 2]
            assert (await client.put("/model", json={"model_file": version})).status_code == 204
            parsed = (await client.post("/model/parse", json={"text": "hello"})).json()
            assert parsed["model"] == version
    assert await models_of(data, customers) == {FIRST, SECOND}
    metrics = (await client.get("/metrics")).text
    assert 'shopkeeper_release_switches_total{outcome="served"} 10.0' in metrics


async def test_one_call_takes_back_the_release_before_and_one_more_the_one_after(
    releases: Releases, client: httpx.AsyncClient
) -> None:
    second, first = releases.all()
    back = (await client.post("/model/rollback")).raise_for_status().json()
    assert (back["model_file"], back["model_id"], back["previous"]) == (first.version, FIRST, second.version)
    assert releases.current() == first
    forth = (await client.post("/model/rollback")).raise_for_status().json()
    assert (forth["model_file"], forth["previous"]) == (second.version, first.version)


async def test_a_release_that_is_published_beside_the_service_is_taken_over(
    data: Path, releases: Releases, address: str, client: httpx.AsyncClient
) -> None:
    async with traffic(address, SAYINGS) as customers:
        rename(data, "third0000000", 1.07)
        await asyncio.to_thread(releases.publish)

        async def third() -> bool:
            return bool((await client.get("/status")).json()["model_id"] == "third0000000")

        await eventually(third)
    assert await models_of(data, customers) <= {SECOND, "third0000000"}
    assert await told(client, "model") == []


async def test_damaged_releases_are_refused_under_traffic_and_the_old_one_serves(
    data: Path, releases: Releases, address: str, client: httpx.AsyncClient
) -> None:
    first = releases.find(FIRST)
    graph = first.model / GRAPH
    whole = graph.read_bytes()
    async with traffic(address, SAYINGS) as customers:
        for content in (b"", whole[:-1], b"<html></html>"):
            graph.unlink()
            graph.write_bytes(content)
            refused = await client.put("/model", json={"model_file": FIRST})
            assert (refused.status_code, refused.json()["error"]) == (409, "release_refused")
            assert "model.onnx is damaged, its SHA-256 is not the one" in refused.json()["reason"]
            listed = {one["version"]: one["refused"] for one in (await client.get("/status")).json()["releases"]}
            assert listed[first.version] == refused.json()["reason"]
            assert (await client.post("/model/rollback")).status_code == 409
            assert await told(client, "model") == [], "what serves is what shall serve"
    assert await models_of(data, customers) == {SECOND}
    graph.write_bytes(whole)
    assert (await client.put("/model", json={"model_file": FIRST})).status_code == 204


async def test_a_damaged_release_that_is_published_is_a_problem_until_it_is_rolled_back(
    data: Path, releases: Releases, client: httpx.AsyncClient
) -> None:
    rename(data, "third0000000", 1.07)
    fresh = releases.all()[0].folder.with_name("unfinished")
    releases.publish().folder.rename(fresh)
    problems = await eventually(lambda: told(client, "model"))
    assert "the release third0000000-" in problems[0]
    assert f"holds no model; {SECOND}-" in problems[0]
    assert 'shopkeeper_release_switches_total{outcome="refused"} 1.0' in (await client.get("/metrics")).text
    assert (await client.post("/model/rollback")).json()["model_id"] == SECOND
    assert await told(client, "model") == []


async def test_a_loader_that_crashes_takes_nothing_down(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "PROGRAM", "tests.bot.releases.crashing")
    refused = await client.put("/model", json={"model_file": FIRST})
    assert refused.json()["reason"] == "the process that examined it ended with -11"
    assert (await client.post("/model/parse", json={"text": "hello"})).json()["model"] == SECOND


async def test_a_loader_that_never_ends_is_given_up(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "SECONDS", 0.01)
    refused = await client.put("/model", json={"model_file": FIRST})
    assert "it could not be examined within" in refused.json()["reason"]


def test_memory_does_not_grow_with_every_release(data: Path) -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY, str(data)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    first, *_, last = map(int, done.stdout.splitlines()[-1].split())
    assert last - first < LEAST_GROWTH_OF_A_LEAK


async def test_a_start_falls_back_on_the_release_before_and_says_so(releases: Releases, data: Path) -> None:
    second, first = releases.all()
    (second.model / GRAPH).unlink()
    opened = live.Live.open(releases, loading.load)
    assert opened.serving.version == first.version
    assert f"the release {second.version} was refused: " in opened.refusal
    (first.model / GRAPH).unlink()
    with pytest.raises(ConfigurationError, match=r"was refused: .*; run `python -m bot prepare --train`$"):
        live.Live.open(releases, loading.load)
    await opened.close()
