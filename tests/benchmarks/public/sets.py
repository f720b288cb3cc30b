"""The public sets: sentences to learn, to tune on and to be scored on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nlu.sentences import OUT_OF_SCOPE, Sentence
from nlu.understanding import Language
from tests.benchmarks.public.rows import document, table

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Parts:
    """What is learnt, what is tuned on (nothing: the trainer holds back its own share) and what is scored."""

    train: Sequence[Sentence]
    development: Sequence[Sentence]
    test: Sequence[Sentence]


@dataclass(frozen=True)
class PublicSet:
    """A set by the name of its row, where it is read from, and the encoder's extension that it needs."""

    name: str
    read: Callable[[Path], Parts]
    extension: str = ""


def _sentences(pairs: Pairs, language: Language = "en") -> list[Sentence]:
    return [Sentence(text, language, label, "neutral") for text, label in pairs if text.strip()]


def _banking77(train: str, folder: Path) -> Parts:
    learnt, test = (
        _sentences((row["text"], row["category"]) for row in table(folder / "banking77" / file)) for file in (train, "test.csv")
    )
    return Parts(learnt, [], test)


def _clinc150(folder: Path) -> Parts:
    parts = document(folder / "clinc150" / "data_full.json")

    def both(name: str) -> list[Sentence]:
        outside = ((text, OUT_OF_SCOPE) for text, _ in parts[f"oos_{name}"])
        return _sentences([*parts[name], *outside])

    return Parts(both("train"), both("val"), both("test"))


def _banking77_oos(kind: str, folder: Path) -> Parts:
    """Learns and tunes on what is in scope only; of the two kinds outside, `kind` is scored."""

    def part(name: str, outside: str) -> list[Sentence]:
        rows = table(folder / "banking77_oos" / f"{name}.csv")
        inside = [(row["text"], row["label"]) for row in rows if row["scope"] == "in_scope"]
        return _sentences(inside + [(row["text"], OUT_OF_SCOPE) for row in rows if row["scope"] == outside])

    return Parts(part("train", ""), part("valid", ""), part("test", kind))


def _hint3(shop: str, folder: Path) -> Parts:
    def part(name: str) -> list[Sentence]:
        rows = ((row["sentence"], row["label"]) for row in table(folder / "hint3" / "v1" / f"{shop}_{name}.csv"))
        return _sentences((text, OUT_OF_SCOPE if label == "NO_NODES_DETECTED" else label) for text, label in rows)

    return Parts(part("train"), [], part("test"))


def _smp(folder: Path) -> Parts:
    train, test = (
        _sentences(((row["text"], row["label"]) for row in table(folder / "smp_ecdt2017_zh" / f"{name}.csv")), "zh")
        for name in ("train", "test")
    )
    return Parts(train, [], test)


def _reviews(home: str, file: str, text: str, label: str, language: Language, folder: Path) -> Parts:
    """A set whose rows are dealt out by split.csv: row number to train, dev or test."""
    part = {int(row["row"]): row["split"] for row in table(folder / home / "split.csv.gz")}
    dealt: dict[str, list[tuple[str, str]]] = {"train": [], "dev": [], "test": []}
    for number, row in enumerate(table(folder / home / file)):
        dealt[part[number]].append((row[text], row[label]))
    return Parts(*(_sentences(dealt[name], language) for name in ("train", "dev", "test")))


SETS = (
    PublicSet("BANKING77, full", partial(_banking77, "train.csv")),
    PublicSet("BANKING77, 10-shot", partial(_banking77, "few_shot/train_10.csv")),
    PublicSet("BANKING77, 5-shot", partial(_banking77, "few_shot/train_5.csv")),
    PublicSet("CLINC150", _clinc150),
    PublicSet("BANKING77-OOS, same bank", partial(_banking77_oos, "id_oos")),
    PublicSet("HINT3 SOFMattress", partial(_hint3, "sofmattress")),
    PublicSet("HINT3 Powerplay11", partial(_hint3, "powerplay11")),
    PublicSet("SMP-ECDT 2017", _smp, "chinese"),
    PublicSet(
        "Twitter US Airline",
        partial(_reviews, "twitter_us_airline", "tweets.csv.gz", "text", "airline_sentiment", "en"),
    ),
    PublicSet("waimai_10k", partial(_reviews, "waimai_10k", "waimai_10k.csv", "review", "label", "zh"), "chinese"),
    PublicSet(
        "online_shopping_9_cats",
        partial(_reviews, "online_shopping_9_cats", "online_shopping_9_cats.csv.gz", "review", "label", "zh"),
        "chinese",
    ),
)
