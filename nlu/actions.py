"""The words by which customers name what they want done, by intent: what a refusal or a correction may be about."""

import re
import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "actions.toml"


@cache
def alternatives(language: str) -> str:
    """All actions' words of a language as one alternation, longer ones first, without a group around it."""
    words = {word for group in _words().values() for word in group[language]}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@cache
def named(words: str) -> frozenset[str]:
    """The intents that an action's words, folded, stand for."""
    return frozenset(
        intent for intent, group in _words().items() if any(re.fullmatch(word, words) for word in (*group["en"], *group["zh"]))
    )


def mentions(text: str, intent: str) -> bool:
    """Whether a folded text has words for what an intent does."""
    return any(re.search(word, text) for group in _words().get(intent, {}).values() for word in group)


def mentions_any(text: str) -> bool:
    """Whether a folded text names an action."""
    return re.search(rf"\b(?:{alternatives('en')})\b|{alternatives('zh')}", text) is not None


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
