"""Knowing what is not known: the chance that a message is out of scope, and the line above which it is taken for that."""

from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from nlu.calibration import Floats, Labels

SIGNALS = ("doubt", "distance", "class")
SHARE = 0.2  # of messages that are out of scope, assumed where precision is reckoned: a development part has any share
_ENOUGH = 20  # development sentences out of scope, from which the weights are fitted
_PENALTY = 1e-2
_ITERATIONS = 25


class Outside(BaseModel):
    """A logistic model of the signals, and the `threshold` of its chance, which has `precision` where a `SHARE` is outside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mean: tuple[float, ...] = (0.0, 0.0, 0.0)
    spread: tuple[float, ...] = (1.0, 1.0, 1.0)
    weights: tuple[float, ...] = (1.0, 1.0, 1.0)
    bias: float = -3.0
    threshold: float = 0.5
    precision: float = 0.9

    def chances(self, signals: Floats) -> Floats:
        """The chance of each row of `signals` (texts, signals) that it is out of scope, shape (texts,)."""
        scaled = (signals - np.array(self.mean)) / np.array(self.spread)
        result: Floats = 1 / (1 + np.exp(-np.clip(scaled @ np.array(self.weights) + self.bias, -30, 30)))
        return result


def signals(logs: Floats, distances: Floats, place: int | None) -> Floats:
    """What speaks for out of scope, (texts, signals): see SIGNALS.

    `logs` (texts, intents) are log-probabilities, `distances` (texts,) Mahalanobis ones; `place` is that of the trained class
    of messages out of scope, if there is one.
    """
    inside = logs if place is None else np.delete(logs, place, axis=1)
    best = inside.max(axis=1)
    trained = np.zeros_like(best) if place is None else logs[:, place] - best
    return np.stack([-best, distances, trained], axis=1)


def fitted(found: Floats, outside: Labels, precision: float) -> Outside:
    """What tells `found` (sentences, signals) that are `outside` from those that are not.

    With too few that are, all signals count alike, and as many known ones are turned away as `precision` bears.
    """
    known = outside == 0
    if not known.any():
        return Outside(precision=precision)
    mean, spread = found[known].mean(0), found[known].std(0) + 1e-6
    model = Outside(mean=_floats(mean), spread=_floats(spread), precision=precision)
    enough = int(outside.sum()) >= _ENOUGH
    if enough:
        weights, bias = _logistic((found - mean) / spread, outside)
        model = model.model_copy(update={"weights": _floats(weights), "bias": float(bias)})
    chances = model.chances(found)
    if enough:
        threshold = _precise(chances, outside, precision)
    else:
        threshold = float(np.quantile(chances[known], 1 - _borne(precision), method="higher"))
    return model.model_copy(update={"threshold": threshold})


def _borne(precision: float) -> float:
    """The share of known messages that may be taken for outside if everything outside is found."""
    return min(1.0, SHARE / (1 - SHARE) * (1 - precision) / precision)


def _precise(chances: Floats, outside: Labels, precision: float) -> float:
    """The lowest threshold with `precision`; the one of the highest precision where none has it."""
    lines = np.unique(np.quantile(chances, np.linspace(0, 1, 501)))
    found = np.array([(chances[outside == 1] > line).mean() for line in lines])
    wrong = np.array([(chances[outside == 0] > line).mean() for line in lines])
    reached = SHARE * found / np.maximum(SHARE * found + (1 - SHARE) * wrong, 1e-9)
    good = np.flatnonzero((reached >= precision) & (found > 0))
    return float(lines[good[0]] if len(good) else lines[reached.argmax()])


def _logistic(scaled: Floats, outside: Labels) -> tuple[Floats, float]:
    """Weights and bias by Newton's method, the two sides weighing as much as SHARE says."""
    rows = np.column_stack([scaled, np.ones(len(scaled))]).astype(np.float64)
    weight = np.where(outside == 1, SHARE / max(1, outside.sum()), (1 - SHARE) / max(1, (outside == 0).sum()))
    penalty = np.diag([*[_PENALTY] * scaled.shape[1], 1e-9])
    found = np.zeros(rows.shape[1])
    for _ in range(_ITERATIONS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (chance - outside)) + penalty @ found
        found -= np.linalg.solve((rows * (weight * chance * (1 - chance))[:, None]).T @ rows + penalty, slope)
    return found[:-1].astype(np.float32), float(found[-1])


def _floats(values: Floats | Sequence[float]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
