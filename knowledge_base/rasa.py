"""The FAQ part of a Rasa project: intents such as `faq/returns`, answered by `utter_faq/returns`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge_base import foreign
from knowledge_base.foreign import Question
from knowledge_base.languages import language_of
from knowledge_base.report import Entry, Problem

_ANNOTATED = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\})")
_SLOT = re.compile(r"\{(\w+)\}")
_READ = {"version", "nlu", "responses", "intents"}


@dataclass(frozen=True)
class Document:
    """One YAML file of the project."""

    file: Path
    values: Mapping[str, Any]


@dataclass(frozen=True)
class _Intent:
    file: Path
    name: str
    examples: tuple[str, ...]


def entries(documents: Iterable[Document], language: str | None) -> Iterator[Entry]:
    """Yield an article for each retrieval intent that has an answer, and name what could not be mapped."""
    read = list(documents)
    responses = {name: (document.file, said) for document in read for name, said in _responses(document)}
    for document in read:
        for key in document.values.keys() - _READ:
            yield Problem(document.file, str(key), "is no FAQ and was left out", "warning")
        for item in _items(document):
            yield from _intent(item, responses, language) if isinstance(item, _Intent) else [item]
    asked = {f"utter_{item.name}" for document in read for item in _items(document) if isinstance(item, _Intent)}
    for name, (file, _) in responses.items():
        if name not in asked:
            yield Problem(file, name, "answers no question of the files that were read, and was left out", "warning")


def _responses(document: Document) -> Iterator[tuple[str, list[Any]]]:
    said = document.values.get("responses")
    for name, variations in said.items() if isinstance(said, Mapping) else ():
        yield str(name), variations if isinstance(variations, list) else []


def _items(document: Document) -> Iterator[_Intent | Problem]:
    items = document.values.get("nlu")
    for number, item in enumerate(items if isinstance(items, list) else (), start=1):
        item = item if isinstance(item, Mapping) else {}
        name = str(item.get("intent", ""))
        if "/" in name:
            yield _Intent(document.file, name, tuple(_examples(item.get("examples"))))
        else:
            what = name or next((f"{key} {item[key]}" for key in ("synonym", "regex", "lookup") if key in item), f"item {number}")
            yield Problem(document.file, what, "is no question of an FAQ (its name has no /) and was left out", "warning")


def _examples(examples: object) -> Iterator[str]:
    lines = examples.splitlines() if isinstance(examples, str) else examples if isinstance(examples, list) else []
    for line in lines:
        text = str(line.get("text", "") if isinstance(line, Mapping) else line).strip().removeprefix("- ").strip()
        if text and not text.startswith("#"):
            yield _ANNOTATED.sub(r"\1", text)


def _intent(intent: _Intent, responses: Mapping[str, tuple[Path, list[Any]]], language: str | None) -> Iterator[Entry]:
    if not intent.examples:
        yield Problem(intent.file, intent.name, "has no examples; write some")
        return
    file, variations = responses.get(f"utter_{intent.name}", (intent.file, []))
    answers: dict[str, str] = {}
    for variation in variations:
        yield from _answer(variation, intent.name, file, language, answers)
    if not answers:
        problem = f"has no answer utter_{intent.name} in the files that were read; import the folder that holds domain.yml"
        yield Problem(intent.file, intent.name, problem)
    for spoken, answer in answers.items():
        own = [example for example in intent.examples if (language or language_of(example)) == spoken]
        if own:
            name = intent.name.replace("/", ".")
            yield foreign.article(Question(intent.name, own[0], answer, name, spoken, tuple(own[1:])), intent.file)
        else:
            yield Problem(file, f"utter_{intent.name}", f"is {spoken}, but none of its questions is; it was left out", "warning")


def _answer(variation: object, name: str, file: Path, language: str | None, answers: dict[str, str]) -> Iterator[Problem]:
    place = f"utter_{name}"
    parts = variation if isinstance(variation, Mapping) else {"text": variation}
    text = str(parts.get("text") or "").strip()
    left = ", ".join(str(key) for key in parts if key not in ("text", "image"))
    if left:
        yield Problem(file, place, f"has {left}, which an article cannot hold; it was left out", "warning")
    if not text:
        return
    slot = _SLOT.search(text)
    if slot:
        yield Problem(file, place, f"holds the slot {slot[0]}, which an article cannot fill; write the value")
        return
    spoken = language or language_of(text)
    if spoken in answers:
        yield Problem(file, place, "has a second wording of its answer, which was left out", "warning")
        return
    answers[spoken] = f"{text}\n\n![]({parts['image']})" if parts.get("image") else text
