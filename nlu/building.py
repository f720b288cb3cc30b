"""From sentences to the files of a model that may serve: fine-tuned, exported, classified, tuned, measured."""

import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial

import numpy as np

from configs.progress import Progress
from nlu import card, few, manifest, ngram_training, probe_training, questions
from nlu.calibration import Floats
from nlu.checkpoints import Checkpoint
from nlu.curves import Curves, Scalars
from nlu.encoder import Encoder as Served
from nlu.encoders import Encoder
from nlu.evaluation import Report, reports, understood
from nlu.export import graph, quantized
from nlu.heads import Heads
from nlu.lessons import Lesson
from nlu.mahalanobis import Mahalanobis
from nlu.manifest import Golden, Manifest
from nlu.neighbours import Neighbours
from nlu.pipeline import FAMILIAR, GRAPH, HEADS, NEIGHBOURS, NGRAMS, PROBES, SPELLING, TOKENIZER, Pipeline, name_of
from nlu.questions import Question
from nlu.remembered import Remembered
from nlu.schedule import Schedule
from nlu.scoring import Outputs, Scorer, mean_of
from nlu.sentences import OUT_OF_SCOPE, Sentence
from nlu.spelling.training import trained
from nlu.text import normalized
from nlu.training import train
from nlu.tuning import outputs, tuned
from nlu.versions import data_digest, version_of

_GOLDEN = 8  # sentences a language
_PASS = 32  # sentences
PRECISION = 0.9  # of what is taken for out of scope


def build(
    encoder: Encoder,
    training: Sequence[Sentence],
    development: Sequence[Sentence],
    intents: Sequence[str],
    schedule: Schedule,
    progress: Progress,
    asked: Sequence[Question] = (),
    precision: float = PRECISION,
    curves: Curves | None = None,
    checkpoint: Checkpoint | None = None,
) -> tuple[Manifest, dict[str, bytes]]:
    """Train on `training` and on what is not reserved of the questions `asked`, tune and measure on `development`.

    Without a development part it is tuned by cross-validation, and the names of the intents are learnt from too. What is taken
    for out of scope shall be so with `precision`. Returns the manifest and the files of a model that serves. `progress` hears
    what is done, how much of it, of how much.
    """
    version = version_of(encoder, [*training, *development], schedule, asked)
    untold = None if development else _cross_validated(encoder, training, intents, schedule, progress)
    lesson = [*training, *(() if development else few.names(intents))]
    learn(encoder, lesson, asked, intents, schedule, progress, development, curves, checkpoint)
    served, files = _exported(encoder)
    features = _features(served, lesson, progress)
    probes = probe_training.train(features, lesson, intents)
    words = ngram_training.train(lesson, intents, schedule.seed)
    familiar, speller = _familiar(features, lesson, intents), trained(training, encoder.tokenizer.get_vocab())
    heads = Heads(intents=tuple(intents), padding=_padding(encoder))
    scorer = Scorer(Remembered(served), probes, words, familiar, heads.ngrams)
    heads = tuned(heads, untold or outputs(scorer, speller, development), development or training, precision)
    scorer = replace(scorer, shares=heads.ngrams)
    files |= {PROBES: probes.to_bytes(), NGRAMS: words.to_bytes(), FAMILIAR: familiar.to_bytes(), SPELLING: speller.to_bytes()}
    files |= {HEADS: heads.model_dump_json(indent=2).encode(), NEIGHBOURS: Neighbours.of(features, lesson).to_bytes()}
    pipeline = Pipeline(version, scorer, heads, speller=speller)
    found = understood(pipeline, development)
    made = Manifest(
        version=version,
        encoder=encoder.name,
        data=data_digest([*training, *development]),
        settings=asdict(schedule),
        figures=_figures(reports(development, found)),
        golden=_golden(pipeline, development or training),
        files=manifest.digests(files),
    )
    # The other pipeline remembers what it has read, so its speed would be none.
    timed = Pipeline(
        version, replace(scorer, encoder=Served(files[GRAPH], files[TOKENIZER], heads.padding)), heads, speller=speller
    )
    parts: card.Parts = {"training": training, "development": development}
    model = card.described(made, files, timed, parts, curves.curves() if curves else ())
    files |= card.files(model, [card.Evidence("development", tuple(development), tuple(found))])
    return made.model_copy(update={"files": manifest.digests(files)}), files


def learn(
    encoder: Encoder,
    sentences: Sequence[Sentence],
    asked: Sequence[Question],
    intents: Sequence[str],
    schedule: Schedule,
    progress: Progress,
    development: Sequence[Sentence] = (),
    curves: Scalars | None = None,
    checkpoint: Checkpoint | None = None,
) -> Lesson:
    """Fine-tune the encoder, in place, on what it has not learnt yet; less than a batch of it is left to the classifiers.

    Without epochs all of it is. Returns what there was to learn.
    """
    known = [question for question in asked if not questions.reserved(question.text)]
    lesson = Lesson.of(sentences, known, encoder.learnt, schedule.seed)
    if schedule.epochs and lesson.fresh >= schedule.batch:
        steps = partial(progress, "fine-tuning the encoder")
        train(encoder, lesson.sentences, intents, schedule, steps, lesson.questions, development, curves, checkpoint)
    return lesson


def _exported(encoder: Encoder) -> tuple[Served, dict[str, bytes]]:
    files = {GRAPH: quantized(graph(encoder.model)), TOKENIZER: encoder.tokenizer.to_str().encode()}
    return Served(files[GRAPH], files[TOKENIZER], _padding(encoder), threads=os.cpu_count() or 1), files


def _padding(encoder: Encoder) -> int:
    return int(encoder.model.config.pad_token_id or 0)


def _cross_validated(
    encoder: Encoder, training: Sequence[Sentence], intents: Sequence[str], schedule: Schedule, progress: Progress
) -> Outputs:
    features = _features(_exported(encoder)[0], training, progress)
    return few.outputs(features, training, intents, schedule.seed)


def _familiar(features: Floats, sentences: Sequence[Sentence], intents: Sequence[str]) -> Mahalanobis:
    """What the intents look like; what is out of scope looks like anything."""
    inside = np.array([sentence.intent != OUT_OF_SCOPE for sentence in sentences])
    labels = np.array([intents.index(sentence.intent) for sentence in sentences])
    return Mahalanobis.fitted(mean_of(features[inside]), labels[inside])


def _features(served: Served, rows: Sequence[Sentence], progress: Progress) -> Floats:
    """What the classifiers will look at, (rows, width): that of the graph that serves, rounding errors and all."""
    texts = [normalized(row.text) for row in rows]
    found = np.empty((len(texts), served.width), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    for start in range(0, len(order), _PASS):
        part = order[start : start + _PASS]
        found[part] = served.run([texts[row] for row in part]).features
        progress("reading the sentences", start + len(part), len(texts))
    return found


def _figures(found: Sequence[Report]) -> dict[str, float]:
    return {f"{report.language} {name}": value for report in found for name, value in report.figures().items()}


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
