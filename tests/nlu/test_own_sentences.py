"""A shop's own sentences and intents beside the shipped ones."""

from pathlib import Path

import pytest

from nlu import own_sentences, sentences
from nlu.sentences import DataError, Sentence


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with an intent of its own, and sentences of it and of a shipped one."""
    for language, intent, text in (
        ("en", "book_visit", "may i come by"),
        ("zh", "book_visit", "我能来吗"),
        ("en", "greet", "ahoy"),
    ):
        (tmp_path / "own" / "train" / language).mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / "train" / language / f"{intent}.txt").write_text(f"# neutral\n{text}\n", encoding="utf-8")
    listed = 'own:\n  book_visit: {kind: flow, means: "wants to come by"}\n'
    (tmp_path / "own" / "intents.yaml").write_text(listed, encoding="utf-8")
    return tmp_path / "own"


def test_own_sentences_and_intents_come_after_the_shipped_ones(own: Path) -> None:
    shipped = sentences.read("train")
    assert own_sentences.read(own)[: len(shipped)] == shipped
    assert own_sentences.read(own)[len(shipped) :] == (
        Sentence("may i come by", "en", "book_visit", "neutral"),
        Sentence("ahoy", "en", "greet", "neutral"),
        Sentence("我能来吗", "zh", "book_visit", "neutral"),
    )
    assert [one.name for one in own_sentences.intents(own)] == [*(one.name for one in sentences.intents()), "book_visit"]


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert own_sentences.read(tmp_path / "none") == sentences.read("train")
    assert own_sentences.intents(tmp_path / "none") == sentences.intents()


def test_what_was_kept_is_the_same_until_something_changes(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert own_sentences.same(tmp_path / "none", kept)
    assert not own_sentences.same(own, kept)
    own_sentences.keep(own, kept)
    assert own_sentences.same(own, kept)
    assert own_sentences.read(kept) == own_sentences.read(own)
    (own / "train" / "en" / "greet.txt").write_text("# neutral\nhowdy\n", encoding="utf-8")
    assert not own_sentences.same(own, kept)
    own_sentences.keep(tmp_path / "none", kept)
    assert own_sentences.same(tmp_path / "none", kept)


def test_a_file_of_an_intent_that_there_is_not_is_named(own: Path) -> None:
    (own / "train" / "en" / "book_visti.txt").write_text("# neutral\nhi\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"book_visti\.txt.*intents\.yaml"):
        own_sentences.read(own)


def test_an_intent_that_is_shipped_is_not_listed_again(own: Path) -> None:
    (own / "intents.yaml").write_text('own:\n  greet: {kind: chat, means: "x"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="greet is shipped already"):
        own_sentences.intents(own)
