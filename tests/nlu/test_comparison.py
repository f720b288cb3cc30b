"""Before and after: figures, intents that moved, messages that were lost."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from configs.settings import load
from nlu import comparison, publication
from nlu.comparison import Change, Lost, compare
from nlu.encoders import Encoder
from nlu.review.decisions import Decision, Decisions, Wording
from nlu.schedule import Schedule
from nlu.sentences import OUT_OF_SCOPE, Sentence
from nlu.understanding import Intent, Language, Sentiment, Understanding, Vector


class Knowing:
    """Takes each text for the intent that it is told, surely."""

    def __init__(self, model: str, known: Mapping[str, str]) -> None:
        self.model = model
        self._known = known

    def understand(self, texts: list[str]) -> list[Understanding]:
        return [self._understanding(text, self._known.get(text, OUT_OF_SCOPE)) for text in texts]

    def embed(self, texts: list[str]) -> Vector:
        return np.zeros((len(texts), 1), dtype=np.float32)

    def _understanding(self, text: str, name: str) -> Understanding:
        outside, language = name == OUT_OF_SCOPE, "zh" if text > "\u4e00" else "en"
        ranking = (Intent("greet" if outside else name, 1.0),)
        return Understanding(
            text, _language(language), ranking, outside, Sentiment("neutral", 1.0), (), self.model, np.zeros(1, dtype=np.float32)
        )


def _language(name: str) -> Language:
    return "zh" if name == "zh" else "en"


def sentence(text: str, intent: str) -> Sentence:
    return Sentence(text, "zh" if text > "\u4e00" else "en", intent, "neutral")


ROWS = [
    *(sentence(text, "greet") for text in ("a", "b", "好")),
    *(sentence(text, "thanks") for text in ("c", "d", "谢")),
    sentence("e", OUT_OF_SCOPE),
]
BEFORE = Knowing("m1", {"a": "greet", "b": "greet", "c": "greet", "好": "greet", "谢": "greet", "e": "thanks"})
AFTER = Knowing("m2", {"a": "greet", "b": "thanks", "c": "thanks", "d": "thanks", "好": "greet", "谢": "thanks"})


def test_figures_stand_side_by_side_for_each_part_and_language() -> None:
    made = compare(BEFORE, AFTER, {"development": ROWS, "reviewed": ROWS[:1]})
    assert (made.before, made.after) == ("m1", "m2")
    assert [(part.name, part.language, part.count) for part in made.parts] == [
        ("development", "en", 5),
        ("development", "zh", 2),
        ("reviewed", "en", 1),
    ]
    figures = {change.name: change for change in made.parts[0].figures}
    assert list(figures) == ["accuracy", "macro_f1", "out_of_scope_recall", "calibration_error"]
    assert figures["accuracy"] == Change("accuracy", 0.4, 0.8)
    assert figures["out_of_scope_recall"] == Change("out_of_scope_recall", 0.0, 1.0)
    assert figures["accuracy"].by == pytest.approx(0.4)


def test_intents_that_moved_and_messages_that_were_lost_are_named() -> None:
    english, chinese, *_ = compare(BEFORE, AFTER, {"development": ROWS}).parts
    assert [change.name for change in english.risen] == [OUT_OF_SCOPE, "thanks"]
    assert [change.name for change in english.fallen] == ["greet"]
    assert english.lost == (Lost("b", "greet", "thanks"),)
    assert ([change.name for change in chinese.risen], chinese.fallen, chinese.lost) == (["thanks", "greet"], (), ())


def test_at_most_ten_lost_messages_are_kept() -> None:
    rows = [sentence(f"x{number}", OUT_OF_SCOPE) for number in range(30)]
    after = Knowing("m2", {row.text: "greet" for row in rows})
    (part,) = compare(BEFORE, after, {"reviewed": rows}).parts
    assert [lost.text for lost in part.lost] == [f"x{number}" for number in range(10)]


def test_the_same_model_changes_nothing() -> None:
    for part in compare(BEFORE, BEFORE, {"development": ROWS}).parts:
        assert all(figure.by == 0 for figure in part.figures)
        assert (part.risen, part.fallen, part.lost) == ((), (), ())


WORDS = ["parcel", "box", "crate", "letter", "bag"]


@pytest.fixture
def train(
    tiny_encoder: Callable[[], Encoder],
    tiny_schedule: Schedule,
    tiny_sentences: Sequence[Sentence],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Path], str]:
    """Trains a tiny model on fifteen shipped sentences, and what was reviewed."""
    shipped = (*tiny_sentences, *(Sentence(f"where is the {word} of mine", "en", "track_order", "neutral") for word in WORDS * 2))
    monkeypatch.setattr(publication, "load_encoder", lambda encoder, extension: tiny_encoder())
    monkeypatch.setattr("nlu.sentences.read", lambda part, folder=None: [] if folder else shipped)
    schedule = Schedule(**{**vars(tiny_schedule), "development": 3, "epochs": 10})
    return lambda data: publication.run(data, load().nlu, schedule=schedule)


def test_training_learns_what_was_reviewed_and_shows_before_and_after(
    train: Callable[[Path], str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    first = train(tmp_path)
    assert "holds model" in first
    assert not (tmp_path / comparison.FILE).exists()
    texts = [f"pray tell who {verb} the {word} now" for verb in ("won", "lost", "has", "took") for word in WORDS]
    wordings = tuple(Wording(text, "en", "neutral") for text in texts)
    Decisions(tmp_path).add([Decision("label", "bo", intent="out_of_scope", wordings=wordings)])
    capsys.readouterr()
    second = train(tmp_path)
    shown = capsys.readouterr().out
    assert "held back to measure on" in shown
    assert "reviewed" in shown
    made = json.loads((tmp_path / comparison.FILE).read_text())
    assert made["before"] in first
    assert made["after"] in second
    assert made["before"] != made["after"]
    assert {part["name"] for part in made["parts"]} == {"development", "reviewed"}
    (reviewed,) = (part for part in made["parts"] if part["name"] == "reviewed")
    (accuracy,) = (figure for figure in reviewed["figures"] if figure["name"] == "accuracy")
    assert accuracy["after"] >= accuracy["before"]
    assert "is up to date" in train(tmp_path)
