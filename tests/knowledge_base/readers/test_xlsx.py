"""XLSX as spreadsheet programs write it."""

import io
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.knowledge_base.readers.conftest import Examine, told


def book(*rows: tuple[str | float | date | None, ...], sheets: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    for name in sheets:
        made.create_sheet(name)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def test_cells_of_any_type_are_read_as_text(examined: Examine) -> None:
    report = examined(
        "a.xlsx",
        book(("id", "question", "answer"), (1001, "When?", date(2026, 5, 1)), (1002, "Open?", True), (3.5, "Price?", 9.99)),
    )
    assert [article.id for article in report.articles] == ["1001", "1002", "3.5"]
    assert [article.passages["en"].answer for article in report.articles] == ["2026-05-01T00:00:00", "true", "9.99"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(examined: Examine) -> None:
    report = examined("a.xlsx", book(("问题", "答案"), ("多久送到？", "三天。"), (None, None), ("退货？", None)))
    assert told(report.errors) == ["row 4 (退货): zh.answer: is empty; write the answer or take the row out"]
    assert [article.id for article in report.articles] == ["多久送到"]


def test_further_sheets_are_named_in_a_warning(examined: Examine) -> None:
    report = examined("a.xlsx", book(("question", "answer"), ("A?", "B"), sheets=("old", "notes")))
    assert told(report.warnings) == ["has more sheets, which were not read: 'old', 'notes'; save each as a file"]


def test_a_formula_without_its_value_is_an_empty_answer(examined: Examine) -> None:
    report = examined("a.xlsx", book(("question", "answer"), ("A?", "=1+1")))
    assert "is empty" in told(report.errors)[0]


def test_a_file_that_is_no_workbook_is_one_problem(examined: Examine, tmp_path: Path) -> None:
    whole = book(("question", "answer"))
    for content in (b"", b"PK", b"<html></html>", whole[: len(whole) // 2], b"%PDF-1.7"):
        report = examined("a.xlsx", content)
        assert len(report.errors) == 1, content[:10]
        assert report.errors[0].problem.startswith("is not an intact")
