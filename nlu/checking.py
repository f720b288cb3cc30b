"""Whether the written sentences may be learnt from: known intents and types, enough of them, and none written twice."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import get_args

import numpy as np
from rapidfuzz import fuzz, process

from nlu.sentences import DATA, OUT_OF_SCOPE, DataError, Part, Sentence, files, intents, parsed, read
from nlu.understanding import Language

FEWEST = 40
FEWEST_OUT_OF_SCOPE = 300
# Ratios (rapidfuzz, 0 to 100) from which two sentences are one skeleton; a Chinese character is a word, so fewer differ.
_ALIKE: dict[Language, float] = {"en": 88.0, "zh": 85.0}
_ALIKE_TO_TEST: dict[Language, float] = {"en": 84.0, "zh": 80.0}
# Shorter ones are alike by nature (yes, yep, yeah) and only must not be equal.
_SHORTEST_COMPARED: dict[Language, int] = {"en": 14, "zh": 4}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line; line 0 is the file as a whole."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Placed:
    """A sentence, where it stands, and the skeleton that it is compared by."""

    file: Path
    line: int
    sentence: Sentence
    skeleton: str


def check(data: Path = DATA) -> list[Problem]:
    """Everything that is wrong with the sentences in `data`, in the order of files and lines; empty when they are good.

    Raises nlu.sentences.DataError when intents.yaml cannot be read.
    """
    problems: list[Problem] = []
    train, *tests = (_read(part, data, problems) for part in get_args(Part))
    problems += _unknown_and_missing(data)
    problems += _too_few(train, data)
    for sentences in (train, *tests):
        for _, group in groupby(sentences, key=lambda placed: placed.file):
            problems += _repeated(list(group))
    problems += _contradicting(train)
    for language in get_args(Language):
        for test in tests:
            problems += _known_from_test(_of(train, language), _of(test, language), language)
    return sorted(problems, key=lambda problem: (problem.file, problem.line))


def repeating_test(sentences: Sequence[Sentence], data: Path = DATA) -> dict[Sentence, Sentence]:
    """Those of the `sentences` that repeat one that is tested on in `data`, and which one; raises DataError."""
    test = [_unplaced(sentence) for part in ("test", "unseen") for sentence in read(part, data)]
    repeated: dict[Sentence, Sentence] = {}
    for language in get_args(Language):
        given, known = _of(map(_unplaced, sentences), language), _of(test, language)
        for row, column, _ in _alike(given, known, _ALIKE_TO_TEST[language], language):
            repeated.setdefault(given[row].sentence, known[column].sentence)
    return repeated


def skeleton(sentence: Sentence) -> str:
    """The sentence without letter case, punctuation and what its marks hold, so that only the phrasing is left to compare."""
    text, position = "", 0
    for mark in sentence.spans:
        text += sentence.text[position : mark.start] + "@"
        position = mark.end
    text = unicodedata.normalize("NFKC", text + sentence.text[position:]).casefold()
    kept = (character if _counts(character) else " " for character in text.replace("'", "").replace("’", ""))
    return " ".join("".join(kept).split())


def _unplaced(sentence: Sentence) -> Placed:
    return Placed(Path(), 0, sentence, skeleton(sentence))


def _counts(character: str) -> bool:
    return character == "@" or unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "So"


def _read(part: Part, data: Path, problems: list[Problem]) -> list[Placed]:
    placed = []
    for file, language in files(part, data):
        for line, outcome in parsed(file, language):
            if isinstance(outcome, DataError):
                problems.append(Problem(file, line, str(outcome)))
            else:
                placed.append(Placed(file, line, outcome, skeleton(outcome)))
    return placed


def _of(sentences: Iterable[Placed], language: Language) -> list[Placed]:
    return [placed for placed in sentences if placed.sentence.language == language]


def _unknown_and_missing(data: Path) -> Iterator[Problem]:
    names = {intent.name for intent in intents(data)}
    # Sentences of one's own need no second hand.
    parts = [part for part in get_args(Part) if part != "unseen" or (data / part).is_dir()]
    for part in parts:
        for language in get_args(Language):
            folder = data / part / language
            written = {file.stem for file in folder.glob("*.txt")}
            for name in written - names:
                yield Problem(
                    folder / f"{name}.txt", 0, f"there is no intent {name!r}; add it to intents.yaml or rename the file"
                )
            for name in names - written:
                yield Problem(folder / f"{name}.txt", 0, "the file is missing; every intent needs sentences in both languages")


def _too_few(train: list[Placed], data: Path) -> Iterator[Problem]:
    counts = Counter(placed.file for placed in train)
    for file, _ in files("train", data):
        fewest = FEWEST_OUT_OF_SCOPE if file.stem == OUT_OF_SCOPE else FEWEST
        if counts[file] < fewest:
            yield Problem(file, 0, f"has {counts[file]} sentences; write at least {fewest}")


def _repeated(sentences: list[Placed]) -> Iterator[Problem]:
    """Sentences of one file that are, or nearly are, an earlier one of it."""
    language = sentences[0].sentence.language
    for later, earlier, score in _alike(sentences, sentences, _ALIKE[language], language):
        if earlier < later:
            yield _problem(sentences[later], sentences[earlier], score)


def _contradicting(train: list[Placed]) -> Iterator[Problem]:
    """Sentences that another intent has as well."""
    first: dict[tuple[Language, str], Placed] = {}
    for placed in train:
        earlier = first.setdefault((placed.sentence.language, placed.skeleton), placed)
        if earlier.sentence.intent != placed.sentence.intent and "@" not in placed.skeleton:
            yield Problem(placed.file, placed.line, f"is also {earlier.file.name}:{earlier.line}; a sentence has one intent")


def _known_from_test(train: list[Placed], test: list[Placed], language: Language) -> Iterator[Problem]:
    for number, other, score in _alike(train, test, _ALIKE_TO_TEST[language], language):
        yield _problem(train[number], test[other], score)


def _alike(
    sentences: list[Placed], others: list[Placed], threshold: float, language: Language
) -> Iterator[tuple[int, int, float]]:
    """Indices of alike pairs and their ratio."""
    if not sentences or not others:
        return
    rows, columns = ([placed.skeleton for placed in group] for group in (sentences, others))
    scores = process.cdist(rows, columns, scorer=fuzz.ratio, score_cutoff=threshold, dtype=np.float32)
    for row, column in np.argwhere(scores).tolist():
        short = min(len(rows[row]), len(columns[column])) < _SHORTEST_COMPARED[language]
        if rows[row] == columns[column] or not short:
            yield row, column, float(scores[row, column])


def _problem(placed: Placed, other: Placed, score: float) -> Problem:
    part, language, name = other.file.parts[-3:]
    where = f"{part}/{language}/{name}:{other.line}"
    return Problem(
        placed.file,
        placed.line,
        f"{placed.sentence.text!r} repeats {other.sentence.text!r} ({where}, {score:.0f} % alike); write it anew",
    )
