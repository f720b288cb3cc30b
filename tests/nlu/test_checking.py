"""What the check of the written sentences refuses."""

from pathlib import Path

import pytest

from nlu import checking
from nlu.checking import check, skeleton
from nlu.sentences import Sentence, unmarked

INTENTS = """
chat:
  greet: {kind: chat, means: says hello}
  thanks: {kind: chat, means: says thank you}
"""
WORDS = "alpha bravo carpet delta engine forest guitar hammer island jungle kettle lemon mountain needle ocean pencil"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Good sentences of two intents, one of each a file, of which the check wants two."""
    monkeypatch.setattr(checking, "FEWEST", 2)
    (tmp_path / "intents.yaml").write_text(INTENTS)
    words = iter(WORDS.split())
    for part in ("train", "test"):
        for language in ("en", "zh"):
            for intent in ("greet", "thanks"):
                file = tmp_path / part / language / f"{intent}.txt"
                file.parent.mkdir(parents=True, exist_ok=True)
                first, second = (next(words) * 3 for _ in range(2))
                file.write_text(f"# neutral\n{first}\n{second}\n")
    return tmp_path


def add(data: Path, line: str, name: str = "train/en/greet.txt") -> None:
    file = data / name
    file.write_text(file.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def found(data: Path) -> list[str]:
    return [str(problem).removeprefix(f"{data}/") for problem in check(data)]


def test_good_sentences_have_no_problem(data: Path) -> None:
    assert check(data) == []


def test_every_malformed_line_is_named(data: Path) -> None:
    add(data, "a [lamp](thing)")
    add(data, "a [lamp](product")
    problems = found(data)
    assert [problem.split(": ")[0] for problem in problems] == ["train/en/greet.txt:4", "train/en/greet.txt:5"]


def test_an_unknown_intent_is_refused(data: Path) -> None:
    (data / "test/en/hello.txt").write_text("# neutral\ngood day to everybody here\n")
    assert any("test/en/hello.txt:0: there is no intent 'hello'" in problem for problem in found(data))


def test_a_missing_file_is_named(data: Path) -> None:
    (data / "test/zh/thanks.txt").unlink()
    assert found(data) == ["test/zh/thanks.txt:0: the file is missing; every intent needs sentences in both languages"]


def test_too_few_training_sentences_are_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FEWEST", 3)
    assert len(found(data)) == 4
    assert found(data)[0] == "train/en/greet.txt:0: has 2 sentences; write at least 3"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where is my parcel?", "where is my parcel"),
        ("where is my parcel today", "where is my parcel todayy"),
        ("does the [x5](product) fit the new dock", "does the [Lark Buds 2](product) fit the new dock"),
        ("where’s my stuff", "wheres my stuff"),
    ],
)
def test_a_sentence_written_twice_is_refused(data: Path, one: str, other: str) -> None:
    add(data, one)
    add(data, other)
    (problem,) = found(data)
    assert problem.startswith("train/en/greet.txt:5: ")
    assert "(train/en/greet.txt:4, " in problem


@pytest.mark.parametrize(("one", "other"), [("什么时候发货呀", "什么时候发货啊"), ("請問發貨了嗎", "請問發貨了嗎？")])
def test_a_chinese_sentence_written_twice_is_refused(data: Path, one: str, other: str) -> None:
    add(data, one, "train/zh/greet.txt")
    add(data, other, "train/zh/greet.txt")
    assert len(found(data)) == 1


@pytest.mark.parametrize(("one", "other"), [("yep", "yes"), ("where is my parcel", "my parcel is somewhere else"), ("88", "886")])
def test_different_sentences_are_not(data: Path, one: str, other: str) -> None:
    add(data, one)
    add(data, other)
    assert found(data) == []


@pytest.mark.parametrize("other", ["how do i reset the password", "How do I reset my password?"])
def test_a_training_sentence_known_from_the_test_part_is_refused(data: Path, other: str) -> None:
    add(data, "how do i reset the password", "train/en/thanks.txt")
    add(data, other, "test/en/greet.txt")
    (problem,) = found(data)
    assert problem.startswith("train/en/thanks.txt:4: ")
    assert "(test/en/greet.txt:4, " in problem


def test_a_sentence_of_two_intents_is_refused(data: Path) -> None:
    add(data, "good of you to ask", "train/en/greet.txt")
    add(data, "good of you to ask", "train/en/thanks.txt")
    assert found(data) == ["train/en/thanks.txt:4: is also greet.txt:4; a sentence has one intent"]


def test_the_skeleton_is_the_phrasing_alone() -> None:
    text, marks = unmarked("Don't SEND the [Lark Buds 2](product), ok? 👍 [SK1048213](order_id)")
    assert skeleton(Sentence(text, "en", "x", "neutral", marks)) == "dont send the @ ok 👍 @"


def test_the_shipped_sentences_are_good() -> None:
    assert [str(problem) for problem in check()] == []
