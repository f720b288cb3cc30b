"""What every index promises."""

from pathlib import Path

import numpy as np
import pytest

from configs import plugins
from nlu.understanding import Vector
from retrieval.errors import RetrievalError
from retrieval.indexes import Index

DIMENSION = 16


@pytest.fixture(params=plugins.names("retrieval.indexes"))
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def index(name: str) -> Index:
    return plugins.build(Index, "retrieval.indexes", {"name": name})


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


def test_vectors_added_later_are_numbered_on(index: Index) -> None:
    index.add(units(3))
    index.add(units(3, seed=1))
    _, rows = index.search(units(3, seed=1), 1)
    assert rows[:, 0].tolist() == [3, 4, 5]


def test_asking_for_more_than_there_is_gives_what_there_is(index: Index) -> None:
    index.add(units(3))
    scores, rows = index.search(units(1, seed=1), 10)
    assert scores.shape == (1, 3)
    assert sorted(rows[0].tolist()) == [0, 1, 2]


@pytest.mark.parametrize("count", [0, 50])
def test_what_was_saved_is_loaded(index: Index, name: str, tmp_path: Path, count: int) -> None:
    if count:
        index.add(units(count))
    index.save(tmp_path / "saved")
    again = plugins.build(Index, "retrieval.indexes", {"name": name})
    again.load(tmp_path / "saved")
    assert again.size == count
    (scores, rows), (loaded_scores, loaded_rows) = index.search(units(5, seed=1), 3), again.search(units(5, seed=1), 3)
    assert scores.tolist() == loaded_scores.tolist()
    assert rows.tolist() == loaded_rows.tolist()


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"\0" * 400])
def test_a_file_that_is_no_index_is_refused(index: Index, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken").write_bytes(content)
    with pytest.raises(RetrievalError, match="run `python -m retrieval build`"):
        index.load(tmp_path / "broken")
