"""The written sentences as they are read from their files."""

from pathlib import Path

import pytest

from nlu.sentences import DataError, IntentSpec, Mark, Sentence, intents, read, unmarked


def write(data: Path, text: str, name: str = "train/en/greet.txt") -> Path:
    file = data / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_gives_its_sentences_with_the_header_above_them(tmp_path: Path) -> None:
    write(tmp_path, "# neutral\nhi [two](quantity) [lamps](product)\n# negative\nhey!!\n")
    write(tmp_path, "# positive\n你好呀", "train/zh/greet.txt")
    assert read("train", tmp_path) == (
        Sentence("hi two lamps", "en", "greet", "neutral", (Mark(3, 6, "quantity"), Mark(7, 12, "product"))),
        Sentence("hey!!", "en", "greet", "negative"),
        Sentence("你好呀", "zh", "greet", "positive"),
    )


def test_marks_count_the_text_without_them() -> None:
    text, marks = unmarked("[昨天](date)买的[手机壳](product)")
    assert [text[mark.start : mark.end] for mark in marks] == ["昨天", "手机壳"]


def test_other_brackets_and_parentheses_are_text() -> None:
    assert unmarked("hello (again) :)") == ("hello (again) :)", ())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("hi\n", 1, "before the first header"),
        ("# angry\nhi\n", 1, "there is no sentiment 'angry'"),
        ("# neutral\nhi\n\nyou\n", 3, "blank"),
        ("# neutral\n hi\n", 2, "space around"),
        ("# neutral\na [lamp](thing)\n", 2, "there is no entity type 'thing'"),
        ("# neutral\na [lamp](product\n", 2, "not closed"),
        ("# neutral\na lamp](product)\n", 2, "not closed"),
        ("# neutral\n[](product) hi\n", 2, "empty"),
        ("# neutral\n[a [b](product)](date)\n", 2, "not closed"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, line: int, message: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(DataError, match=message) as error:
        read("train", tmp_path)
    assert str(error.value).startswith(f"{file}:{line}: ")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, "")
    file.write_bytes(b"# neutral\n\xff\n")
    with pytest.raises(DataError, match="cannot be read"):
        read("train", tmp_path)


def test_the_intents_keep_their_group_kind_and_meaning(tmp_path: Path) -> None:
    write(tmp_path, 'chat:\n  greet: {kind: chat, means: "says hello, or hi"}\n', "intents.yaml")
    assert intents(tmp_path) == (IntentSpec("greet", "chat", "chat", "says hello, or hi"),)


@pytest.mark.parametrize(
    "text",
    ["", "chat: 3", "chat:\n  greet: {kind: chat, means: says hello, or hi}", "chat:\n  greet: {kind: talk, means: x}", "{"],
)
def test_a_wrong_list_of_intents_is_refused(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text, "intents.yaml")
    with pytest.raises(DataError, match=str(file)):
        intents(tmp_path)


def test_the_shipped_parts_have_every_intent_in_both_languages() -> None:
    names = {intent.name for intent in intents()}
    assert len(names) == 52
    for part in ("train", "test"):
        written = {(sentence.language, sentence.intent) for sentence in read(part)}
        assert written == {(language, name) for language in ("en", "zh") for name in names}
