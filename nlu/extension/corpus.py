"""Sentence pairs that teach an English encoder Chinese: reading, choosing and holding back."""

import gzip
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCUMENTATION = ("msdocs-d365", "msdocs-partner", "msdocs-surface", "msdocs-o365", "msdocs-customer", "docs-")
LONGEST = 48  # Chinese characters; customers seldom write more, and long rows cost most of the time


@dataclass(frozen=True)
class Pair:
    """One sentence in both languages and the collection that it comes from."""

    english: str
    chinese: str
    source: str


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the rows of every `pairs_permissive.N.tsv.gz` in `folder`.

    Raises FileNotFoundError when there is none.
    """
    files = sorted(folder.glob("pairs_permissive.[0-9]*.tsv.gz"))
    if not files:
        raise FileNotFoundError(f"{folder} holds no pairs_permissive.N.tsv.gz; name the folder of the parallel text")
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as rows:
            next(rows)
            for row in rows:
                english, chinese, source = row.rstrip("\n").split("\t")
                yield Pair(english, chinese, source)


def read_articles(folder: Path) -> Iterator[Pair]:
    """Questions and answers of the articles in `folder`, a TOML file a topic, as pairs."""
    for file in sorted(folder.glob("*.toml")):
        for article in tomllib.loads(file.read_text(encoding="utf-8"))["article"]:
            for part in ("question", "answer"):
                yield Pair(article["en"][part], article["zh"][part], "shop")


def choose(pairs: Iterator[Pair], documentation: int, seed: int) -> list[Pair]:
    """Keep every short conversational pair and `documentation` of the technical ones, shuffled."""
    short = [pair for pair in pairs if len(pair.chinese) <= LONGEST]
    technical = [pair for pair in short if pair.source.startswith(DOCUMENTATION)]
    everyday = [pair for pair in short if not pair.source.startswith(DOCUMENTATION)]
    order = random.Random(seed)
    order.shuffle(technical)
    chosen = everyday + technical[:documentation]
    order.shuffle(chosen)
    return chosen


def hold_back(pairs: list[Pair], count: int) -> tuple[list[Pair], list[Pair]]:
    """Split into (training, development); a sentence of the development part never occurs in training."""
    development = pairs[:count]
    seen = {pair.chinese for pair in development} | {pair.english for pair in development}
    training = [pair for pair in pairs[count:] if pair.chinese not in seen and pair.english not in seen]
    return training, development
