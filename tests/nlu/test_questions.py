"""Questions with known answers: kept in a file, some of them never learnt from, the others drawn to their answer."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from nlu import building, questions, versions
from nlu.encoders import Encoder
from nlu.network import Network
from nlu.passes import tokens, vectors
from nlu.questions import Question, reserved
from nlu.schedule import Schedule
from nlu.sentences import DataError, Sentence
from nlu.training import train

INTENTS = ("track_order", "get_refund", "out_of_scope")
ASKED = (
    Question("where is my parcel", "en", "first"),
    Question("tell me a joke", "en", "second"),
    Question("讲个笑话", "zh", "first"),
    Question("包裹在哪里", "zh", "second"),
)
"""Answers that have nothing to do with the sentences' intents, so that only these questions can teach them."""


def test_questions_come_back_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / questions.FILE
    questions.write(file, ASKED)
    assert questions.read(file) == ASKED


def test_without_a_file_there_are_no_questions(tmp_path: Path) -> None:
    assert questions.read(tmp_path / questions.FILE) == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "2: line: invalid json"),
        ('{"text": "a", "language": "en"}', "2: answer: field required"),
        ('{"text": 5, "language": "en", "answer": "b"}', "2: text: input should be a valid string"),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / questions.FILE
    questions.write(file, ASKED[:1])
    with file.open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")
    with pytest.raises(DataError, match=f"^{file}:{problem}.*; `python -m bot prepare --train` writes it anew$"):
        questions.read(file)


def test_about_one_wording_in_six_is_reserved_and_always_the_same() -> None:
    texts = [f"wording {number}" for number in range(6000)]
    kept = [text for text in texts if reserved(text)]
    assert 900 < len(kept) < 1100
    assert kept == [text for text in texts if reserved(text)]


def test_a_model_learns_from_what_is_not_reserved(
    tiny_encoder: Callable[[], Encoder],
    tiny_sentences: list[Sentence],
    tiny_schedule: Schedule,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learnt: list[Question] = []

    def watched(*arguments: Any) -> Network:
        learnt.extend(arguments[5])
        return train(*arguments)

    monkeypatch.setattr(building, "train", watched)
    monkeypatch.setattr(questions, "reserved", lambda text: text == ASKED[-1].text)
    schedule = dataclasses.replace(tiny_schedule, epochs=1)
    made, _ = building.build(
        tiny_encoder(), tiny_sentences, tiny_sentences, INTENTS, schedule, lambda name, done, total: None, ASKED
    )
    assert learnt == list(ASKED[:-1])
    assert made.version != versions.version_of(tiny_encoder(), tiny_sentences * 2, schedule)
    assert made.version == versions.version_of(tiny_encoder(), tiny_sentences * 2, schedule, ASKED[::-1])


def test_questions_find_their_answers_when_these_were_learnt(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    schedule = dataclasses.replace(tiny_schedule, fidelity=0.0)
    ids = tokens(tiny_encoder(), [question.text for question in ASKED])
    ahead = []
    for known in ((), ASKED):
        found = vectors(train(tiny_encoder(), tiny_sentences, INTENTS, schedule, lambda done, total: None, known), ids)
        middles = torch.stack([found[[0, 2]].sum(0), found[[1, 3]].sum(0)])
        cosines = found @ torch.nn.functional.normalize(middles, dim=1).T
        ahead.append(((cosines[:, 0] - cosines[:, 1]) * torch.tensor([1, -1, 1, -1])).min())
    assert ahead[0] < 0.1 < 0.3 < ahead[1]
