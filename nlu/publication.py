"""From sentences to a model that may serve: trained, exported, calibrated on the development part, published."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from configs.settings import NluSettings
from nlu import manifest, ngram_training, questions, sentences
from nlu.encoder import Encoder as Served
from nlu.encoders import Encoder, load_encoder
from nlu.errors import ModelError
from nlu.evaluation import evaluate
from nlu.export import graph, quantized
from nlu.heads import Heads
from nlu.manifest import Golden, Manifest
from nlu.pipeline import FOLDER, GRAPH, HEADS, NGRAMS, TOKENIZER, Pipeline, name_of
from nlu.questions import Question
from nlu.scoring import Scorer
from nlu.sentences import Sentence
from nlu.training import Schedule, Steps, split, train
from nlu.tuning import tuned

_FORMAT = "2"  # of the model folder; a new one makes every older model out of date
_GOLDEN = 8  # sentences a language


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
    with _bar() as steps:
        training, development = split(rows, schedule)
        intents = [intent.name for intent in sentences.intents()]
        made, files = build(encoder, training, development, intents, schedule, steps, asked)
    manifest.publish(folder, made, files)
    figures = ", ".join(
        f"{name.replace('_', ' ')} {value:.3f}" for name, value in made.figures.items() if name.endswith(" accuracy")
    )
    return f"{folder} holds model {version}; on the development part: {figures}"


def version_of(encoder: Encoder, rows: Sequence[Sentence], schedule: Schedule, asked: Sequence[Question] = ()) -> str:
    """The name of the model that this encoder, these sentences, this schedule and these questions make."""
    parts = [_FORMAT, encoder.name, data_digest(rows), json.dumps(asdict(schedule), sort_keys=True), *_lines(asked)]
    return manifest.sha256("\n".join(parts).encode())[:12]


def data_digest(rows: Sequence[Sentence]) -> str:
    """SHA-256 of everything in the sentences that training looks at."""
    kept = (replace(row, spans=()) for row in rows)
    return manifest.sha256("\n".join(_lines(kept)).encode())


def _lines(rows: Iterable[Sentence | Question]) -> list[str]:
    return sorted(json.dumps(asdict(row), ensure_ascii=False) for row in rows)


def build(
    encoder: Encoder,
    training: Sequence[Sentence],
    development: Sequence[Sentence],
    intents: Sequence[str],
    schedule: Schedule,
    steps: Steps,
    asked: Sequence[Question] = (),
) -> tuple[Manifest, dict[str, bytes]]:
    """Train on `training` and on what is not reserved of the questions `asked`, tune and measure on `development`.

    Returns the manifest and the files of a model that serves.
    """
    learnt = [question for question in asked if not questions.reserved(question.text)]
    network = train(encoder, training, intents, schedule, steps, learnt)
    files = {GRAPH: quantized(graph(network)), TOKENIZER: encoder.tokenizer.to_str().encode()}
    words = ngram_training.train(training, intents, schedule.seed)
    files[NGRAMS] = words.to_bytes()
    heads = Heads(intents=tuple(intents), ngrams=schedule.ngrams, padding=network.padding)
    scorer = Scorer(Served(files[GRAPH], files[TOKENIZER], network.padding), words, schedule.ngrams)
    heads = tuned(heads, scorer, development)
    files[HEADS] = heads.model_dump_json(indent=2).encode()
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


@contextmanager
def _bar() -> Iterator[Steps]:
    columns = (TextColumn("training the model"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("training", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
