"""What every profile store promises, on SQLite and on PostgreSQL."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from analytics.profiles import Attribute, Profile
from analytics.stores import Conflict, profiles
from analytics.stores.opening import Stores, open_stores

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
async def stores(database_url: str, anyio_backend: str) -> AsyncIterator[Stores]:
    stores = open_stores(database_url)
    yield stores
    await stores.log.close()


def profile(customer: str, language: str = "zh") -> Profile:
    reason = {"sku": "LARK-BUDS2", "reason": {"en": "It fits.", "zh": "它适配。"}}
    attributes = {
        "language": Attribute(value=language, event=3, source="m1", confidence=1.0, at=NOW),
        "suggestion": Attribute(
            value=reason, event=4, source="copurchase 1", confidence=0.125, at=NOW, expires=NOW + timedelta(days=7)
        ),
        "unresolved": Attribute(value=[], event=5, source="rules", confidence=1.0, at=NOW),
    }
    return Profile(customer=customer, attributes=attributes)


async def test_nobody_is_known_at_first(stores: Stores) -> None:
    assert await stores.profiles.get("ann") is None
    assert await stores.profiles.load(["ann", "bob"]) == {}
    assert await stores.profiles.cursor() == ""


async def test_profiles_come_back_as_they_were_saved(stores: Stores, database_url: str) -> None:
    await stores.profiles.save((profile("ann"), profile("bob", "en")), "7", "")
    assert await stores.profiles.get("ann") == profile("ann")
    await stores.log.close()
    reopened = open_stores(database_url)
    found = await reopened.profiles.load(["bob", "ann", "cid"])
    assert {name: dict(known.attributes) for name, known in found.items()} == {
        "ann": dict(profile("ann").attributes),
        "bob": dict(profile("bob", "en").attributes),
    }
    assert await reopened.profiles.cursor() == "7"
    await reopened.log.close()


async def test_a_later_save_replaces_the_profile_and_leaves_the_others(stores: Stores) -> None:
    await stores.profiles.save((profile("ann"), profile("bob")), "7", "")
    await stores.profiles.save((profile("ann", "en"),), "8", "7")
    found = await stores.profiles.load(["ann", "bob"])
    assert found["ann"].value("language", NOW) == "en"
    assert found["bob"].value("language", NOW) == "zh"


async def test_a_save_after_somebody_elses_is_a_conflict_and_changes_nothing(stores: Stores) -> None:
    await stores.profiles.save((profile("ann"),), "7", "")
    for expected in ("", "6", "8"):
        with pytest.raises(Conflict):
            await stores.profiles.save((profile("ann", "en"), profile("bob")), "9", expected)
    assert list(await stores.profiles.load(["ann", "bob"])) == ["ann"]
    assert (await stores.profiles.load(["ann"]))["ann"].value("language", NOW) == "zh"
    assert await stores.profiles.cursor() == "7"


async def test_clearing_forgets_profiles_and_cursor(stores: Stores) -> None:
    await stores.profiles.save((profile("ann"),), "7", "")
    await stores.profiles.clear()
    assert await stores.profiles.get("ann") is None
    assert await stores.profiles.cursor() == ""
    await stores.profiles.save((profile("ann"),), "1", "")


async def test_what_another_process_saves_is_seen_soon(
    stores: Stores, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_stores(database_url, read_only=True)
    assert await reader.profiles.get("ann") is None
    await stores.profiles.save((profile("ann"),), "7", "")
    assert await reader.profiles.get("ann") is None, "remembered for a while"
    monkeypatch.setattr(profiles, "FRESH", 0.0)
    assert await reader.profiles.get("ann") == profile("ann")
    await reader.log.close()


async def test_what_this_process_saves_is_seen_at_once(stores: Stores) -> None:
    assert await stores.profiles.get("ann") is None
    await stores.profiles.save((profile("ann"),), "7", "")
    known = await stores.profiles.get("ann")
    assert known is not None
    assert known.value("language", NOW) == "zh"


async def test_a_profile_in_memory_costs_no_query(stores: Stores) -> None:
    await stores.profiles.save((profile("ann"),), "7", "")
    await stores.log.close()
    started = time.process_time()
    for _ in range(1000):
        assert await stores.profiles.get("ann") is not None
    assert time.process_time() - started < 0.2


async def test_memory_keeps_only_the_profiles_last_used(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "REMEMBERED", 2)
    await stores.profiles.save(tuple(map(profile, "abc")), "7", "")
    await stores.log.close()
    assert await stores.profiles.get("c") is not None
    with pytest.raises(Exception, match="closed"):
        await stores.profiles.get("a")
