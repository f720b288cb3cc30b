"""The dial as one HTML file that needs nothing else, in both languages."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nlu.card.words import both
from retrieval.calibration import Points
from retrieval.dial import charts
from retrieval.dial.setting import Setting

_HERE = Path(__file__).parent


def page(settings: Mapping[str, Sequence[Setting]], points: Mapping[str, Points], index: str) -> str:
    """The page: a table and two plots for each language; the first setting of each is marked in its curve."""
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["word"] = both
    script = _card("page.js")
    return environment.get_template("page.html").render(
        index=index,
        settings=settings,
        points=points,
        charts=charts,
        style=_card("page.css"),
        script=script,
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _card(name: str) -> Markup:
    """Styles and script are those of the model's quality card."""
    return Markup(resources.files("nlu.card").joinpath(name).read_text(encoding="utf-8"))  # noqa: S704 - the package's own file
