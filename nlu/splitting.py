"""Whether the clauses of a message ask for different things: a logistic regression on how surely they and the whole are read.

Fitted on the training sentences, each of which asks for one thing, and on pairs of them that a conjunction or a stop joins.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.drafting import Unit
from nlu.reading import Read

_LEAST, _MOST = 1e-3, 1 - 1e-3  # beyond these a chance says no more
_CHANCE = 0.2  # at which at most 0.7 % of the English and 1.4 % of the Chinese training sentences are split


@dataclass(frozen=True)
class Weights:
    """The weights of log odds, those of the whole message first, and of how the clauses begin."""

    best: float = -0.13
    other: float = 0.96
    unit: float = 0.93
    outside: float = 0.23
    also: float = 2.59
    conjunction: float = 0.59
    asked: float = 0.36
    later: float = 0.25
    bias: float = 3.01


def splits(whole: Read, units: Sequence[tuple[Unit, Read]], weights: Weights = Weights()) -> bool:
    """Whether `units` of different intents, two or more, are requests of their own; `whole` is what is heard in the message."""
    shares = [_share(whole, read) for _, read in units]
    begun = {unit.adds for unit, _ in units[1:]}
    score = (
        weights.bias
        + weights.best * _odds(max(shares))
        + weights.other * _odds(min(shares))
        + weights.unit * _odds(min(read.intents[0].confidence for _, read in units))
        + weights.outside * _odds(max(read.outside for _, read in units))
        + weights.also * ("also" in begun)
        + weights.conjunction * ("and" in begun)
        + weights.asked * all(unit.asks for unit, _ in units)
        + weights.later * (shares[1] > shares[0])
    )
    return score > _odds(_CHANCE)


def _share(whole: Read, part: Read) -> float:
    return next((intent.confidence for intent in whole.intents if intent.name == part.intents[0].name), 0.0)


def _odds(chance: float) -> float:
    bounded = min(max(chance, _LEAST), _MOST)
    return math.log(bounded / (1 - bounded))
