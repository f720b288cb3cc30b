"""The written sentences that models learn from and are judged by, and the intents that they have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import yaml

from configs.errors import ConfigurationError
from nlu.understanding import EntityType, Language, SentimentLabel

DATA = Path(__file__).with_name("data")
Part = Literal["train", "test", "unseen"]  # unseen: by a hand that has read no other sentence
IntentKind = Literal["faq", "flow", "sales", "handoff", "chat"]
OUT_OF_SCOPE = "out_of_scope"

_MARK = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
_SENTIMENTS: dict[str, SentimentLabel] = {label: label for label in get_args(SentimentLabel)}
_TYPES: dict[str, EntityType] = {kind: kind for kind in get_args(EntityType)}


class DataError(ConfigurationError):
    """A data file that cannot be used; the message names file, line and what to do."""


@dataclass(frozen=True)
class Mark:
    """An entity as its writer marked it: `text[start:end]` of the sentence is a `type`."""

    start: int
    end: int
    type: EntityType


@dataclass(frozen=True)
class Sentence:
    """One written sentence without its marks' brackets."""

    text: str
    language: Language
    intent: str
    sentiment: SentimentLabel
    spans: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class IntentSpec:
    """An intent, the group that it is listed in, how it is dealt with, and what a customer means by it."""

    name: str
    group: str
    kind: IntentKind
    means: str


def intents(data: Path = DATA) -> tuple[IntentSpec, ...]:
    """The intents of `data`/intents.yaml in their order; raises DataError."""
    file = data / "intents.yaml"
    try:
        groups = yaml.safe_load(file.read_text(encoding="utf-8"))
        found = tuple(IntentSpec(name, group, **entry) for group, names in groups.items() for name, entry in names.items())
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise DataError(f"{file}: is not a list of intents by group, each with kind and means: {error}") from None
    for intent in found:
        if intent.kind not in get_args(IntentKind):
            raise DataError(f"{file}: {intent.name} has the kind {intent.kind!r}; there are: {', '.join(get_args(IntentKind))}")
    return found


def read(part: Part, data: Path = DATA) -> tuple[Sentence, ...]:
    """All sentences of a part, by language and intent; raises DataError at the first line that cannot be read."""
    sentences = []
    for file, language in files(part, data):
        for number, outcome in parsed(file, language):
            if isinstance(outcome, DataError):
                raise DataError(f"{file}:{number}: {outcome}")
            sentences.append(outcome)
    return tuple(sentences)


def files(part: Part, data: Path = DATA) -> Iterator[tuple[Path, Language]]:
    """The files of a part with their language."""
    for language in get_args(Language):
        for file in sorted((data / part / language).glob("*.txt")):
            yield file, language


def parsed(file: Path, language: Language) -> Iterator[tuple[int, Sentence | DataError]]:
    """Each line's number, from 1, and the sentence on it, or what is wrong with it. A file's name is its intent."""
    sentiment = None
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        yield 0, DataError(f"cannot be read: {error}")
        return
    if lines[-1] == "":
        lines.pop()
    for number, line in enumerate(lines, start=1):
        try:
            if line.startswith("# "):
                sentiment = _sentiment(line[2:])
            elif sentiment is None:
                yield number, DataError("a sentence stands before the first header; begin the file with '# neutral'")
            else:
                text, marks = unmarked(line)
                yield number, Sentence(text, language, file.stem, sentiment, marks)
        except DataError as error:
            yield number, error


def _sentiment(word: str) -> SentimentLabel:
    if word in _SENTIMENTS:
        return _SENTIMENTS[word]
    raise DataError(f"there is no sentiment {word!r}; there are: {', '.join(_SENTIMENTS)}")


def unmarked(line: str) -> tuple[str, tuple[Mark, ...]]:
    """A line's text without its marks, and the marks; raises DataError.

    "[two](quantity) left" is "two left" with a quantity from 0 to 3.
    """
    text = ""
    marks = []
    position = 0
    for match in _MARK.finditer(line):
        text += line[position : match.start()]
        marks.append(Mark(len(text), len(text) + len(match[1]), _type(match[2])))
        if not match[1].strip():
            raise DataError("a mark is empty; write the words between its brackets")
        text += match[1]
        position = match.end()
    text += line[position:]
    if re.search(r"\]\(|[\[\]]", text):
        raise DataError("a mark is not closed; write it as [surface](type)")
    if not text.strip() or text != text.strip():
        raise DataError("a sentence is blank or has space around it; remove the space")
    return text, tuple(marks)


def _type(word: str) -> EntityType:
    if word in _TYPES:
        return _TYPES[word]
    raise DataError(f"there is no entity type {word!r}; there are: {', '.join(_TYPES)}")
