"""Retrieval: how often the right article comes first for wordings that are held back, and how long an answer takes."""

import argparse
import time
from pathlib import Path

import numpy as np

from knowledge_base.articles import LANGUAGES
from nlu.pipeline import FOLDER, Pipeline
from nlu.understanding import Understander
from retrieval import pipeline as retrieval
from retrieval.evaluation import evaluate, held_back
from retrieval.searcher import Searcher
from tests.benchmarks.figures import Figure

NAMES = {"en": "English", "zh": "Chinese"}
REACH = {"en": "0.92", "zh": "0.88"}
ROUNDS = 3


def measure(data: Path) -> list[Figure]:
    """The index in `data` with the model that it was built with, one thread."""
    pipeline = Pipeline.load(data / FOLDER)
    searcher = retrieval.load(data / retrieval.FOLDER, pipeline)
    found = [
        Figure(
            f"right article first, held-back wordings, {NAMES[one.language]}, {one.way}", f"{one.first:.3f}", REACH[one.language]
        )
        for one in evaluate(searcher.articles, searcher, pipeline)
    ]
    return [*found, *(_latency(searcher, pipeline, language) for language in LANGUAGES)]


def _latency(searcher: Searcher, understander: Understander, language: str) -> Figure:
    texts = [wording for wording, _ in held_back(searcher.articles, language)]
    vectors = understander.embed(texts)
    times = []
    for _ in range(ROUNDS):
        for text, vector in zip(texts, vectors, strict=True):
            started = time.perf_counter()
            searcher.answer(text, vector, language)
            times.append((time.perf_counter() - started) * 1000)
    half, most = np.percentile(times, [50, 95])
    return Figure(f"an answer without encoding, {NAMES[language]}, p50 and p95", f"{half:.2f} ms, {most:.2f} ms", "0.5 ms")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.retrieval",
        description=__doc__,
        epilog="example: python -m bot prepare && python -m tests.benchmarks.retrieval --data data",
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with model and index (default: %(default)s)")
    for figure in measure(parser.parse_args().data):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
