"""The dry run: problems with their places, duplicates, and the sum."""

import json
from pathlib import Path

import pytest

from knowledge_base.dryrun import examine

ROWS = [
    "id,en.question,en.answer,zh.question,zh.answer",
    "a,How long is the warranty?,Two years.,保修多久？,两年。",
    "b,how long is  the WARRANTY,Two years.,,",
    "c,How long is the warranty please?,Two.,,",
    "d,How long is thee warranty?,Two.,,",
    "e,,,保修，多久,两年。",
    "f,Where is it?,,,",
    "a,Again?,Yes.,,",
    "g,Where,,",
    "h,I have a question about the delivery of the parcels,Yes.,,",
    "i,I have a question about the delivery of the parcel,Yes.,,",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "faq.csv"
    made.write_text("\n".join(ROWS), encoding="utf-8")
    return made


def test_every_problem_is_a_line_with_its_file_and_place(file: Path) -> None:
    lines = [line.replace(str(file), "faq.csv") for line in examine(file).lines()]
    assert lines == [
        "error      faq.csv: line 7 (f): en.answer: is empty; write the answer or take the row out",
        "error      faq.csv: line 8 (a): this id is used twice, first in line 2; change one",
        "error      faq.csv: line 9: has 4 cells, the header 5; quote cells that hold a separator",
        "warning    faq.csv: line 3 (b): asks the same in en as line 2 (a); merge the two",
        "warning    faq.csv: line 6 (e): asks the same in zh as line 2 (a); merge the two",
        "warning    faq.csv: line 5 (d): asks nearly the same (98 %) in en as line 2 (a); merge the two",
        "warning    faq.csv: line 11 (i): asks nearly the same (99 %) in en as line 10 (h); merge the two",
        "7 articles, 3 errors, 4 warnings",
    ]


def test_nearly_the_same_is_found_whatever_comes_between(tmp_path: Path) -> None:
    questions = [f"{'x' * (number % 40)} number {number} of the questions" for number in range(600)]
    questions[3] = "How do I change the address of my order?"
    questions[590] = "How do I change the adress of my order?"
    entries = [{"id": f"q{number}", "en": {"question": text, "answer": "A"}} for number, text in enumerate(questions)]
    (tmp_path / "faq.json").write_text(json.dumps(entries), encoding="utf-8")
    told = [warning.problem for warning in examine(tmp_path / "faq.json").warnings if "(q3)" in warning.problem]
    assert told == ["asks nearly the same (98 %) in en as article 4 (q3); merge the two"]


def test_more_articles_than_may_come_in_at_once_are_refused(file: Path) -> None:
    report = examine(file, most=6)
    assert report.articles == ()
    assert report.errors[-1].problem == "holds 7 articles, at most 6 can come in at once; split it"


def test_progress_is_heard_of_reading_and_comparing(file: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    examine(file, progress=lambda *progress: heard.append(progress))
    assert heard[0] == ("reading", 1, 1)
    assert {task for task, _, _ in heard} == {"reading", "comparing questions"}


def test_two_files_name_each_other_in_a_duplicate(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"id,question,answer\n{name},Where is my order?,Here.\n", encoding="utf-8")
    (warning,) = examine(tmp_path).warnings
    assert warning.problem == f"asks the same in en as {tmp_path / 'one.csv'}, line 2 (one); merge the two"
