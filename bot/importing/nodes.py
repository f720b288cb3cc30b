"""YAML with the line of every value, so that a report can name it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge_base.plainyaml import NotPlain, loaded


@dataclass(frozen=True)
class Node:
    """A value of a file: a text, a sequence of nodes, or nodes by key."""

    file: Path
    line: int
    value: str | Sequence["Node"] | Mapping[str, "Node"]

    @property
    def text(self) -> str:
        """The value as a text; empty where it is none."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def items(self) -> Sequence["Node"]:
        """The value's elements; none where it is no sequence."""
        return () if isinstance(self.value, str | Mapping) else self.value

    @property
    def entries(self) -> Mapping[str, "Node"]:
        """The value's nodes by key; none where it is no mapping."""
        return self.value if isinstance(self.value, Mapping) else {}

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def get(self, key: str) -> "Node":
        """The node of a key; one that holds nothing where there is no such key."""
        return self.entries.get(key) or Node(self.file, self.line, "")

    def plain(self) -> Any:
        """The value without lines."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, Mapping):
            return {key: node.plain() for key, node in self.value.items()}
        return [node.plain() for node in self.value]


def read(file: Path) -> Node:
    """The file's value; raises NotPlain for what is no YAML, or more than it needs to be."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotPlain(f"cannot be read: {error}") from None
    loaded(text)  # refuses anchors, tags and depth before anything is built
    composed = yaml.compose(text, Loader=yaml.SafeLoader)
    return Node(file, 1, "") if composed is None else _node(composed, file)


def _node(found: yaml.Node, file: Path) -> Node:
    line = found.start_mark.line + 1
    if isinstance(found, yaml.MappingNode):
        return Node(file, line, dict(_pairs(found, file)))
    if isinstance(found, yaml.SequenceNode):
        return Node(file, line, tuple(_node(one, file) for one in found.value))
    return Node(file, line, "" if found.tag.endswith(":null") else str(found.value))


def _pairs(found: yaml.MappingNode, file: Path) -> Iterator[tuple[str, Node]]:
    """Yield a mapping's nodes, each at the line of its key."""
    for key, value in found.value:
        node = _node(value, file)
        yield str(key.value), Node(file, key.start_mark.line + 1, node.value)
