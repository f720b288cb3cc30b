"""From sentences to a model that may serve: trained, exported, calibrated on the development part, published."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np

from configs.progress import Progress, bars
from configs.settings import NluSettings
from nlu import manifest, ngram_training, probe_training, questions, sentences
from nlu.calibration import Floats
from nlu.encoder import Encoder as Served
from nlu.encoders import Encoder, load_encoder
from nlu.errors import ModelError
from nlu.evaluation import evaluate
from nlu.export import graph, quantized
from nlu.heads import Heads
from nlu.lessons import Lesson, line
from nlu.manifest import Golden, Manifest
from nlu.pipeline import FOLDER, GRAPH, HEADS, NGRAMS, PROBES, TOKENIZER, Pipeline, name_of
from nlu.questions import Question
from nlu.remembered import Remembered
from nlu.scoring import Scorer
from nlu.sentences import Sentence
from nlu.text import normalized
from nlu.training import Schedule, split, train
from nlu.tuning import tuned

_FORMAT = "3"  # of the model folder; a new one makes every older model out of date
_GOLDEN = 8  # sentences a language
_PASS = 32  # sentences


def run(data: Path, settings: NluSettings, force: bool = False, schedule: Schedule | None = None) -> str:
    """Train `data`/model unless it is there, whole, and what would come out; return what was done, in a sentence.

    It learns from the shipped sentences, and from the questions in `data`/questions.jsonl where there are any. Raises
    ConfigurationError when the encoder is not to be had.
    """
    folder = data / FOLDER
    schedule = schedule or Schedule()
    encoder = load_encoder(settings.encoder, settings.extension)
    rows, asked = sentences.read("train"), questions.read(data / questions.FILE)
    version = version_of(encoder, rows, schedule, asked)
    if not force and _serves(folder, version):
        return f"{folder} is up to date: model {version}"
    with bars() as progress:
        training, development = split(rows, schedule)
        intents = [intent.name for intent in sentences.intents()]
        made, files = build(encoder, training, development, intents, schedule, progress, asked)
    manifest.publish(folder, made, files)
    figures = ", ".join(
        f"{name.replace('_', ' ')} {value:.3f}" for name, value in made.figures.items() if name.endswith(" accuracy")
    )
    return f"{folder} holds model {version}; on the development part: {figures}"


def version_of(encoder: Encoder, rows: Sequence[Sentence], schedule: Schedule, asked: Sequence[Question] = ()) -> str:
    """The name of the model that this encoder, these sentences, this schedule and these questions make."""
    parts = [_FORMAT, encoder.name, data_digest(rows), json.dumps(asdict(schedule), sort_keys=True), *sorted(map(line, asked))]
    return manifest.sha256("\n".join(parts).encode())[:12]


def data_digest(rows: Sequence[Sentence]) -> str:
    """SHA-256 of everything in the sentences that training looks at."""
    return manifest.sha256("\n".join(sorted(map(line, rows))).encode())


def build(
    encoder: Encoder,
    training: Sequence[Sentence],
    development: Sequence[Sentence],
    intents: Sequence[str],
    schedule: Schedule,
    progress: Progress,
    asked: Sequence[Question] = (),
) -> tuple[Manifest, dict[str, bytes]]:
    """Train on `training` and on what is not reserved of the questions `asked`, tune and measure on `development`.

    Returns the manifest and the files of a model that serves. `progress` hears what is done, how much of it, of how much.
    """
    learn(encoder, training, asked, intents, schedule, progress)
    padding = int(encoder.model.config.pad_token_id or 0)
    files = {GRAPH: quantized(graph(encoder.model)), TOKENIZER: encoder.tokenizer.to_str().encode()}
    served = Served(files[GRAPH], files[TOKENIZER], padding, threads=os.cpu_count() or 1)
    probes = probe_training.train(_features(served, training, progress), training, intents)
    words = ngram_training.train(training, intents, schedule.seed)
    heads = Heads(intents=tuple(intents), padding=padding)
    scorer = Scorer(Remembered(served), probes, words, heads.ngrams)
    heads = tuned(heads, scorer, development)
    scorer = replace(scorer, shares=heads.ngrams)
    files |= {PROBES: probes.to_bytes(), NGRAMS: words.to_bytes(), HEADS: heads.model_dump_json(indent=2).encode()}
    rows = [*training, *development]
    pipeline = Pipeline(version_of(encoder, rows, schedule, asked), scorer, heads)
    reports = evaluate(pipeline, development)
    made = Manifest(
        version=pipeline.model,
        encoder=encoder.name,
        data=data_digest(rows),
        settings=asdict(schedule),
        figures={f"{report.language} {name}": value for report in reports for name, value in report.figures().items()},
        golden=_golden(pipeline, development),
        files={name: manifest.sha256(content) for name, content in files.items()},
    )
    return made, files


def learn(
    encoder: Encoder,
    sentences: Sequence[Sentence],
    asked: Sequence[Question],
    intents: Sequence[str],
    schedule: Schedule,
    progress: Progress,
) -> Lesson:
    """Fine-tune the encoder, in place, on what it has not learnt yet; less than a batch of it is left to the classifiers.

    Returns what there was to learn.
    """
    known = [question for question in asked if not questions.reserved(question.text)]
    lesson = Lesson.of(sentences, known, encoder.learnt, schedule.seed)
    if lesson.fresh >= schedule.batch:
        train(encoder, lesson.sentences, intents, schedule, partial(progress, "fine-tuning the encoder"), lesson.questions)
    return lesson


def _features(served: Served, rows: Sequence[Sentence], progress: Progress) -> Floats:
    """What the classifiers will look at, (rows, hidden): that of the graph that serves, rounding errors and all."""
    texts = [normalized(row.text) for row in rows]
    found = np.empty((len(texts), served.hidden), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    for start in range(0, len(order), _PASS):
        part = order[start : start + _PASS]
        found[part] = served.run([texts[row] for row in part]).features
        progress("reading the sentences", start + len(part), len(texts))
    return found


def _golden(pipeline: Pipeline, development: Sequence[Sentence]) -> list[Golden]:
    """The development sentences that the model is surest of, one an intent, so that only damage can change the answer."""
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for sentence in development:
        understood = pipeline.understand([sentence.text])[0]
        sure = understood.intent.confidence
        if name_of(understood) == sentence.intent and sure > found.get((sentence.language, sentence.intent), (0.0, ""))[0]:
            found[sentence.language, sentence.intent] = sure, sentence.text
    golden: dict[str, list[Golden]] = {}
    for (language, intent), (_, text) in sorted(found.items(), key=lambda one: -one[1][0]):
        golden.setdefault(language, []).append(Golden(text=text, intent=intent))
    return [one for group in golden.values() for one in group[:_GOLDEN]]


def _serves(folder: Path, version: str) -> bool:
    try:
        return Pipeline.load(folder).model == version
    except ModelError:
        return False
