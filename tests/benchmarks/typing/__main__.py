"""Completion: how often the question that somebody has in mind is among five after four characters, and how long a key takes.

Questions are drawn by demand, and the completer knows the counts of an earlier, independent draw. The ceiling is what a
completer reaches that knows the demand itself and lists the five most wanted of all questions that what was typed can mean in
that way. Measured twice: where demand follows Zipf's law, and where all articles are wanted alike and no counts are known.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from knowledge_base.articles import Article
from retrieval.typing.completion import Completer
from tests.benchmarks.figures import Figure
from tests.benchmarks.typing import bases
from tests.benchmarks.typing.protocol import WAYS, demand, frequencies

SHOWN = 5
ASKED = 1_000  # questions for each way
PAST = 20_000  # questions that were counted before
REACH = "0.85"
NAMES = {"en": "English", "zh": "Chinese"}


def measure(articles: Sequence[Article]) -> list[Figure]:
    """All figures of one base."""
    started = time.process_time()
    completer = Completer.of(articles)
    built = time.process_time() - started
    size = f"{len(articles):,} articles, {bases.wordings(articles):,} questions"
    figures = [Figure(f"building, {size}", f"{built:.2f} s")]
    typed: list[tuple[str, str]] = []
    for exponent, name in ((1.0, "demand by Zipf's law"), (0.0, "no counts, all wanted alike")):
        for figure, texts in _hits(articles, completer, exponent):
            figures.append(Figure(f"{figure.name}; {name}", figure.ours, figure.reach))
            typed += texts
    return [*figures, _latency(completer, typed)]


def _hits(articles: Sequence[Article], completer: Completer, exponent: float) -> Iterator[tuple[Figure, list[tuple[str, str]]]]:
    shares = demand(len(articles), seed=1, exponent=exponent)
    chance = random.Random(2)
    if exponent:
        completer = completer.counted(Counter(article.id for article in chance.choices(articles, shares, k=PAST)))
    known = frequencies(articles)
    for language, ways in WAYS.items():
        speaking = [(one, share) for one, share in zip(articles, shares, strict=True) if language in one.passages]
        if not speaking:
            continue
        wanted = chance.choices([one for one, _ in speaking], [share for _, share in speaking], k=ASKED)
        for name, way in ways.items():
            texts = [way(one.passages[language].question, known) for one in wanted]
            found = [
                article.id in {question.article_id for question in completer.complete(text, language, SHOWN)}
                for article, text in zip(wanted, texts, strict=True)
            ]
            ours = f"{np.mean(found):.3f}"
            # A slip makes what is typed nobody's beginning, and its ceiling meaningless.
            if "slip" not in name:
                ceiling = _ceiling([(way(one.passages[language].question, known), share) for one, share in speaking])
                ours += f" (ceiling {ceiling:.3f})"
            yield Figure(f"hit@{SHOWN} after 4, {NAMES[language]}, {name}", ours, REACH), [(text, language) for text in texts]


def _ceiling(typed: Sequence[tuple[str, float]]) -> float:
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for text, share in typed:
        groups[text].append(share)
    return sum(sum(sorted(shares)[-SHOWN:]) for shares in groups.values()) / sum(share for _, share in typed)


def _latency(completer: Completer, typed: Sequence[tuple[str, str]]) -> Figure:
    """Every key of what was typed, and of whole words typed on and on, in the processor's time."""
    keys = [(text[:end], language) for text, language in typed[::7] for end in range(1, len(text) + 1)]
    longer = ["delivary time to canada", "how do i retrun my order", "tuikuanduojiudaozhang", "退kuan多久dao账", "发票怎么开具"]
    keys += [(text[:end], language) for text in longer for end in range(1, len(text) + 1) for language in NAMES] * 20
    times = []
    for text, language in keys:
        started = time.thread_time()
        completer.complete(text, language)
        times.append((time.thread_time() - started) * 1000)
    half, most, worst = np.percentile(times, [50, 95, 100])
    return Figure(f"a key, p50, p95 and the longest of {len(keys):,}", f"{half:.2f}, {most:.2f}, {worst:.2f} ms", "p95 20 ms")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.typing",
        description=__doc__,
        epilog="example: python -m tests.benchmarks.typing --data questions.txt",
    )
    parser.add_argument("--data", type=Path, help="a text file of questions, one a line, instead of the shop's")
    parser.add_argument("--size", type=int, default=bases.SIZE, help="questions of the base (default: %(default)s)")
    given = parser.parse_args()
    articles = bases.listed(given.data, given.size) if given.data else bases.shop(given.size)
    for figure in measure(articles):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
