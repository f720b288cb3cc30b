"""Answers by idempotency key, in both databases."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta, tzinfo
from multiprocessing import get_context
from typing import Self

import pytest

from knowledge_base import replays
from knowledge_base.replays import ABANDONED, KEPT, Recorded, Replays

ANSWER = Recorded(200, {"content-type": "application/json", "etag": '"1"'}, '{"说": 1}'.encode())


@pytest.fixture
def kept(database_url: str) -> Iterator[Replays]:
    kept = Replays(database_url)
    yield kept
    kept.close()


def claimed(url: str) -> str:
    """What a process of its own is told."""
    return str(Replays(url).claim("anna", "k", "digest"))


def test_an_answer_is_given_again_to_the_same_request_only(kept: Replays) -> None:
    assert kept.claim("anna", "k", "digest") == "yours"
    assert kept.claim("anna", "k", "digest") == "in use"
    kept.keep("anna", "k", ANSWER)
    assert kept.claim("anna", "k", "digest") == ANSWER
    assert kept.claim("anna", "k", "other") == "another"
    assert kept.claim("林梅", "k", "other") == "yours"


def test_a_key_that_is_given_back_is_free(kept: Replays) -> None:
    kept.claim("anna", "k", "digest")
    kept.release("anna", "k")
    assert kept.claim("anna", "k", "other") == "yours"


@pytest.mark.parametrize(("answered", "age"), [(True, KEPT), (False, ABANDONED)])
def test_keys_are_forgotten_in_time(kept: Replays, monkeypatch: pytest.MonkeyPatch, answered: bool, age: timedelta) -> None:
    kept.claim("anna", "k", "digest")
    if answered:
        kept.keep("anna", "k", ANSWER)
    started = datetime.now(UTC)

    class Later(datetime):
        ahead = age - timedelta(minutes=1)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp((started + cls.ahead).timestamp(), UTC)

    monkeypatch.setattr(replays, "datetime", Later)
    assert kept.claim("anna", "k", "digest") == (ANSWER if answered else "in use")
    Later.ahead = age + timedelta(minutes=1)
    assert kept.claim("anna", "k", "digest") == "yours"


def test_of_several_processes_one_has_the_key(database_url: str) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as processes:
        told = list(processes.map(claimed, [database_url] * 6))
    assert sorted(told) == ["in use"] * 5 + ["yours"]
