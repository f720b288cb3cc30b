"""A card as one HTML file that needs nothing else: its styles, script and plots are inside."""

import base64
import hashlib
from pathlib import Path
from typing import Any, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nlu.card import charts, views
from nlu.card.heat import heat_map
from nlu.card.values import Card, Counted
from nlu.card.words import both, known
from nlu.understanding import Language

_HERE = Path(__file__).parent
_HEADLINES = ("accuracy", "macro_f1", "out_of_scope_auroc", "sentiment_macro_f1", "calibration_error")


def page(card: Card) -> str:
    """The card for a browser; sentences are escaped, and the page may load nothing and run no script but its own."""
    template = _environment().get_template("page.html")
    script = _inline("page.js")
    return template.render(
        card=card,
        model=card.model,
        order=list(dict.fromkeys(one.intent for one in card.model.counts)),
        parts=[part for part in get_args(Counted) if any(one.part == part for one in card.model.counts)],
        languages=get_args(Language),
        headlines=_HEADLINES,
        style=_inline("page.css"),
        script=script,
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    functions: dict[str, Any] = {"charts": charts, "views": views, "heat_map": heat_map}
    environment.globals.update(functions)
    environment.filters.update({"score": _score, "setting": _setting, "word": _word, "megabytes": _megabytes})
    return environment


def _inline(name: str) -> Markup:
    return Markup((_HERE / name).read_text(encoding="utf-8"))  # noqa: S704 - the package's own file


def _word(key: str) -> Markup:
    """A word in both languages; what is no word, as the name of an intent or of a curve, stands for itself."""
    return both(key) if known(key) else Markup("{}").format(key)


def _score(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _setting(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.2f}"
