"""What the model's own tests say before anybody has judged a turn: its quality card."""

from collections.abc import Mapping
from pathlib import Path

from analytics.autopilot.standing import Key, Tally
from nlu import card
from nlu.card.values import ClassScore
from nlu.errors import ModelError
from nlu.sentences import OUT_OF_SCOPE


def examined(model: Path) -> Mapping[Key, Tally]:
    """How often each intent was right when the model in this folder named it in its tests.

    Of two parts of the sentences that of the test counts. Raises ModelError when there is no card to read.
    """
    file = model / card.JSON
    try:
        sections = card.read(file.read_bytes(), file).sections
    except OSError as error:
        raise ModelError(f"{file}: cannot be read: {error.strerror}; `python -m nlu card` writes it") from None
    counted = next((one for one in sections if one.part == "test"), sections[0] if sections else None)
    return {
        (score.name, results.language): _tally(score)
        for results in (counted.results if counted else ())
        for score in results.intents
        if score.name != OUT_OF_SCOPE
    }


def _tally(score: ClassScore) -> Tally:
    right = round(score.recall * score.count)
    named = round(right / score.precision) if right else 0
    return Tally(right, named - right)
