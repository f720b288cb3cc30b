"""What every index promises."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from configs import plugins
from nlu.understanding import Vector
from retrieval.errors import RetrievalError
from retrieval.indexes import Index

DIMENSION = 16
Entry = Mapping[str, Any]
# As they come, and so that the few vectors of these tests are enough for their own ways.
ENTRIES: list[Entry] = [{"name": name} for name in plugins.names("retrieval.indexes")] + [
    {"name": "hnsw", "fewest": 1},
    {"name": "ivfpq", "fewest": 100, "probes": 4},
    {"name": "ivfpq", "fewest": 100, "probes": 4, "width": 5},
    {"name": "auto", "hnsw_from": 2, "ivfpq_from": 100},
]


@pytest.fixture(params=ENTRIES, ids=lambda entry: "-".join(map(str, entry.values())))
def entry(request: pytest.FixtureRequest) -> Entry:
    chosen: Entry = request.param
    return chosen


def new(entry: Entry) -> Index:
    return plugins.build(Index, "retrieval.indexes", entry)


@pytest.fixture
def index(entry: Entry) -> Index:
    return new(entry)


def units(count: int, seed: int = 0) -> Vector:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    lengths: Vector = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def test_a_new_index_is_empty(index: Index) -> None:
    assert (index.size, index.dimension) == (0, 0)
    scores, rows = index.search(units(2), 5)
    assert scores.shape == rows.shape == (2, 0)


def test_a_vector_is_nearest_to_itself(index: Index) -> None:
    vectors = units(200)
    index.add(vectors)
    scores, rows = index.search(vectors, 1)
    assert (index.size, index.dimension) == (200, DIMENSION)
    assert rows[:, 0].tolist() == list(range(200))
    assert scores[:, 0] == pytest.approx(1.0, abs=1e-5)


def test_the_nearest_come_best_first_with_their_inner_products(index: Index) -> None:
    vectors, queries = units(200), units(20, seed=1)
    index.add(vectors)
    scores, rows = index.search(queries, 10)
    assert (np.diff(scores, axis=1) <= 0).all()
    products = np.take_along_axis(queries @ vectors.T, rows, axis=1)
    assert scores == pytest.approx(products, abs=1e-5)
    # An approximate index may miss a few.
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    shared = [len(set(found) & set(best)) for found, best in zip(rows, exact, strict=True)]
    assert np.mean(shared) >= 9


@pytest.mark.parametrize("withdrawn", [1, 100, 195, 200])
def test_rows_that_are_withdrawn_make_room_for_others(index: Index, withdrawn: int) -> None:
    vectors, queries = units(200), units(20, seed=1)
    index.add(vectors)
    without = np.zeros(200, dtype=bool)
    without[np.argsort(-(queries @ vectors.T).max(axis=0))[:withdrawn]] = True
    scores, rows = index.search(queries, 10, without)
    assert rows.shape == scores.shape == (20, min(10, 200 - withdrawn))
    assert not without[rows].any()
    assert scores == pytest.approx(np.take_along_axis(queries @ vectors.T, rows, axis=1), abs=1e-5)
    exact = np.argsort(-np.where(without, -2, queries @ vectors.T), axis=1)[:, :10]
    shared = [len(set(found) & set(best)) for found, best in zip(rows, exact, strict=True)]
    assert np.mean(shared) >= 0.9 * rows.shape[1]


def test_nothing_withdrawn_changes_nothing(index: Index) -> None:
    index.add(units(200))
    plain, masked = (index.search(units(20, seed=1), 10, one)[1] for one in (None, np.zeros(200, dtype=bool)))
    assert plain.tolist() == masked.tolist()


def test_vectors_added_later_are_numbered_on(index: Index) -> None:
    index.add(units(3))
    index.search(units(1), 1)
    index.add(units(3, seed=1))
    _, rows = index.search(units(3, seed=1), 1)
    assert rows[:, 0].tolist() == [3, 4, 5]


def test_asking_for_more_than_there_is_gives_what_there_is(index: Index) -> None:
    index.add(units(3))
    scores, rows = index.search(units(1, seed=1), 10)
    assert scores.shape == (1, 3)
    assert sorted(rows[0].tolist()) == [0, 1, 2]


def test_a_thousand_results_are_a_thousand_rows(index: Index) -> None:
    index.add(units(2_000))
    _, rows = index.search(units(1, seed=1), 1_000)
    assert len(set(rows[0].tolist())) == 1_000


@pytest.mark.parametrize("count", [0, 50, 200])
def test_what_was_saved_is_loaded_by_the_entry_that_it_names(index: Index, tmp_path: Path, count: int) -> None:
    if count:
        index.add(units(count))
    index.save(tmp_path / "saved")
    again = new(index.entry)
    again.load(tmp_path / "saved", units(count))
    assert again.size == count
    without = np.arange(count) % 2 == 0
    for mask in (None, without):
        one, other = (each.search(units(5, seed=1), 3, mask) for each in (index, again))
        assert one[0].tolist() == other[0].tolist()
        assert one[1].tolist() == other[1].tolist()


def test_the_same_vectors_give_the_same_file(entry: Entry, tmp_path: Path) -> None:
    for name in ("one", "other"):
        index = new(entry)
        index.add(units(500))
        index.save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"\0" * 400])
@pytest.mark.parametrize("count", [50, 200])
def test_a_file_that_is_no_index_is_refused(index: Index, tmp_path: Path, content: bytes, count: int) -> None:
    (tmp_path / "broken").write_bytes(content)
    with pytest.raises(RetrievalError, match="run `python -m retrieval build`"):
        index.load(tmp_path / "broken", units(count))


@pytest.mark.parametrize("entry", ENTRIES[-4:-1])
def test_an_index_of_other_vectors_is_refused(entry: Entry, tmp_path: Path) -> None:
    index = new(entry)
    index.add(units(200))
    index.save(tmp_path / "saved")
    with pytest.raises(RetrievalError, match="of these vectors"):
        new(index.entry).load(tmp_path / "saved", units(201))
