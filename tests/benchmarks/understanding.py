"""Understanding and retrieval: how right on held-back sentences, and how fast one text is."""

import argparse
import time
from pathlib import Path
from statistics import median

from knowledge_base.pipeline import load_articles
from nlu import sentences
from nlu.evaluation import evaluate
from nlu.pipeline import FOLDER, Pipeline
from retrieval import pipeline as retrieval
from retrieval.evaluation import evaluate as evaluate_retrieval
from tests.benchmarks.figures import Figure
from tests.benchmarks.load import MESSAGES

LANGUAGES = {"en": "English", "zh": "Chinese"}
ROUNDS = 100


def measure(data: Path) -> list[Figure]:
    """The model and the index in `data`, one thread."""
    pipeline = Pipeline.load(data / FOLDER)
    figures = [_speed(pipeline)]
    for report in evaluate(pipeline, sentences.read("test")):
        values, language = report.figures(), LANGUAGES[report.language]
        reach = {"en": "0.93", "zh": "0.88"}[report.language]
        figures.append(Figure(f"intent accuracy, 52 intents, test part, {language}", f"{values['accuracy']:.3f}", reach))
    return [*figures, *_retrieval(data, pipeline)]


def _speed(pipeline: Pipeline) -> Figure:
    times = []
    for _ in range(ROUNDS):
        for text in MESSAGES:
            started = time.perf_counter()
            pipeline.understand([text])
            times.append((time.perf_counter() - started) * 1000)
    return Figure("one text through nlu, one thread, p50", f"{median(times):.2f} ms", "2.5 ms", "11 ms (/model/parse)")


def _retrieval(data: Path, pipeline: Pipeline) -> list[Figure]:
    searcher = retrieval.load(data / retrieval.FOLDER, pipeline)
    reach = {"en": "0.92", "zh": "0.88"}
    return [
        Figure(
            f"right article first, held-back wordings, {LANGUAGES[found.language]}, {found.way}",
            f"{found.first:.3f}",
            reach[found.language],
        )
        for found in evaluate_retrieval(load_articles(data), searcher, pipeline)
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="what `python -m bot prepare` filled (%(default)s)")
    for figure in measure(parser.parse_args().data):
        print(figure.name, figure.ours, figure.reach, figure.peer, sep=" | ")


if __name__ == "__main__":
    main()
