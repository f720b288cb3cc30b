"""Across languages: a question in one language for an article that exists only in the other."""

import argparse
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from knowledge_base import pipeline as knowledge
from knowledge_base.articles import LANGUAGES, Article
from nlu.pipeline import FOLDER, Pipeline
from nlu.understanding import Vector
from retrieval import fusion, pipeline
from retrieval.ranking import held_back
from retrieval.searcher import Searcher
from tests.benchmarks.figures import Figure
from tests.benchmarks.retrieval import NAMES

SEED = 2


def measure(data: Path) -> list[Figure]:
    """The demo's articles with the model in `data`, a third of them without the passage in the language of the question."""
    model = Pipeline.load(data / FOLDER)
    articles, figures = knowledge.demo_articles(), []
    known = pipeline.vectors(data / pipeline.FOLDER, model)
    for language in LANGUAGES:
        gone = set(np.random.default_rng(SEED).permutation(len(articles))[: len(articles) // 3].tolist())
        base = [_without(article, language) if number in gone else article for number, article in enumerate(articles)]
        with TemporaryDirectory() as folder:
            pipeline.build(base, model, Path(folder), known=known)
            searcher = pipeline.load(Path(folder), model)
        asked = held_back(articles, language)
        vectors = model.embed([text for text, _ in asked])
        for name, chosen in (("without the passage", True), ("of the others", False)):
            part = [(*pair, vector) for pair, vector in zip(asked, vectors, strict=True) if (pair[1] in gone) is chosen]
            before, now = (_first(part, one, base, language) for one in (_as_others(searcher), searcher))
            figures.append(
                Figure(
                    f"P@1 {name}, asked in {NAMES[language]}, with the weights of all and with its own",
                    f"{before:.3f}, {now:.3f}",
                )
            )
    return figures


def _without(article: Article, language: str) -> Article:
    kept = {name: passage for name, passage in article.passages.items() if name != language}
    return replace(article, passages=kept)


def _as_others(searcher: Searcher) -> Searcher:
    """The same with no weights for articles of the other language alone."""
    half = len(fusion.DEFAULT) // 2
    plain = {name: (*weights[:half], *([0.0] * (half + 1))) for name, weights in searcher.ranking.weights.items()}
    return replace(searcher, ranking=replace(searcher.ranking, weights=plain))


def _first(asked: list[tuple[str, int, Vector]], searcher: Searcher, base: list[Article], language: str) -> float:
    hits = [searcher.search(text, vector, language, 1).hits[0].article_id == base[number].id for text, number, vector in asked]
    return float(np.mean(hits))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.languages",
        description=__doc__,
        epilog="example: python -m bot prepare && python -m tests.benchmarks.languages --data data",
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with model and index (default: %(default)s)")
    for figure in measure(parser.parse_args().data):
        print(figure.name, figure.ours, sep=" | ")


if __name__ == "__main__":
    main()
