"""What is still to be learnt: the new, and as much of the old."""

import dataclasses
from collections.abc import Callable

import pytest
import torch

from nlu.building import learn
from nlu.encoders import Encoder
from nlu.lessons import Lesson, mark
from nlu.questions import Question
from nlu.schedule import Schedule
from nlu.sentences import Mark, Sentence

OLD = [Sentence(f"where is parcel {number}", "en", "track_order", "neutral") for number in range(50)]
NEW = [Sentence(f"pay me back {number}", "en", "get_refund", "negative") for number in range(7)]
KNOWN = [Question(f"how long does it take {number}", "en", "delivery") for number in range(40)]
LEARNT = frozenset(map(mark, OLD)) | frozenset(map(mark, KNOWN))


def test_with_nothing_new_there_is_no_lesson() -> None:
    assert Lesson.of(OLD, KNOWN, LEARNT, seed=0) == Lesson((), (), 0)


def test_everything_is_a_lesson_for_an_encoder_that_has_learnt_nothing() -> None:
    assert Lesson.of(OLD, KNOWN, frozenset(), seed=0) == Lesson(tuple(OLD), tuple(KNOWN), 90)


def test_what_is_new_is_learnt_with_as_much_of_what_is_known() -> None:
    lesson = Lesson.of([*OLD, *NEW], KNOWN, LEARNT, seed=0)
    assert lesson.fresh == 7
    assert lesson.sentences[:7] == tuple(NEW)
    assert len(set(lesson.sentences[7:]) & set(OLD)) == len(lesson.sentences[7:]) == 7
    assert len(set(lesson.questions) & set(KNOWN)) == len(lesson.questions) == 7


def test_a_new_question_brings_known_sentences_back() -> None:
    lesson = Lesson.of(OLD, [*KNOWN, Question("can it swim", "en", "water")], LEARNT, seed=0)
    assert (lesson.fresh, len(lesson.sentences), len(lesson.questions)) == (1, 1, 2)


@pytest.mark.parametrize(
    "change", [{"intent": "get_refund"}, {"sentiment": "negative"}, {"text": "where is it"}, {"language": "zh"}]
)
def test_a_sentence_that_is_labelled_anew_is_new(change: dict[str, str]) -> None:
    other = dataclasses.replace(OLD[0], **change)  # type: ignore[arg-type]
    assert mark(other) != mark(OLD[0])


def test_entities_do_not_make_a_sentence_new() -> None:
    assert mark(dataclasses.replace(OLD[0], spans=(Mark(0, 5, "product"),))) == mark(OLD[0])


def test_less_than_a_batch_leaves_the_encoder_as_it_is(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    changed = []
    for fresh in (4, 5):
        encoder = dataclasses.replace(tiny_encoder(), learnt=frozenset(map(mark, tiny_sentences[fresh:])))
        before = {name: weight.clone() for name, weight in encoder.model.state_dict().items()}
        intents = sorted({one.intent for one in tiny_sentences})
        lesson = learn(encoder, tiny_sentences, [], intents, tiny_schedule, lambda name, done, total: None)
        assert lesson.fresh == fresh
        changed.append(any(not torch.equal(weight, before[name]) for name, weight in encoder.model.state_dict().items()))
    assert changed == [False, True]


def test_without_epochs_the_encoder_stays_as_it_is(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    encoder, intents = tiny_encoder(), sorted({one.intent for one in tiny_sentences})
    before = {name: weight.clone() for name, weight in encoder.model.state_dict().items()}
    schedule = dataclasses.replace(tiny_schedule, epochs=0)
    assert learn(encoder, tiny_sentences, [], intents, schedule, lambda name, done, total: None).fresh == len(tiny_sentences)
    assert all(torch.equal(weight, before[name]) for name, weight in encoder.model.state_dict().items())
