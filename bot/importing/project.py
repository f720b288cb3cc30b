"""A Rasa project's files as one value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.importing.nodes import Node, read
from bot.importing.report import Unmapped, unmapped
from configs.errors import ConfigurationError
from knowledge_base.plainyaml import NotPlain

_ELSEWHERE = {"config.yml", "endpoints.yml", "credentials.yml"}
_NOT_READ = {"tests", "test", "models", "actions", "results", "__pycache__"}
_READ = {"intents", "entities", "actions", "slots", "forms", "responses", "nlu", "rules", "stories"}
_SAYS_NOTHING = {"version", "session_config", "config", "e2e_actions"}


@dataclass(frozen=True)
class Project:
    """Sections by name: those of the domain, what nlu, rules and stories list, the action server's address.

    Lists hold nodes, tables nodes by name; of two nodes of one name the later counts.
    """

    intents: tuple[Node, ...]
    entities: tuple[Node, ...]
    actions: tuple[Node, ...]
    slots: Mapping[str, Node]
    forms: Mapping[str, Node]
    responses: Mapping[str, Node]
    nlu: tuple[Node, ...]
    rules: tuple[Node, ...]
    stories: tuple[Node, ...]
    webhook: str
    problems: tuple[Unmapped, ...]


def load(folder: Path) -> Project:
    """The project in `folder`; raises ConfigurationError when it holds none."""
    problems: list[Unmapped] = []
    documents = [node for file in _files(folder) if (node := _document(file, problems)) is not None]
    known = {name for node in documents for name in node.entries}
    if not known & {"intents", "nlu", "responses", "rules", "stories"}:
        raise ConfigurationError(
            f"{folder}: is no Rasa project: no YAML file in it has intents, nlu, rules, stories or responses"
        )
    problems += [one for node in documents for one in _left_out(node)] + list(_custom_parts(folder, problems))
    return Project(
        intents=_listed("intents", documents),
        entities=_listed("entities", documents),
        actions=_listed("actions", documents),
        slots=_tabled("slots", documents),
        forms=_tabled("forms", documents),
        responses=_tabled("responses", documents),
        nlu=_listed("nlu", documents),
        rules=_listed("rules", documents),
        stories=_listed("stories", documents),
        webhook=_webhook(folder),
        problems=tuple(problems),
    )


def _listed(section: str, documents: Sequence[Node]) -> tuple[Node, ...]:
    return tuple(one for node in documents for one in node.get(section).items)


def _tabled(section: str, documents: Sequence[Node]) -> Mapping[str, Node]:
    return {key: one for node in documents for key, one in node.get(section).entries.items()}


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted((*folder.rglob("*.yml"), *folder.rglob("*.yaml"))):
        inside = file.relative_to(folder)
        hidden = any(part.startswith(".") or part in _NOT_READ for part in inside.parts[:-1])
        if not hidden and not file.is_symlink() and inside.name not in _ELSEWHERE:
            yield file


def _document(file: Path, problems: list[Unmapped]) -> Node | None:
    try:
        return read(file)
    except NotPlain as error:
        problems.append(Unmapped(file, 1, f"the file {error}"))
        return None


def _left_out(document: Node) -> Iterator[Unmapped]:
    for name, node in document.entries.items():
        if name not in _READ | _SAYS_NOTHING:
            yield unmapped(node, f"the section {name} has no place here")


def _custom_parts(folder: Path, problems: list[Unmapped]) -> Iterator[Unmapped]:
    """Yield the components and policies of the project's own: code that this service does not run."""
    config = _document(folder / "config.yml", problems) if (folder / "config.yml").exists() else None
    for section in ("pipeline", "policies"):
        for one in config.get(section).items if config else ():
            if "." in one.get("name").text:
                yield unmapped(one, f"{one.get('name').text} is code of the project's own; it is not run here")


def _webhook(folder: Path) -> str:
    file = folder / "endpoints.yml"
    if not file.exists():
        return ""
    try:
        return read(file).get("action_endpoint").get("url").text
    except NotPlain:
        return ""
