"""Content as a folder: TOML for flows, wordings and settings, text files for sentences, JSON for articles."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import yaml

from bot import flows, replies
from bot.flows import Flow
from bot.importing.content import Content
from knowledge_base import pipeline as knowledge

SETTINGS, REPORT, ARTICLES = "shopkeeper.toml", "report.txt", "articles.json"
_WEBHOOK = "http://127.0.0.1:5055/webhook"


def write(content: Content, folder: Path) -> None:
    """Write everything into `folder`."""
    for name, text in _files(content, folder):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    if content.articles:
        knowledge.write(content.articles, folder / ARTICLES)


def _files(content: Content, folder: Path) -> Iterator[tuple[str, str]]:
    for flow in content.flows:
        yield f"{flows.FOLDER}/{flow.name}.toml", _flow(flow)
    for language in replies.LANGUAGES:
        texts = {key: list(by[language]) for key, by in content.wordings.items()}
        yield f"{replies.FOLDER}/{language}.toml", "".join(_pair(key, said) for key, said in texts.items())
    for intent, by in content.sentences.items():
        for language, said in by.items():
            yield f"train/{language}/{intent}.txt", "".join(f"{line}\n" for line in ("# neutral", *said))
    if content.intents:
        listed = {one.name: {"kind": one.kind, "means": one.means} for one in content.intents}
        yield "intents.yaml", yaml.safe_dump({"own": listed}, allow_unicode=True, sort_keys=False)
    yield SETTINGS, _settings(content, folder)
    yield REPORT, "".join(f"{problem}\n" for problem in content.problems)


def _flow(flow: Flow) -> str:
    text = "".join(_pair(name, value) for name, value in _changed(flow) if name not in ("name", "slots"))
    if not flow.slots:
        return text + "slots = []\n"
    return text + "".join("\n[[slots]]\n" + "".join(_pair(*pair) for pair in _changed(slot)) for slot in flow.slots)


def _changed(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a dataclass that are not as they are by default."""
    for one in fields(value):
        held = getattr(value, one.name)
        default = one.default if one.default_factory is MISSING else one.default_factory()
        if default is MISSING or held != default:
            yield one.name, held


def _settings(content: Content, folder: Path) -> str:
    lines = ["[bot]\n", _pair("content", str(folder.resolve())), "\n[bot.actions]\n", _pair("url", content.webhook or _WEBHOOK)]
    for name, pattern in content.patterns.items():
        lines += [f"\n[nlu.patterns.{name}]\n", _pair("pattern", pattern.pattern)]
        if pattern.values:
            lines.append(_pair("values", pattern.values))
    return "".join(lines)


def _pair(key: str, value: Any) -> str:
    return f"{_key(key)} = {_value(value)}\n"


def _key(key: str) -> str:
    bare = key.replace("_", "").replace("-", "")
    return key if bare.isascii() and bare.isalnum() else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    # JSON's strings are TOML's, but for a character that JSON may leave as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
