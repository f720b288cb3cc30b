"""How two products differ, in words."""

import tomllib
from functools import cache
from pathlib import Path

from knowledge_base.products import Product

WORDS = {"en": {True: "yes", False: "no"}, "zh": {True: "有", False: "无"}}
MOST = 6


@cache
def labels() -> dict[str, dict[str, str]]:
    """The names of specifications by key and language."""
    return tomllib.loads(Path(__file__).with_name("_specs.toml").read_text(encoding="utf-8"))


def differences(first: Product, second: Product, language: str) -> str:
    """What is not the same, a line each: the specification, the first product's, the second's; at most MOST."""
    shared = [name for name in first.specs if name in second.specs and first.specs[name] != second.specs[name]]
    colon = "：" if language == "zh" else ": "
    lines = (
        f"{_label(name, language)}{colon}{_value(first, name, language)} / {_value(second, name, language)}" for name in shared
    )
    return "\n".join([*lines][:MOST])


def _label(name: str, language: str) -> str:
    return labels().get(name, {}).get(language) or name.replace("_", " ")


def _value(product: Product, name: str, language: str) -> str:
    value = product.specs[name]
    return WORDS[language][value] if isinstance(value, bool) else str(value)
