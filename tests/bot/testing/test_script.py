"""Journeys as files: what may be written, and what is said of what may not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.testing.loading import load, parse, read
from bot.testing.times import Clock, worded
from configs.errors import ConfigurationError

GREETING = 'title = "t"\n[[turns]]\nsay = "hi"\nwording = ["greet"]\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = ", "not TOML"),
        ('title = "t"\n', "turns: Field required"),
        ('title = "t"\nturns = []\n', "at least one turn"),
        (GREETING + "wordings = 1\n", "turns.1.wordings: Unexpected keyword"),
        ('title = "t"\n[[turns]]\nwording = ["greet"]\n', "either says or clicks"),
        ('title = "t"\n[[turns]]\nsay = "hi"\n', "a turn expects something"),
        ('title = "t"\n[[turns]]\nsay = "hi"\nsilent = true\nwording = ["greet"]\n', "a silent turn"),
        (GREETING + 'later = "soon"\n', 'turns.1.later: Value error, it is written like "3 days"'),
        (GREETING + "at = 2026-12-24T22:00:00\n", "turns.1.at: Value error, a time needs its zone"),
    ],
)
def test_what_cannot_be_played_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence.replace("(", r"\(")):
        parse(text, "greets.en")


def test_the_language_is_in_the_files_name_or_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "greets.toml"
    file.write_text(GREETING, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="language: Field required"):
        read(file)
    assert parse('language = "zh"\n' + GREETING, "greets").label == parse(GREETING, "greets.zh").label == "greets.zh"


def test_each_of_several_texts_is_said_once_with_those_of_other_turns() -> None:
    second = '[[turns]]\nsay = ["c", "d"]\nsilent = true\n'
    journey = parse(GREETING.replace('"hi"', '["a", "b", "e"]') + second, "greets.en")
    said = [[turn.say for turn in one.turns] for one in journey.variations]
    assert said == [["a", "c"], ["b", "d"], ["e", "d"]]
    assert [one.label for one in journey.variations] == ["greets.en", "greets#2.en", "greets#3.en"]


def test_journeys_are_chosen_by_a_part_or_a_pattern_of_their_name(tmp_path: Path) -> None:
    for name in ("greets.en", "greets.zh", "leaves.en"):
        (tmp_path / f"{name}.toml").write_text(GREETING, encoding="utf-8")
    assert [one.label for one in load(tmp_path, "greet")] == ["greets.en", "greets.zh"]
    assert [one.label for one in load(tmp_path, "*.en")] == ["greets.en", "leaves.en"]
    with pytest.raises(ConfigurationError, match="none of 3 journeys is called 'pays'"):
        load(tmp_path, "pays")


def test_a_clock_goes_on_from_where_it_was_moved() -> None:
    clock, eve = Clock(), datetime(2026, 12, 24, 22, tzinfo=UTC)
    clock.start(eve)
    clock.move(None, timedelta(days=3))
    assert timedelta(0) <= clock.now() - datetime(2026, 12, 27, 22, tzinfo=UTC) < timedelta(minutes=1)
    clock.start(None)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=20), ""),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(days=14), "2 weeks"),
    ],
)
def test_spans_are_written_in_their_largest_whole_unit(span: timedelta, text: str) -> None:
    assert worded(span) == text
