"""Groups of points, those that were known before, and what is near to nothing."""

import numpy as np
import pytest

from analytics.gaps.clustering import NONE, Known, clustered
from analytics.gaps.metric import Floats, Metric, unit

DRAW = np.random.default_rng(3)
TOPICS = unit(DRAW.normal(size=(4, 64)))


def around(topic: int, count: int) -> Floats:
    return unit(TOPICS[topic] + 0.12 * DRAW.normal(size=(count, 64)))


def apart(count: int) -> Floats:
    """Points at right angles to the first two topics and to one another."""
    basis, _ = np.linalg.qr(np.concatenate([TOPICS[:2], DRAW.normal(size=(count, 64))]).T)
    return np.asarray(basis.T[2:])


def test_points_around_a_topic_are_one_cluster_and_lonely_ones_are_in_none() -> None:
    points = np.concatenate([around(0, 8), around(1, 6), apart(5)])
    labels = clustered(points)
    assert len(set(labels[:8])) == len(set(labels[8:14])) == 1
    assert labels[0] != labels[8]
    assert set(labels[14:]) == {NONE}


def test_known_clusters_keep_their_number_and_take_in_new_points() -> None:
    labels = clustered(np.concatenate([around(2, 5), around(3, 5), around(0, 1)]), [Known(around(0, 4)), Known(around(3, 4))])
    assert (labels[5:10] == 1).all()
    assert labels[10] == 0
    assert labels[0] > 1


def test_fewer_than_the_least_are_no_cluster_unless_it_was_known() -> None:
    assert (clustered(around(0, 3)) == NONE).all()
    assert (clustered(around(0, 3), least=3) != NONE).all()
    assert (clustered(around(0, 1), [Known(around(0, 4))]) == 0).all()


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_anything_can_be_clustered_too(count: int) -> None:
    assert clustered(around(0, count)).tolist() == [NONE] * count


def test_what_differs_within_classes_hardly_counts() -> None:
    topics = np.repeat(np.eye(4)[:2], 50, axis=0) + 0.05 * DRAW.normal(size=(100, 4))
    topics[:, 3] += 3 * DRAW.normal(size=100)
    points = Metric.fit(topics.astype(np.float32), [0] * 50 + [1] * 50).points(topics.astype(np.float32))
    plain = unit(topics - topics.mean(axis=0))
    assert (points[:50] @ points[:50].T).mean() > (plain[:50] @ plain[:50].T).mean()
    assert (points[:50] @ points[50:].T).mean() < (plain[:50] @ plain[50:].T).mean()
