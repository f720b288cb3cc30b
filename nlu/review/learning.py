"""Reviewed messages as training sentences: which are learnt from, which are held back to measure on, which are left out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from nlu.checking import repeating_test, skeleton
from nlu.entities import extract
from nlu.holding import held
from nlu.review.decisions import Decision, Decisions, Wording
from nlu.sentences import DATA, Mark, Sentence
from nlu.understanding import EntityType

_HELD = 5  # one reviewed message of so many


@dataclass(frozen=True)
class LeftOut:
    """A reviewed message that may not be learnt from, and why."""

    text: str
    because: str


@dataclass(frozen=True)
class Reviewed:
    """What people have labelled: `training` is learnt from, `held` never is, so that before and after are compared on it."""

    training: tuple[Sentence, ...] = ()
    held: tuple[Sentence, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def __str__(self) -> str:
        counts = f"{len(self.training)} reviewed messages are learnt from, {len(self.held)} are held back to measure on"
        return f"{counts}, {len(self.left_out)} are left out"


def reviewed(folder: Path, shipped: Sequence[Sentence], known: Collection[str], data: Path = DATA) -> Reviewed:
    """What `folder`/reviewed.jsonl adds to the `shipped` sentences; of two decisions about one text the later one counts.

    Left out is what repeats a sentence of the test part in `data`, so that the test measures what was not learnt, what is
    shipped already, and what has no `known` intent any more. Wordings are held back one by one: what is measured on them is
    whether yet another wording of something reviewed is understood. Raises DataError.
    """
    sentences = _labelled(Decisions(folder).standing())
    refused = dict(_refused(sentences, shipped, known, data))
    kept = [sentence for sentence in sentences if sentence not in refused]
    return Reviewed(
        tuple(sentence for sentence in kept if not held(sentence.text, _HELD)),
        tuple(sentence for sentence in kept if held(sentence.text, _HELD)),
        tuple(LeftOut(sentence.text, because) for sentence, because in refused.items()),
    )


def _labelled(decisions: Sequence[Decision]) -> list[Sentence]:
    last = {wording.text: (wording, decision) for decision in decisions for wording in decision.wordings}
    return [_sentence(wording, decision.intent) for wording, decision in last.values() if decision.action == "label"]


def _sentence(wording: Wording, intent: str) -> Sentence:
    """The wording as a sentence; what the catalogue is not needed for is marked, so that numbers make no sentence another."""
    found = extract(wording.text, wording.language)
    marks = tuple(Mark(entity.start, entity.end, cast(EntityType, entity.type)) for entity in found)
    return Sentence(wording.text, wording.language, intent, wording.sentiment, marks)


def _refused(
    sentences: Sequence[Sentence], shipped: Sequence[Sentence], known: Collection[str], data: Path
) -> Iterator[tuple[Sentence, str]]:
    before = {(one.language, skeleton(_plain(one))): one.intent for one in shipped}
    plain = {_plain(sentence): sentence for sentence in sentences}
    # Marks found by patterns and marks made by hand may differ, so the bare texts are compared as well.
    tested = repeating_test(sentences, data) | {plain[one]: two for one, two in repeating_test(list(plain), data).items()}
    for sentence in sentences:
        intent = before.get((sentence.language, skeleton(_plain(sentence))))
        if sentence.intent not in known:
            yield sentence, f"there is no intent {sentence.intent!r} any more"
        elif sentence in tested:
            yield sentence, f"repeats {tested[sentence].text!r} of the test part"
        elif intent == sentence.intent:
            yield sentence, "is shipped already"
        elif intent is not None:
            yield sentence, f"is shipped already as {intent}; change that in nlu/data/train if it is wrong"


def _plain(sentence: Sentence) -> Sentence:
    return replace(sentence, spans=())
