"""The precision dial: how often its promise is kept on questions that it was not set by, and what it costs."""

import argparse
from pathlib import Path

import numpy as np

from nlu import sentences
from nlu.pipeline import FOLDER, Pipeline
from retrieval import dial, pipeline
from retrieval.calibration import Points
from retrieval.searcher import Searcher
from tests.benchmarks.figures import Figure
from tests.benchmarks.retrieval import NAMES

RESAMPLES = 100
TARGET = 0.95
DEFAULT = 0.55
SEED = 17


def measure(data: Path) -> list[Figure]:
    """The index in `data`: halves of its calibration points set the dial for the other halves, and strangers nobody has seen."""
    model = Pipeline.load(data / FOLDER)
    searcher = pipeline.load(data / pipeline.FOLDER, model)
    figures = []
    for language, points in searcher.ranking.points.items():
        found = dial.turned(points, TARGET, DEFAULT).point
        figures.append(
            Figure(
                f"precision dial at {TARGET:g}, {NAMES[language]}: threshold, coverage, precision (95 % interval)",
                f"{found.threshold:.3f}, {found.coverage:.3f}, {found.precision or 0:.3f} ({found.low:.3f}–{found.high:.3f})",
            )
        )
        kept, coverage = halves(points)
        figures.append(
            Figure(
                f"kept by the other half of the questions, {NAMES[language]}",
                f"{kept} of {RESAMPLES} (coverage {coverage:.2f})",
                "95",
            )
        )
        unseen = _unseen(searcher, model, language)
        figures.append(
            Figure(
                f"kept on resamples with unseen strangers, {NAMES[language]}",
                f"{resampled(points, unseen, found.threshold)} of {RESAMPLES}",
                "95",
            )
        )
    return figures


def halves(points: Points) -> tuple[int, float]:
    """In how many of RESAMPLES splits the dial set by one half is kept by the other, and the mean coverage there."""
    random = np.random.default_rng(SEED)
    kept, coverages = 0, []
    for _ in range(RESAMPLES):
        one, other = _split(points, random)
        found = dial.operating_point(other, dial.turned(one, TARGET, DEFAULT).point.threshold)
        kept += found.precision is None or found.precision >= TARGET
        coverages.append(found.coverage)
    return kept, float(np.mean(coverages))


def resampled(points: Points, strangers: tuple[float, ...], threshold: float) -> int:
    """In how many bootstrap samples of the questions, with as many other strangers, the answers are right often enough."""
    random = np.random.default_rng(SEED)
    questions = [*((sure, True) for sure in points.right), *((sure, False) for sure in points.wrong)]
    kept = 0
    for _ in range(RESAMPLES):
        chosen = [questions[number] for number in random.integers(len(questions), size=len(questions))]
        right, wrong = ([sure for sure, correct in chosen if correct is kind] for kind in (True, False))
        others = random.choice(strangers, size=len(points.strangers))
        found = dial.operating_point(Points(tuple(right), tuple(wrong), tuple(others), points.source), threshold)
        kept += found.precision is None or found.precision >= TARGET
    return kept


def _split(points: Points, random: np.random.Generator) -> tuple[Points, Points]:
    parts: list[list[tuple[float, ...]]] = [[], []]
    for group in (points.right, points.wrong, points.strangers):
        mixed = random.permutation(group)
        half = int(random.integers(2)) + len(mixed) // 2 if len(mixed) % 2 else len(mixed) // 2
        parts[0].append(tuple(mixed[:half].tolist()))
        parts[1].append(tuple(mixed[half:].tolist()))
    one, other = (Points(right, wrong, strangers, points.source) for right, wrong, strangers in parts)
    return one, other


def _unseen(searcher: Searcher, model: Pipeline, language: str) -> tuple[float, ...]:
    parts = [*sentences.read("test"), *sentences.read("unseen")]
    texts = [one.text for one in parts if one.language == language and one.intent == sentences.OUT_OF_SCOPE]
    vectors = model.embed(texts)
    return tuple(searcher.search(text, vector, language, 1).confidence for text, vector in zip(texts, vectors, strict=True))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.dial",
        description=__doc__,
        epilog="example: python -m bot prepare && python -m tests.benchmarks.dial --data data",
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with model and index (default: %(default)s)")
    for figure in measure(parser.parse_args().data):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
