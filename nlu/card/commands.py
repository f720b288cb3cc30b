"""`python -m nlu card`: the card of the model that is there."""

import argparse
import webbrowser
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from configs.errors import ConfigurationError
from nlu import manifest, own_sentences, sentences
from nlu.card.evidence import Evidence
from nlu.card.files import HTML, JSON, files, read
from nlu.card.model import Parts, described
from nlu.card.values import Measured
from nlu.curves import Curve
from nlu.pipeline import FOLDER, Pipeline
from nlu.review.learning import reviewed
from nlu.schedule import Schedule, split

_FOLDER = "card"  # in the installation's folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `python -m nlu card` may be told, besides the installation's folder."""
    parser.add_argument("--part", choices=get_args(Measured), help="measure on this part only (default: on both)")
    parser.add_argument("--output", type=Path, metavar="DIR", help=f"where to write {HTML} and {JSON} (default: DATA/{_FOLDER})")
    parser.add_argument("--open", action="store_true", help="show the page in the browser")


def run(arguments: argparse.Namespace) -> int:
    """Write the card and say where."""
    measured: tuple[Measured, ...] = (arguments.part,) if arguments.part else get_args(Measured)
    page = write(arguments.data, arguments.output or arguments.data / _FOLDER, measured)
    print(page)
    if arguments.open:
        webbrowser.open(page.resolve().as_uri())
    return 0


def write(data: Path, output: Path, measured: Sequence[Measured] = get_args(Measured)) -> Path:
    """Write the card of the model in `data`, measured on some parts, into the folder `output`; return the page's path.

    One thread is used, whatever the settings say, for the speed is that of one. Raises ModelError when there is no whole model,
    ConfigurationError when `output` cannot be written to.
    """
    folder = data / FOLDER
    if output.resolve() == folder.resolve():
        raise ConfigurationError(f"{output} is the model's own folder, where nothing may change; name another for the card")
    pipeline = Pipeline.load(folder)
    made, contents = manifest.read(folder)
    parts = _parts(data, Schedule(development=int(made.settings["development"])))
    curves, trained = _kept(folder, contents)
    evidence = [Evidence.of(part, pipeline, parts[part]) for part in measured]
    page = files(described(made, contents, pipeline, parts, curves, trained), evidence)
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, content in page.items():
            (output / name).write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"the card cannot be written into {output}: {error.strerror}; name another folder") from None
    return output / HTML


def _parts(data: Path, schedule: Schedule) -> Parts:
    """The shipped, the shop's own and the reviewed sentences, divided as in training, and those of the test part."""
    own = data / own_sentences.FOLDER
    rows, known = own_sentences.read(own), [intent.name for intent in own_sentences.intents(own)]
    training, development = split([*rows, *reviewed(data, rows, known).training], schedule)
    return {"training": training, "development": development, "test": sentences.read("test")}


def _kept(folder: Path, contents: Mapping[str, bytes]) -> tuple[Sequence[Curve], datetime]:
    """What only training knew, from the card that it left; a model that is older than cards has none."""
    if JSON not in contents:
        return (), datetime.fromtimestamp((folder / manifest.MANIFEST).stat().st_mtime, UTC)
    before = read(contents[JSON], folder / JSON).model
    return before.curves, datetime.fromisoformat(before.trained)
