"""Prototypes: each article's vector tells its wordings from those of the others, however many articles there are."""

import numpy as np
import pytest

from nlu.understanding import Vector
from retrieval import prototypes
from retrieval.indexes import Rows

ARTICLES, WORDINGS, DIMENSION = 20, 6, 24


@pytest.fixture(params=[prototypes.MOST, 0], ids=["few", "many"], autouse=True)
def _most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prototypes, "MOST", request.param)


def wordings(seed: int) -> tuple[Vector, Rows]:
    """Unit vectors around one direction for each article; the strongest numbers mean nothing."""
    known, rng = np.random.default_rng(0), np.random.default_rng(seed)
    own = np.repeat(np.arange(ARTICLES), WORDINGS)
    vectors = known.normal(size=(ARTICLES, DIMENSION))[own] + 0.4 * rng.normal(size=(len(own), DIMENSION))
    vectors[:, :4] += 6 * rng.normal(size=(len(own), 4))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), own


def test_wordings_that_were_not_learnt_find_their_article() -> None:
    learnt, asked = wordings(1), wordings(2)
    found = prototypes.fit(*learnt, ARTICLES)
    everyone = np.arange(ARTICLES)
    right = np.mean([found.scores(query, everyone).argmax() == own for query, own in zip(*asked, strict=True)])
    nearest = np.mean([own == learnt[1][(learnt[0] @ query).argmax()] for query, own in zip(*asked, strict=True)])
    assert right > nearest + 0.2


def test_the_scores_of_some_are_those_of_all() -> None:
    vectors, own = wordings(1)
    found = prototypes.fit(vectors, own, ARTICLES)
    some = np.array([7, 3])
    assert found.scores(vectors[0], some) == pytest.approx(found.scores(vectors[0], np.arange(ARTICLES))[some], abs=1e-5)


def test_one_article_alone_is_no_error() -> None:
    vectors, _ = wordings(1)
    found = prototypes.fit(vectors[:1], np.zeros(1, dtype=np.int64), 1)
    assert np.isfinite(found.scores(vectors[0], np.zeros(1, dtype=np.int64))).all()


def test_the_same_wordings_give_the_same_prototypes() -> None:
    one, other = (prototypes.fit(*wordings(1), ARTICLES) for _ in range(2))
    assert one.vectors.tolist() == other.vectors.tolist()
