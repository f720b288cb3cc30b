"""Understanding and retrieval: how right on held-back sentences, also when they are written badly, and how fast one text is."""

import argparse
import asyncio
import time
from pathlib import Path
from statistics import median

from knowledge_base.pipeline import load_articles
from nlu import robustness, sentences
from nlu.batcher import Batcher
from nlu.evaluation import Report, evaluate
from nlu.pipeline import FOLDER, Pipeline
from nlu.sentences import Part
from retrieval import pipeline as retrieval
from retrieval.evaluation import evaluate as evaluate_retrieval
from tests.benchmarks.figures import Figure
from tests.benchmarks.load import MESSAGES

LANGUAGES = {"en": "English", "zh": "Chinese"}
ROUNDS = 100
CLIENTS = 32
RUNS = 3


def measure(data: Path) -> list[Figure]:
    """The model and the index in `data`, one thread."""
    pipeline = Pipeline.load(data / FOLDER)
    figures = [_speed(pipeline), *(asyncio.run(_batched(pipeline, workers)) for workers in (1, 2))]
    for part in ("test", "unseen"):
        for report in evaluate(pipeline, sentences.read(part)):
            figures += _accuracy(report, part)
    return [*figures, *_perturbed(pipeline), *_retrieval(data, pipeline)]


def _accuracy(report: Report, part: Part) -> list[Figure]:
    values, language = report.figures(), LANGUAGES[report.language]
    reach = {"en": "0.95", "zh": "0.92"}[report.language]
    return [
        Figure(f"intent accuracy, 52 intents, {part} part, {language}", f"{values['accuracy']:.3f}", reach),
        Figure(f"… sentiment, macro-F1, {part} part, {language}", f"{values['sentiment_macro_f1']:.3f}", "0.85"),
        Figure(f"… calibration error, {part} part, {language}", f"{values['calibration_error']:.3f}", "at most 0.05"),
    ]


def _perturbed(pipeline: Pipeline) -> list[Figure]:
    """The mean over all kinds of perturbation, as `python -m nlu evaluate --perturbed` tells them one by one."""
    effects = robustness.measure(pipeline, sentences.read("test"))
    by_language = {name: [one for one in effects if one.language == language] for language, name in LANGUAGES.items()}
    return [
        Figure(
            f"loss of accuracy to perturbations, test part, {name}",
            f"{100 * robustness.mean_loss(own):.1f} points",
            "at most 3 points",
        )
        for name, own in by_language.items()
    ]


def _speed(pipeline: Pipeline) -> Figure:
    times = []
    for _ in range(ROUNDS):
        for text in MESSAGES:
            started = time.perf_counter()
            pipeline.understand([text])
            times.append((time.perf_counter() - started) * 1000)
    return Figure("one text through nlu, one thread, p50", f"{median(times):.2f} ms", "2 ms", "11 ms (/model/parse)")


async def _batched(pipeline: Pipeline, workers: int) -> Figure:
    batcher = Batcher(pipeline, workers=workers)
    rates = []
    for _ in range(RUNS):
        started = time.perf_counter()
        await asyncio.gather(*(_client(batcher, number) for number in range(CLIENTS)))
        rates.append(CLIENTS * ROUNDS / (time.perf_counter() - started))
    await batcher.close()
    name = f"texts a second through the batcher, {CLIENTS} at once, passes at once: {workers}"
    return Figure(name, f"{median(rates):.0f}", "900", "90 (/model/parse)")


async def _client(batcher: Batcher, number: int) -> None:
    for turn in range(ROUNDS):
        await batcher.understand(MESSAGES[(number + turn) % len(MESSAGES)])


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
