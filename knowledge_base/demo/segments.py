"""The segments of customers, read from `segments.toml`, where each parameter is explained."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("segments.toml")


@dataclass(frozen=True)
class Follow:
    """With `chance`, somebody who bought `after` wants `wants` within this range of days."""

    after: str
    wants: str
    days: tuple[int, int]
    chance: float


@dataclass(frozen=True)
class Segment:
    """How one kind of customer buys; `segments.toml` says what each number means."""

    name: str
    share: float
    english: float
    joins: tuple[float, float]
    every: Mapping[str, float]
    regularity: float
    budget: float
    elasticity: float
    novelty: float
    waits: float
    horizon: int
    tempted: float
    coupons: float
    same_again: float
    accessories: float
    pairs: float
    looks: float
    browses: float
    express: float
    late: float
    care: float
    growth: float
    grudge: float
    returns: float
    limit: int
    follows: tuple[Follow, ...] = ()


@dataclass(frozen=True)
class Together:
    """With `chance`, a fitting accessory of a category is bought with a device."""

    device: str
    accessory: str
    chance: float


def read(file: Path = FILE) -> tuple[tuple[Segment, ...], tuple[Together, ...]]:
    """The segments and what everybody buys together."""
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_segment(entry) for entry in values["segment"]), tuple(Together(**entry) for entry in values["together"])


def _segment(entry: Mapping[str, Any]) -> Segment:
    return Segment(**{**entry, "follows": tuple(Follow(**follow) for follow in entry.get("follows", ()))})
