"""The words of a card's page in English and Chinese; the page shows one language and hides the other."""

import tomllib
from pathlib import Path

from markupsafe import Markup

_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def plain(*keys: str) -> str:
    """Both languages in one line, for titles that cannot be switched; several words are said one after the other."""
    english, chinese = (", ".join(_WORDS[key][place] for key in keys) for place in (0, 1))
    return english if english == chinese else f"{english} · {chinese}"


def pair(key: str) -> tuple[str, str]:
    """The English and the Chinese of a word; raises KeyError when there is none."""
    english, chinese = _WORDS[key]
    return english, chinese


def known(key: str) -> bool:
    """Whether there is such a word."""
    return key in _WORDS


def both(key: str) -> Markup:
    """A word for HTML, of which the page shows the language that was chosen."""
    english, chinese = pair(key)
    return Markup('<span class="en" lang="en">{}</span><span class="zh" lang="zh">{}</span>').format(english, chinese)
