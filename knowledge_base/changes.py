"""What an import would do to the base, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError

Kind = Literal["added", "changed", "unchanged", "removed"]


@dataclass(frozen=True)
class Change:
    """What happens to one article, and the article afterwards."""

    kind: Kind
    article_id: str
    article: Article | None


@dataclass(frozen=True)
class Plan:
    """An import before it is done: the `changes` row by row, and the rows that were bad."""

    changes: tuple[Change, ...]
    problems: tuple[KnowledgeError, ...]

    @property
    def saved(self) -> tuple[Article, ...]:
        """The articles that are new or another."""
        return tuple(one.article for one in self.changes if one.article and one.kind != "unchanged")

    @property
    def removed(self) -> tuple[str, ...]:
        """The ids of articles that go."""
        return tuple(one.article_id for one in self.changes if one.kind == "removed")


def plan(present: Iterable[Article], entries: Iterable[Article | KnowledgeError], replace: bool) -> Plan:
    """Merge `entries` into the `present` articles by id; with `replace`, articles that are not among them go.

    Nothing goes while a row is bad: the article that it stands for might be meant to stay.
    """
    old = {article.id: article for article in present}
    new: dict[str, Article] = {}
    problems: list[KnowledgeError] = []
    for entry in entries:
        if isinstance(entry, Article):
            new[entry.id] = entry
        else:
            problems.append(entry)
    changes = [Change(_kind(old, article), article.id, article) for article in new.values()]
    if replace and not problems:
        changes += [Change("removed", article_id, None) for article_id in old if article_id not in new]
    return Plan(tuple(changes), tuple(problems))


def _kind(old: Mapping[str, Article], article: Article) -> Kind:
    if article.id not in old:
        return "added"
    return "unchanged" if old[article.id].version == article.version else "changed"
