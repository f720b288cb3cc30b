"""The command `python -m retrieval`, and the lines that its search reads and writes."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlu.understanding import Understander
from retrieval.__main__ import main
from retrieval.lines import Search
from retrieval.searcher import Searcher


@pytest.fixture
def search(demo: Searcher, encoder: Understander) -> Search:
    return Search(demo, encoder, answer_above=0.55, longest=100)


def values(search: Search, line: str) -> dict[str, Any]:
    (found,) = search.lines([line.encode()])
    assert not found.bad
    result: dict[str, Any] = json.loads(found.text)
    return result


def test_a_line_gets_hits_best_first_and_an_answer(search: Search) -> None:
    found = values(search, '{"text": "How long does delivery take?"}')
    assert list(found) == ["hits", "answer", "confidence"]
    assert list(found["hits"][0]) == ["article_id", "title", "score"]
    assert found["answer"]["article_id"] == found["hits"][0]["article_id"] == "delivery-time"
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_the_language_is_found_or_given(search: Search) -> None:
    assert values(search, '{"text": "配送需要多久？"}')["answer"]["title"] == "配送需要多久？"
    assert values(search, '{"text": "配送需要多久？", "language": "en"}')["hits"][0]["title"].isascii()


def test_below_the_threshold_there_are_hits_and_no_answer(search: Search) -> None:
    found = values(search, '{"text": "who wrote hamlet"}')
    assert found["answer"] is None
    assert found["confidence"] < 0.55
    assert found["hits"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "line 1: it is not JSON"),
        ("[]", "line 1: it has no text"),
        ('{"text": 3}', "line 1: it has no text"),
        ('{"text": " "}', "line 1: its text is blank"),
        ('{"text": "' + "x" * 101 + '"}', "line 1: its text has 101 characters"),
        ('{"text": "\\ud800"}', "line 1: its text holds half a character"),
        ('{"text": "hi", "language": "fr"}', "line 1: its language is 'fr'; write one of en, zh"),
        ('{"text": "hi", "language": ["en"]}', "line 1: its language is ['en']"),
    ],
)
def test_a_bad_line_is_answered_with_what_is_wrong(search: Search, line: str, error: str) -> None:
    (found,) = search.lines([line.encode()])
    assert found.bad
    assert json.loads(found.text)["error"].startswith(error)


def test_lines_are_answered_one_by_one_and_blank_ones_passed_over(search: Search) -> None:
    found = search.lines(iter([b"\n", b"{\n", b'{"text": "is shipping free"}\n']))
    assert next(found).bad
    assert not next(found).bad
    assert next(found, None) is None


@pytest.mark.parametrize("command", ["build", "search", "evaluate"])
def test_without_a_model_the_command_says_what_to_do(tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--data", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert "run `python -m nlu train" in error


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "python -m retrieval build" in capsys.readouterr().out
