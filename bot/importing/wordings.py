"""The responses of a Rasa project as wordings by key and language."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.importing.nodes import Node
from bot.importing.report import Unmapped, unmapped
from bot.replies import LANGUAGES
from nlu.language import language_of

_VARIABLE = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"[{}]")
_HELD = {"text", "id", "metadata", "buttons"}
Texts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wordings:
    """Variations by key and language; the buttons' titles stand in the text."""

    texts: Mapping[str, Texts]
    problems: tuple[Unmapped, ...]


def mapped(responses: Mapping[str, Node]) -> Wordings:
    """The wordings of all responses but those of retrieval intents, which are articles."""
    problems: list[Unmapped] = []
    texts = {key: _texts(key, node, problems) for key, node in responses.items() if "/" not in key}
    return Wordings({key: found for key, found in texts.items() if found}, tuple(problems))


def _texts(key: str, node: Node, problems: list[Unmapped]) -> Texts:
    found: dict[str, list[str]] = defaultdict(list)
    for variation in node.items:
        text = variation.get("text").text.strip() or variation.text.strip()
        problems += _left_out(key, variation)
        if text and not {"channel", "condition"} & variation.entries.keys():
            found[language_of(text)].append(_escaped(text) + _choices(variation))
    alike = _alike(found, node, problems)
    if not alike:
        problems.append(unmapped(node, f"{key} has no text that is always said"))
        return {}
    for language in set(LANGUAGES) - set(alike):
        problems.append(unmapped(node, f"{key} has no wording in {language}; write it in replies/{language}.toml"))
    other = next(iter(alike.values()))
    return {language: tuple(alike.get(language, other)) for language in LANGUAGES}


def _left_out(key: str, variation: Node) -> Iterator[Unmapped]:
    for name, node in variation.entries.items():
        if name in ("channel", "condition"):
            yield unmapped(node, f"a variation of {key} is for one {name} only and was left out")
        elif name == "buttons":
            yield unmapped(node, f"the buttons of {key} are named in its text; customers write what they choose")
        elif name not in _HELD:
            yield unmapped(node, f"{key} has {name}, which a wording cannot hold")


def _choices(variation: Node) -> str:
    titles = [title for button in variation.get("buttons").items if (title := button.get("title").text)]
    return f" ({' / '.join(map(_escaped, titles))})" if titles else ""


def _escaped(text: str) -> str:
    """The text with doubled braces, but for those around a slot."""
    pieces = _VARIABLE.split(text)
    return "".join(f"{{{one}}}" if number % 2 else _BRACE.sub(r"\g<0>\g<0>", one) for number, one in enumerate(pieces))


def _alike(found: Mapping[str, list[str]], node: Node, problems: list[Unmapped]) -> dict[str, list[str]]:
    """The variations that use the same slots as most do."""
    used = Counter(frozenset(_VARIABLE.findall(text)) for texts in found.values() for text in texts)
    if len(used) < 2:
        return dict(found)
    most = used.most_common(1)[0][0]
    problems.append(
        unmapped(node, f"variations that do not use just the slots {', '.join(sorted(most)) or '(none)'} were left out")
    )
    kept = {language: [one for one in texts if frozenset(_VARIABLE.findall(one)) == most] for language, texts in found.items()}
    return {language: texts for language, texts in kept.items() if texts}
