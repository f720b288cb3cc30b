"""The examples of a Rasa project: training sentences by intent and language, and the values of entities in them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.importing.names import intent_of
from bot.importing.nodes import Node
from bot.importing.report import Unmapped, unmapped
from nlu.language import language_of

_ANNOTATED = re.compile(r"\[([^\[\]]+)\](?:\(([^()]*)\)|(\{[^{}]*\}))")
_BRACKETS = re.compile(r"[\[\]]")


@dataclass(frozen=True)
class Value:
    """A `surface` of an `entity` and the value that it stands for."""

    entity: str
    surface: str
    value: str


@dataclass(frozen=True)
class Examples:
    """`sentences` by intent and language, each once, in order; the `values` that examples mark."""

    sentences: Mapping[str, Mapping[str, tuple[str, ...]]]
    values: tuple[Value, ...]
    problems: tuple[Unmapped, ...]


def lines(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the lines of an `examples` block without their dashes, each with its place."""
    if node.items:
        for item in node.items:
            yield (item.get("text").text or item.text).strip().removeprefix("- ").strip(), item
        return
    for number, line in enumerate(node.text.splitlines(), start=node.line + 1):
        yield line.strip().removeprefix("- ").strip(), Node(node.file, number, line)


def mapped(nlu: tuple[Node, ...]) -> Examples:
    """The examples of all intents; those of `faq/returns` teach the intent `faq`."""
    found: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    values: list[Value] = []
    problems: list[Unmapped] = []
    for item in nlu:
        intent = item.get("intent").text
        if "+" in intent:
            problems.append(unmapped(item, f"{intent} is several intents at once; they are told apart here by clauses"))
        elif intent:
            for text, place in lines(item.get("examples")):
                values += _values(text)
                said = _BRACKETS.sub("", _ANNOTATED.sub(r"\1", text)).strip()
                if said and not said.startswith("#"):
                    found[intent_of(intent)][language_of(said)][said] = None
                problems += _roles(text, place)
    sentences = {intent: {spoken: tuple(texts) for spoken, texts in by.items()} for intent, by in found.items()}
    return Examples(sentences, tuple(values), tuple(problems))


def _values(text: str) -> Iterator[Value]:
    for surface, entity, details in _ANNOTATED.findall(text):
        if details:
            known = _details(details)
            yield Value(str(known.get("entity", "")), surface, str(known.get("value", surface)))
        else:
            name, _, value = entity.partition(":")
            yield Value(name, surface, value or surface)


def _roles(text: str, place: Node) -> Iterator[Unmapped]:
    for _, _, details in _ANNOTATED.findall(text):
        for key in ("role", "group"):
            if key in _details(details):
                yield unmapped(place, f"the {key} of an entity has no place here; its type alone counts")


def _details(details: str) -> Mapping[str, object]:
    try:
        known = json.loads(details)
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}
