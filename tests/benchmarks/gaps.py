"""Gaps: twelve matters hidden among 2,000 messages of both languages, and how much of them is found."""

import argparse
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import v_measure_score

from analytics.gaps.clustering import NONE, Labels, clustered
from analytics.gaps.metric import Metric, learnt
from nlu import sentences
from nlu.noise import noisy
from nlu.pipeline import FOLDER, Pipeline
from nlu.understanding import Language, Understander
from tests.benchmarks.figures import Figure

PLANTED = Path(__file__).with_name("gaps.toml")
SIZES = (150, 120, 100, 80, 65, 50, 40, 30, 25, 20, 15, 10)
MESSAGES = 2_000
OUTSIDE = 2 / 3
"""Share of the other messages that have nothing to do with shopping; the rest asks what the articles answer."""

SEEDS = (7, 11, 23)
_SLIPS = 0.04  # a character
_LANGUAGES: tuple[Language, Language] = ("en", "zh")


@dataclass(frozen=True)
class Message:
    """A text and its topic; "" is what was not planted."""

    text: str
    language: Language
    topic: str


@dataclass(frozen=True)
class Result:
    """How far the planted messages stand together, and which topics were found, and in both languages."""

    v_measure: float
    found: frozenset[str]
    both: frozenset[str]
    clusters: int


def messages(seed: int, sizes: Sequence[int] = SIZES, total: int = MESSAGES) -> list[Message]:
    """Planted messages, both languages by turns, and sentences of the training data about other things among them.

    A wording that comes again is written with slips.
    """
    order = random.Random(seed)
    topics: dict[str, dict[str, Any]] = tomllib.loads(PLANTED.read_text(encoding="utf-8"))
    names = order.sample(list(topics), len(topics))
    found = [one for name, size in zip(names, sizes, strict=False) for one in _planted(name, topics[name], size, order)]
    same = re.compile("|".join(topic["also"] for topic in topics.values()), re.IGNORECASE)
    train = [one for one in sentences.read("train") if not same.search(one.text)]
    outside = [one for one in train if one.intent == sentences.OUT_OF_SCOPE]
    inside = [one for one in train if one.intent != sentences.OUT_OF_SCOPE]
    left = total - len(found)
    others = order.sample(outside, round(left * OUTSIDE)) + order.sample(inside, left - round(left * OUTSIDE))
    found += [Message(one.text, one.language, "") for one in others]
    order.shuffle(found)
    return found


def _planted(name: str, wordings: Mapping[str, list[str]], size: int, order: random.Random) -> Iterator[Message]:
    for number in range(size):
        language = _LANGUAGES[number % 2]
        round_, place = divmod(number // 2, len(wordings[language]))
        text = wordings[language][place]
        yield Message(noisy(text, language, _SLIPS, order) if round_ else text, language, name)


def judged(planted: Sequence[Message], labels: Labels) -> Result:
    """V-measure (Rosenberg and Hirschberg 2007) over the planted messages, each that is in no cluster a cluster of its own.

    A topic is found when at least half of a cluster is of it, so that an editor who opens the cluster sees what it is about.
    """
    alone = np.where(labels == NONE, len(labels) + np.arange(len(labels)), labels)
    rows = [row for row, one in enumerate(planted) if one.topic]
    topics = [planted[row].topic for row in rows]
    sizes = Counter(labels.tolist())
    found, both = set(), set()
    for topic in set(topics):
        inside = Counter(int(labels[row]) for row, name in zip(rows, topics, strict=True) if name == topic)
        inside.pop(NONE, None)
        for cluster, count in inside.items():
            if count >= sizes[cluster] / 2:
                found.add(topic)
                spoken = {planted[row].language for row in rows if labels[row] == cluster and planted[row].topic == topic}
                both |= {topic} if len(spoken) > 1 else set()
    clusters = len(set(labels.tolist()) - {NONE})
    return Result(float(v_measure_score(topics, alone[rows])), frozenset(found), frozenset(both), clusters)


def run(understander: Understander, metric: Metric, planted: Sequence[Message]) -> Result:
    """Cluster the messages and judge."""
    return judged(planted, clustered(metric.points(understander.embed([one.text for one in planted]))))


def measure(data: Path) -> list[Figure]:
    """The mean over three draws of the noise, the slips and the sizes."""
    pipeline = Pipeline.load(data / FOLDER)
    metric = learnt(pipeline)
    results = [run(pipeline, metric, messages(seed)) for seed in SEEDS]
    values = ", ".join(f"{one.v_measure:.3f}" for one in results)
    found = ", ".join(str(len(one.found)) for one in results)
    both = ", ".join(str(len(one.both)) for one in results)
    return [
        Figure("gaps, V-measure over 12 planted topics among 2,000 messages, three draws", values, "0.75"),
        Figure("gaps, planted topics found of 12", found, "12"),
        Figure("gaps, planted topics found in one cluster for both languages", both, "12"),
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.gaps",
        description=__doc__,
        epilog="example: python -m bot prepare && python -m tests.benchmarks.gaps --data data",
    )
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder with the model (default: %(default)s)")
    for figure in measure(parser.parse_args().data):
        print(figure.name, figure.ours, figure.reach, sep=" | ")


if __name__ == "__main__":
    main()
