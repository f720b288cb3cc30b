"""What a card says of the model itself: where it comes from, how large it is and how fast."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from nlu.card.evidence import timed
from nlu.card.files import HTML, JSON
from nlu.card.values import Counted, Model
from nlu.card.views import counted
from nlu.curves import Curve
from nlu.heads import Heads
from nlu.manifest import Manifest
from nlu.pipeline import GRAPH, HEADS
from nlu.sentences import Sentence
from nlu.understanding import Understander

Parts = Mapping[Counted, Sequence[Sentence]]


def described(
    made: Manifest,
    contents: Mapping[str, bytes],
    understander: Understander,
    parts: Parts,
    curves: Sequence[Curve] = (),
    trained: datetime | None = None,
) -> Model:
    """The model of the manifest `made` with its `contents` by file name, `trained` just now unless told otherwise.

    `understander` is that model on one thread; its speed is measured on the last of `parts` that has any sentences.
    """
    heads = Heads.model_validate_json(contents[HEADS])
    timed_on = next((rows for rows in reversed(list(parts.values())) if rows), ())
    return Model(
        version=made.version,
        trained=(trained or datetime.now(UTC)).isoformat(timespec="seconds"),
        encoder=made.encoder,
        digest=made.files[GRAPH],
        data=made.data,
        settings=made.settings,
        threshold=heads.outside.threshold,
        sizes={name: len(content) for name, content in contents.items() if name not in (HTML, JSON)},
        counts=counted(parts, heads.intents),
        curves=tuple(curves),
        speed=timed(understander, [one.text for one in timed_on]),
    )
