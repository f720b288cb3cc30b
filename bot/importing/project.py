"""A Rasa project's files as one value."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.importing.nodes import Node, read
from bot.importing.report import Unmapped, unmapped
from configs.errors import ConfigurationError
from knowledge_base.plainyaml import NotPlain

_ELSEWHERE = {"config.yml", "endpoints.yml", "credentials.yml"}
_NOT_READ = {"tests", "test", "models", "actions", "results", "__pycache__"}
_LISTS = {"intents", "entities", "actions"}
_TABLES = {"slots", "forms", "responses"}
_DATA = {"nlu", "rules", "stories"}
_SAYS_NOTHING = {"version", "session_config", "config", "e2e_actions"}


@dataclass(frozen=True)
class Project:
    """Sections by name: those of the domain, what nlu, rules and stories list, the action server's address.

    Lists hold nodes, tables nodes by name; of two nodes of one name the later counts.
    """

    intents: tuple[Node, ...] = ()
    entities: tuple[Node, ...] = ()
    actions: tuple[Node, ...] = ()
    slots: dict[str, Node] = field(default_factory=dict)
    forms: dict[str, Node] = field(default_factory=dict)
    responses: dict[str, Node] = field(default_factory=dict)
    nlu: tuple[Node, ...] = ()
    rules: tuple[Node, ...] = ()
    stories: tuple[Node, ...] = ()
    webhook: str = ""
    problems: tuple[Unmapped, ...] = ()


def load(folder: Path) -> Project:
    """The project in `folder`; raises ConfigurationError when it holds none."""
    problems: list[Unmapped] = []
    documents = [node for file in _files(folder) if (node := _document(file, problems)) is not None]
    known = {name for node in documents for name in node.entries}
    if not known & {"intents", "nlu", "responses", "rules", "stories"}:
        raise ConfigurationError(
            f"{folder}: is no Rasa project: no YAML file in it has intents, nlu, rules, stories or responses"
        )
    lists = {name: tuple(one for node in documents for one in node.get(name).items) for name in _LISTS | _DATA}
    tables = {name: {key: one for node in documents for key, one in node.get(name).entries.items()} for name in _TABLES}
    problems += [one for node in documents for one in _left_out(node)] + list(_custom_parts(folder, problems))
    return Project(**lists, **tables, webhook=_webhook(folder), problems=tuple(problems))


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
        if name not in _LISTS | _TABLES | _DATA | _SAYS_NOTHING:
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
