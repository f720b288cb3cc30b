"""When clauses are requests of their own."""

from dataclasses import replace

import numpy as np

from nlu.drafting import Unit
from nlu.reading import Read
from nlu.splitting import splits
from nlu.understanding import Intent

FIRST, SECOND = Unit(0, 10, "", True), Unit(11, 20, "", True)


def read(outside: float = 0.01, **intents: float) -> Read:
    ranked = sorted((Intent(name, confidence) for name, confidence in intents.items()), key=lambda one: -one.confidence)
    return Read(tuple(ranked), False, np.zeros(4, dtype=np.float32), outside)


BOTH = read(track_order=0.7, warranty=0.3)
ONE = read(track_order=1.0)
SURE = (read(track_order=0.99), read(warranty=0.99))
UNSURE = (read(track_order=0.99), read(outside=0.3, warranty=0.6))


def test_clauses_that_the_whole_message_hears_too_are_split() -> None:
    assert splits(BOTH, list(zip((FIRST, SECOND), SURE, strict=True)))


def test_a_confident_message_with_an_unsure_clause_stays_whole() -> None:
    assert not splits(ONE, list(zip((FIRST, SECOND), UNSURE, strict=True)))


def test_also_speaks_for_a_request_of_its_own() -> None:
    unsure = (read(track_order=0.99), read(warranty=0.9))
    assert not splits(ONE, list(zip((FIRST, SECOND), unsure, strict=True)))
    assert splits(ONE, list(zip((FIRST, replace(SECOND, adds="also")), unsure, strict=True)))
