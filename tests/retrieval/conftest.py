"""A small shop, and an encoder that needs no training: texts that share letters have near vectors."""

import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article, Passage
from nlu.understanding import Intent, Sentiment, Understander, Understanding, Vector
from retrieval import pipeline
from retrieval.searcher import Searcher

DIMENSION = 96


class HashingEncoder:
    """Counts the letter trigrams of a text in hashed places, as a unit vector of 96 numbers."""

    model = "hashing-1"

    def understand(self, texts: list[str]) -> list[Understanding]:
        """Only language and vector mean anything."""
        return [
            Understanding(
                text=text,
                language="zh" if any("\u4e00" <= one <= "\u9fff" for one in text) else "en",
                intents=(Intent("warranty", 1.0),),
                out_of_scope=False,
                sentiment=Sentiment("neutral", 1.0),
                entities=(),
                model=self.model,
                vector=vector,
            )
            for text, vector in zip(texts, self.embed(texts), strict=True)
        ]

    def embed(self, texts: list[str]) -> Vector:
        """Unit vectors of shape (len(texts), 96)."""
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f" {text.lower()} "
            for start in range(len(padded) - 1):
                for size in (1, 2, 3):
                    vectors[row, zlib.crc32(padded[start : start + size].encode()) % DIMENSION] += 1
        lengths: Vector = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths


@pytest.fixture(scope="session")
def encoder() -> Understander:
    return HashingEncoder()


@pytest.fixture(scope="session")
def articles() -> tuple[Article, ...]:
    """Three articles: in both languages, in English only, in Chinese only."""
    both = {
        "en": Passage(
            "How long does delivery take?", "Three to five working days.", ("when will it arrive",), ("delivery time",)
        ),
        "zh": Passage("配送需要多久？", "三到五个工作日。", ("几天能到",), ("送货时间",)),
    }
    return (
        Article("delivery-time", "delivery_period", both),
        Article(
            "gift-cards", "check_payment_methods", {"en": Passage("Do you sell gift cards?", "No, we do not.", ("vouchers",))}
        ),
        Article("warranty", "warranty", {"zh": Passage("保修多长时间？", "两年。", ("质保几年",))}),
    )


Build = Callable[[tuple[Article, ...]], Searcher]


@pytest.fixture
def build(tmp_path: Path, encoder: Understander) -> Build:
    """Articles to a searcher, by way of a folder."""

    def run(articles: tuple[Article, ...]) -> Searcher:
        pipeline.build(articles, encoder, tmp_path / "index")
        return pipeline.load(tmp_path / "index", encoder)

    return run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, encoder: Understander) -> Searcher:
    """The demo shop's articles, indexed."""
    folder = tmp_path_factory.mktemp("demo") / "index"
    pipeline.build(knowledge.demo_articles(), encoder, folder)
    return pipeline.load(folder, encoder)
