"""CSV as it comes from real programs: encodings, line ends, quotes and rows that do not fit."""

import pytest

from tests.knowledge_base.readers.conftest import Examine, told

CHINESE = "question,answer\n多久送到？,三到五个工作日，节假日除外。\n"


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b""), ("utf-16-be", b"")]
)
def test_utf_16_is_read_with_and_without_its_mark(examined: Examine, encoding: str, mark: bytes) -> None:
    report = examined("a.csv", mark + CHINESE.encode(encoding))
    assert report.warnings == ()
    assert report.articles[0].passages["zh"].question == "多久送到？"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_a_chinese_encoding_is_read_and_named_in_a_warning(examined: Examine, encoding: str) -> None:
    report = examined("a.csv", CHINESE.encode(encoding))
    assert report.articles[0].passages["zh"].answer == "三到五个工作日，节假日除外。"
    assert told(report.warnings) == ["is not UTF-8 and was read as GB 18030; if characters look wrong, save it as CSV UTF-8"]


def test_the_quotes_of_western_spreadsheets_do_not_become_chinese_characters(examined: Examine) -> None:
    report = examined(
        "a.csv", "question,answer\nWhat’s the café’s address?,It’s 5 rue de l’Été – near the “Gare”.\n".encode("cp1252")
    )
    assert report.articles[0].passages["en"].answer == "It’s 5 rue de l’Été – near the “Gare”."
    assert "read as Windows-1252" in told(report.warnings)[0]


def test_lines_may_end_in_carriage_returns_alone(examined: Examine) -> None:
    report = examined("a.csv", "question;answer\rA?;B\rC?;D, E\r")
    assert [article.passages["en"].answer for article in report.articles] == ["B", "D, E"]


def test_a_cell_of_5_mb_is_refused_with_its_row_and_the_rows_after_it_come_in(examined: Examine) -> None:
    report = examined("a.csv", f"question,answer\nA?,{'x' * 5_000_000}\nC?,D\n")
    assert told(report.errors) == ["line 2 (a): en.answer: String should have at most 10000 characters"]
    assert [article.id for article in report.articles] == ["c"]


def test_a_quote_that_is_never_closed_is_told_where_it_opens(examined: Examine) -> None:
    report = examined("a.csv", 'question,answer\nA?,B\nC?,"D\nE?,F\nG?,H\n')
    assert told(report.errors) == ["line 3: opens a quote that is never closed; close it, the lines after it were not read"]
    assert [article.id for article in report.articles] == ["a"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("question,answer,answer\nA?,B,C\n", "header: names a column twice; rename one of them"),
        ("question,answer,Question\nA?,B,C\n", "header: names a column twice; rename one of them"),
        ("question,answer\nA?\n", "line 2: has 1 cells, the header 2; quote cells that hold a separator"),
        ("question,answer\nA?,B,C\n", "line 2: has 3 cells, the header 2; quote cells that hold a separator"),
        ("question,answer\nA?, \n", "line 2 (a): en.answer: is empty; write the answer or take the row out"),
        ("question,answer\nA?,B\0\n", "line 2 (a): en.answer: holds a NUL character"),
    ],
)
def test_a_row_that_does_not_fit_is_one_sentence_with_its_place(examined: Examine, rows: str, problem: str) -> None:
    report = examined("a.csv", rows)
    assert told(report.errors) == [problem]
    assert report.articles == ()


def test_blank_cells_too_many_are_passed_over_with_a_warning(examined: Examine) -> None:
    report = examined("a.csv", "question,answer\nA?,B,,\n")
    assert told(report.warnings) == ["line 2: has 2 blank cells too many, which were passed over"]
    assert len(report.articles) == 1


def test_formulas_and_phone_numbers_come_in_as_they_are_written(examined: Examine) -> None:
    report = examined("a.csv", "question,answer\n=cmd|'/c calc'!A1,+86 10 1234\n@x,\"\tHi\"\n")
    passages = [article.passages["en"] for article in report.articles]
    assert [(passage.question, passage.answer) for passage in passages] == [("=cmd|'/c calc'!A1", "+86 10 1234"), ("@x", "Hi")]
