"""The FAQ of a Rasa project as articles: retrieval intents and the answers that their names lead to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.importing.names import intent_of
from bot.importing.nodes import Node
from bot.importing.project import Project
from bot.importing.report import Unmapped
from knowledge_base import rasa, sources
from knowledge_base.articles import Article
from knowledge_base.report import Found, Problem


def retrieval_intents(project: Project) -> frozenset[str]:
    """The intents that are answered by articles: "faq" where there is a `faq/returns`."""
    names = (item.get("intent").text for item in project.nlu)
    return frozenset(intent_of(name) for name in names if "/" in name)


def mapped(project: Project) -> tuple[tuple[Article, ...], tuple[Unmapped, ...]]:
    """The articles, and what could not be mapped."""
    asked = [item for item in project.nlu if "/" in item.get("intent").text]
    answers = {key: node for key, node in project.responses.items() if "/" in key}
    lines = {item.get("intent").text: item.line for item in asked} | {key: node.line for key, node in answers.items()}
    entries = list(sources.joined(rasa.entries(_documents(asked, answers), None)))
    articles = tuple(entry.article for entry in entries if isinstance(entry, Found))
    return articles, tuple(_unmapped(entry, lines) for entry in entries if isinstance(entry, Problem))


def _documents(asked: Iterable[Node], answers: Mapping[str, Node]) -> list[rasa.Document]:
    values: dict[Path, dict[str, Any]] = defaultdict(lambda: {"nlu": [], "responses": {}})
    for item in asked:
        values[item.file]["nlu"].append(item.plain())
    for key, node in answers.items():
        values[node.file]["responses"][key] = node.plain()
    return [rasa.Document(file, found) for file, found in values.items()]


def _unmapped(problem: Problem, lines: Mapping[str, int]) -> Unmapped:
    place = problem.place.partition(" (")[0]
    return Unmapped(Path(problem.file), lines.get(place, 1), f"{problem.place} {problem.problem}")
