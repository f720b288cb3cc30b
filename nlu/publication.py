"""Models in their folder: made anew when what they are made from has changed, published, compared with what was there."""

from pathlib import Path

from configs.progress import bars
from configs.settings import NluSettings
from nlu import manifest, own_sentences, questions
from nlu.building import build
from nlu.checkpoints import Checkpoint
from nlu.curves import FOLDER as RUNS
from nlu.curves import Curves
from nlu.encoders import load_encoder
from nlu.errors import ModelError
from nlu.pipeline import FOLDER, Pipeline
from nlu.review.changes import show_changes
from nlu.review.learning import reviewed
from nlu.schedule import Schedule, split
from nlu.versions import version_of

_CHECKPOINTS = "checkpoints"  # in the installation's folder


def run(data: Path, settings: NluSettings, force: bool = False, schedule: Schedule | None = None, own: Path | None = None) -> str:
    """Train `data`/model unless it is there, whole, and what would come out; return what was done, in a sentence.

    It learns from the shipped sentences, from those of the shop's `own` folder (default: `data`/sentences), from the reviewed
    messages in `data`/reviewed.jsonl and from the questions in `data`/questions.jsonl where there are any; where there was a
    model before, the two are compared. Raises ConfigurationError when the encoder is not to be had.
    """
    folder = data / FOLDER
    encoder = load_encoder(settings.encoder, settings.extension)
    own = own or data / own_sentences.FOLDER
    intents = [intent.name for intent in own_sentences.intents(own)]
    rows, asked = own_sentences.read(own), questions.read(data / questions.FILE)
    labelled = reviewed(data, rows, intents)
    rows += labelled.training
    schedule = schedule or Schedule.suited(rows)
    version = version_of(encoder, rows, schedule, asked)
    before = _served(folder)
    if not force and before is not None and before.model == version:
        return f"{folder} is up to date: model {version}"
    training, development = split(rows, schedule)
    checkpoint = Checkpoint(data / _CHECKPOINTS, version)
    with bars() as progress, Curves(data / RUNS / version) as curves:
        made, files = build(
            encoder, training, development, intents, schedule, progress, asked, curves=curves, checkpoint=checkpoint
        )
    manifest.publish(folder, made, files)
    checkpoint.remove()
    show_changes(data, before, development, labelled)
    figures = ", ".join(
        f"{name.replace('_', ' ')} {value:.3f}" for name, value in made.figures.items() if name.endswith(" accuracy")
    )
    return f"{folder} holds model {version}; on the development part: {figures}"


def _served(folder: Path) -> Pipeline | None:
    try:
        return Pipeline.load(folder)
    except ModelError:
        return None
