"""The entities of a Rasa project as types here: a built-in one, or a pattern of what may stand for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import re2

from bot.importing.examples import Value, lines
from bot.importing.names import name_of
from bot.importing.nodes import Node
from bot.importing.report import Unmapped, unmapped
from configs.errors import ConfigurationError
from configs.settings import PatternSettings
from nlu.entities.patterns import compiled
from nlu.text import folded
from nlu.understanding import EntityType

LONGEST = 300  # characters of a pattern
# What Rasa's Duckling and spaCy extractors call what every shop has here.
_KNOWN = {"number": "quantity", "time": "date", "phone-number": "phone", "amount-of-money": "amount", "phone_number": "phone"}


@dataclass(frozen=True)
class Types:
    """The type of each entity, by Rasa's name; the patterns of those that are the shop's own."""

    names: Mapping[str, str]
    patterns: Mapping[str, PatternSettings]
    problems: tuple[Unmapped, ...]


def mapped(entities: Sequence[Node], nlu: Sequence[Node], values: Sequence[Value]) -> Types:
    """The types of the entities of the domain."""
    names: dict[str, str] = {}
    patterns: dict[str, PatternSettings] = {}
    problems: list[Unmapped] = []
    for node in entities:
        name = node.text or next(iter(node.entries), "")
        own = [*_listed(nlu, "lookup", name), *(one.surface for one in values if one.entity == name)]
        expressions = list(_listed(nlu, "regex", name))
        names[name] = _builtin(name, bool(own or expressions))
        if names[name] != name:
            problems.append(unmapped(node, f"the entity {name} is called {names[name]} here, also in what actions see"))
        if names[name] in get_args(EntityType):
            continue
        made = _pattern(own, expressions, _synonyms(nlu, values, name), node, problems)
        if made is not None and _usable(names[name], made, node, problems):
            patterns[names[name]] = made
    problems += _rest(nlu, set(names))
    return Types(names, patterns, tuple(problems))


def _builtin(name: str, described: bool) -> str:
    plain = name_of(name)
    return plain if plain in get_args(EntityType) else _KNOWN.get(name, plain) if not described else plain


def _listed(nlu: Sequence[Node], kind: str, name: str) -> Iterator[str]:
    for item in nlu:
        if item.get(kind).text == name:
            yield from (text for text, _ in lines(item.get("examples")) if text)


def _synonyms(nlu: Sequence[Node], values: Sequence[Value], name: str) -> dict[str, str]:
    """What surfaces of the entity stand for, by examples that say so and by synonyms of its values."""
    own = {folded(one.surface).text: one.value for one in values if one.entity == name and one.value != one.surface}
    known = {one.value for one in values if one.entity == name} | set(_listed(nlu, "lookup", name))
    listed = {
        folded(text).text: item.get("synonym").text
        for item in nlu
        if item.get("synonym").text in known
        for text, _ in lines(item.get("examples"))
    }
    return {**listed, **own}


def _pattern(
    own: Sequence[str], expressions: Sequence[str], synonyms: Mapping[str, str], node: Node, problems: list[Unmapped]
) -> PatternSettings | None:
    """The alternatives that fit, most telling first: expressions, then values and what stands for them."""
    words = dict.fromkeys(folded(text).text for text in (*own, *synonyms, *synonyms.values()))
    wanted = [*expressions, *(re2.escape(word) for word in words)]
    fitting: list[str] = []
    for one in wanted:
        if len("|".join([*fitting, one])) <= LONGEST:
            fitting.append(one)
    if len(fitting) < len(wanted):
        left = len(wanted) - len(fitting)
        problems.append(unmapped(node, f"{left} values do not fit into a pattern of {LONGEST} characters; write a shorter one"))
    if not fitting:
        problems.append(unmapped(node, "an entity without values, regex or lookup cannot be found; write a pattern for it"))
        return None
    return PatternSettings(pattern="|".join(fitting), values=dict(synonyms))


def _usable(name: str, made: PatternSettings, node: Node, problems: list[Unmapped]) -> bool:
    try:
        compiled({name: made})
    except ConfigurationError as error:
        problems.append(unmapped(node, str(error)))
        return False
    return True


def _rest(nlu: Sequence[Node], names: set[str]) -> Iterator[Unmapped]:
    for item in nlu:
        for kind in ("regex", "lookup"):
            if kind in item and item.get(kind).text not in names:
                yield unmapped(item, f"the {kind} {item.get(kind).text} belongs to no entity; features of words are not used")
