"""The public sets as bases of articles, each with the questions that are asked of it."""

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge_base.articles import Article, Passage
from nlu.understanding import Language
from tests.benchmarks.knowledge import dialogues
from tests.benchmarks.knowledge.dialogues import Dialogue


@dataclass(frozen=True)
class Asked:
    """A question, the ids of the articles that are right, and the channel whose articles are searched, "" for all."""

    text: str
    right: frozenset[str]
    channel: str = ""


@dataclass(frozen=True)
class Base:
    """Articles in one language, and what is asked of them."""

    language: Language
    articles: Sequence[Article]
    asked: Sequence[Asked]


@dataclass(frozen=True)
class KnowledgeSet:
    """A set by its name and its reader, with the figures that are wanted of it, what they should reach, and who reached what."""

    name: str
    read: Callable[[Path], Base]
    figures: tuple[str, ...]
    reach: tuple[float, ...]
    published: str


def _rows(file: Path) -> list[dict[str, Any]]:
    content = file.read_bytes()
    text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _stackfaq(folder: Path) -> Base:
    home = folder / "stackfaq"
    articles = [
        Article(str(row["faq_id"]), "", {"en": Passage(row["question"], " ".join(row["answers"]))})
        for row in _rows(home / "faqs.jsonl")
    ]
    asked = [Asked(row["query"], frozenset({str(row["faq_id"])})) for row in _rows(home / "queries.jsonl")]
    return Base("en", articles, asked)


def _dstc10(folder: Path) -> Base:
    """What is known of 668 places, each a channel; asked of the place that the dialogue is about."""
    home = folder / "dstc10_faq_knowledge"
    known = _rows(home / "knowledge.jsonl.gz")
    place = {row["doc"]: f"{row['domain']} {row['entity_id']}" for row in known}
    articles = [
        Article(row["doc"], "", {"en": Passage(row["title"], row["body"])}, channels=(place[row["doc"]],)) for row in known
    ]
    places = dialogues.Places({place[row["doc"]]: row["entity_name"] or row["domain"] for row in known})
    asked = []
    for row in _rows(home / "dialogues.jsonl.gz"):
        if row["knowledge_seeking"]:
            dialogue = Dialogue.of([(turn["speaker"] == "S", turn["text"]) for turn in row["turns"]])
            asked.append(Asked(row["turns"][-1]["text"], frozenset(row["relevant"]), places.spoken_of(dialogue)))
    return Base("en", articles, asked)


def _vira(folder: Path) -> Base:
    with (folder / "vira_faq_intents" / "validation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = sorted({row["label"] for row in rows})
    articles = [Article(label, "", {"en": Passage(label, "")}) for label in labels]
    return Base("en", articles, [Asked(row["sentence"], frozenset({row["label"]})) for row in rows])


def _bq(folder: Path) -> Base:
    """Every question is a channel of its judged candidates; all candidates together are the base."""
    rows = _rows(folder / "bq_corpus_zh" / "rerank_dev.jsonl")
    channels: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        for candidate in row["candidates"]:
            channels[candidate["text"]].append(str(row["query_id"]))
    articles = [Article(text, "", {"zh": Passage(text, "")}, channels=tuple(where)) for text, where in channels.items()]
    asked = [
        Asked(row["query"], frozenset(one["text"] for one in row["candidates"] if one["label"]), str(row["query_id"]))
        for row in rows
    ]
    return Base("zh", articles, asked)


def _insurance(folder: Path) -> Base:
    home = folder / "insurance_zhidao_faq"
    articles = [
        Article(str(row["faq_id"]), "", {"zh": Passage(row["question"], row["answer"])})
        for row in _rows(home / "corpus.jsonl.gz")
    ]
    asked = [Asked(row["query"], frozenset(map(str, row["relevant_faq_ids"]))) for row in _rows(home / "queries.jsonl")]
    return Base("zh", articles, asked)


SETS = (
    KnowledgeSet(
        "StackFAQ", _stackfaq, ("P@1", "MRR"), (0.945, 0.97), "BM25 0.661 / 0.767; re-ranker trained on its pairs MAP 0.778"
    ),
    KnowledgeSet("DSTC10 FAQ knowledge", _dstc10, ("R@1", "R@5"), (0.80, 0.92), "best of the challenge 0.793 / 0.887"),
    KnowledgeSet("VIRA, canonical questions only", _vira, ("P@1",), (0.60,), "BM25 0.407"),
    KnowledgeSet("BQ, judged candidates", _bq, ("P@1",), (0.86,), "character overlap 0.828"),
    KnowledgeSet("insurance_zhidao", _insurance, ("P@1",), (0.95,), "BM25 0.940 (characters and pairs), 0.77 (words)"),
)
