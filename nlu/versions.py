"""Names of models: the same encoder, sentences, schedule and questions make a model of the same name."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from nlu import manifest
from nlu.encoders import Encoder
from nlu.lessons import line
from nlu.questions import Question
from nlu.schedule import Schedule
from nlu.sentences import Sentence

_FORMAT = "4"  # of the model folder; a new one makes every older model out of date


def version_of(encoder: Encoder, rows: Sequence[Sentence], schedule: Schedule, asked: Sequence[Question] = ()) -> str:
    """The name of the model that this encoder, these sentences, this schedule and these questions make."""
    parts = [_FORMAT, encoder.name, data_digest(rows), json.dumps(asdict(schedule), sort_keys=True), *sorted(map(line, asked))]
    return manifest.sha256("\n".join(parts).encode())[:12]


def data_digest(rows: Sequence[Sentence]) -> str:
    """SHA-256 of everything in the sentences that training looks at."""
    return manifest.sha256("\n".join(sorted(map(line, rows))).encode())
