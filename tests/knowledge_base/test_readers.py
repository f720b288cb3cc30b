"""Reading articles: each bad row is reported by its place, and the good ones come in."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.articles import Article, Passage
from knowledge_base.errors import KnowledgeError
from knowledge_base.readers import LARGEST

GOOD = {"id": "a", "intent": "warranty", "en": {"question": "How long?", "answer": "Two years."}}
HEADER = "id,intent,en.question,en.variants,en.answer\n"

Entries = tuple[list[Article], list[str]]
Read = Callable[[str, bytes | str], Entries]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(name: str, content: bytes | str) -> Entries:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        entries = list(pipeline.read(file))
        problems = [str(entry).removeprefix(f"{file}: ") for entry in entries if isinstance(entry, KnowledgeError)]
        return [entry for entry in entries if isinstance(entry, Article)], problems

    return run


def test_json_toml_and_csv_of_the_same_article_are_the_same_article(read: Read) -> None:
    toml = '[[article]]\nid = "a"\nintent = "warranty"\n[article.en]\nquestion = "How long?"\nanswer = "Two years."\n'
    rows = "id,intent,en.question,en.answer\r\na,warranty,How long?,Two years.\r\n"
    found = [read("a.json", json.dumps([GOOD]))[0], read("a.toml", toml)[0], read("a.csv", rows)[0]]
    assert found[0] == found[1] == found[2]
    assert found[0][0].passages["en"].answer == "Two years."


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": ""}, "article 1: id: String should match"),
        ({"id": "two words"}, "article 1 (two words): id: String should match"),
        ({"en": None}, "article 1 (a): has no text in any of en, zh"),
        ({"fr": {}}, "article 1 (a): fr: there is no such key"),
        ({"en": {"question": " ", "answer": "x"}}, "article 1 (a): en.question: is blank"),
        ({"en": {"question": "x"}}, "article 1 (a): en.answer: Field required"),
        ({"en": {"question": "x", "answer": "y", "variants": ["ok", "\t"]}}, "article 1 (a): en.variants.1: is blank"),
        ({"en": {"question": "x\0", "answer": "y"}}, "article 1 (a): en.question: holds a NUL character"),
        ({"en": {"question": "x\ud800", "answer": "y"}}, "article 1 (a): en.question: "),
        ({"en": {"question": "x", "answer": "y" * 10_001}}, "article 1 (a): en.answer: String should have at most"),
        ({"en": {"question": "x", "answer": 7}}, "article 1 (a): en.answer: Input should be a valid string"),
        ({"channels": ["web", "two words"]}, "article 1 (a): channels.1: String should match"),
        ({"channels": "web"}, "article 1 (a): channels: Input should be a valid list"),
        ({"valid_from": "2026-11-11"}, "article 1 (a): valid_from: '2026-11-11' is no moment with a time zone; write it like"),
        ({"valid_from": "9999-99-99T00:00:00Z"}, "article 1 (a): valid_from: '9999-99-99T00:00:00Z' is no moment"),
        ({"valid_from": "2026-11-11T00:00:00+25:00"}, "article 1 (a): valid_from: '2026-11-11T00:00:00+25:00' is no moment"),
        ({"valid_from": "0001-01-01T00:00:00+08:00"}, "article 1 (a): valid_from: '0001-01-01T00:00:00+08:00' is no moment"),
        ({"valid_until": 1762819200}, "article 1 (a): valid_until: '1762819200' is no moment"),
        (
            {"valid_from": "2026-11-12T00:00:00Z", "valid_until": "2026-11-12T08:00:00+08:00"},
            "article 1 (a): valid_until is not after valid_from",
        ),
        ({"threshold": 1.01}, "article 1 (a): threshold: Input should be less than or equal to 1"),
        ({"threshold": float("nan")}, "article 1 (a): threshold: Input should be a finite number"),
        ({"threshold": True}, "article 1 (a): threshold: Input should be a valid number"),
        ({"owner": 7}, "article 1 (a): owner: Input should be a valid string"),
        ({"review_by": "soon"}, "article 1 (a): review_by: 'soon' is no day; write it like 2026-11-11"),
        ({"review_by": "2026-02-30"}, "article 1 (a): review_by: '2026-02-30' is no day"),
    ],
)
def test_a_bad_entry_is_reported_and_the_good_one_after_it_is_read(read: Read, change: dict[str, object], problem: str) -> None:
    articles, problems = read("a.json", json.dumps([{**GOOD, **change}, {**GOOD, "id": "b"}]))
    assert [article.id for article in articles] == ["b"]
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_an_id_that_came_before_is_reported(read: Read) -> None:
    articles, problems = read("a.json", json.dumps([GOOD, GOOD]))
    assert len(articles) == 1
    assert problems == ["a: this id is used twice"]


@pytest.mark.parametrize("name", ["a.json", "a.toml"])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"<html></html>", b"[" * 100_000])
def test_a_file_that_is_not_what_its_ending_says_is_one_problem(read: Read, name: str, content: bytes) -> None:
    articles, problems = read(name, content)
    assert articles == []
    assert len(problems) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_is_read_in_the_encodings_that_spreadsheets_write(read: Read, encoding: str) -> None:
    rows = "id,zh.question,zh.answer\na,多久送到？,三到五个工作日。\n"
    articles, problems = read("a.csv", rows.encode(encoding))
    assert problems == []
    assert articles[0].passages["zh"].question == "多久送到？"


def test_the_terms_of_an_article_are_read_from_csv(read: Read) -> None:
    header = "id,channels,valid_from,valid_until,threshold,owner,review_by,zh.question,zh.answer\n"
    row = 'a,"web, 微信；rest",2026-11-11T00:00:00+08:00,,0.6,林梅,2026-12-01,打折吗？,全场八折。\n'
    articles, problems = read("a.csv", header + row + 'b,,,,"0,6",,,问？,答。\n')
    assert articles[0] == Article(
        "a",
        "",
        {"zh": Passage("打折吗？", "全场八折。")},
        ("web", "微信", "rest"),
        datetime(2026, 11, 10, 16, tzinfo=UTC),
        threshold=0.6,
        owner="林梅",
        review_by=date(2026, 12, 1),
    )
    assert problems == ["line 3 (b): threshold: Input should be a valid number"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_with_any_usual_separator(read: Read, separator: str) -> None:
    rows = "id,en.question,en.answer\na,When?,Soon.\n".replace(",", separator)
    assert read("a.csv", rows)[0][0].passages["en"].answer == "Soon."


def test_quoted_commas_quotes_and_line_breaks_stay_in_their_cell(read: Read) -> None:
    articles, problems = read("a.csv", f'{HEADER}a,,"Say ""when"", please","one\ntwo, too","First.\nSecond."\n')
    assert problems == []
    passage = articles[0].passages["en"]
    assert passage.question == 'Say "when", please'
    assert passage.variants == ("one", "two, too")
    assert passage.answer == "First.\nSecond."


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("", ["header: has no column id"]),
        ("id,id\n", ["header: names a column twice"]),
        ("id,title\n", ["header: there is no column 'title'; there are: id, intent, "]),
        (f"{HEADER}a,,q\nb,,q,,a\n", ["line 2: has 3 cells, the header 5"]),
        (f"{HEADER}a,,q,,a\nb,,q,,\n", ["line 3 (b): en.answer: Field required"]),
        (f'{HEADER}a,,q,,a\nb,,"q,,a\nc,,q,,a\n', ["line 4: is not CSV: unexpected end of data"]),
        (f"{HEADER}a,,q,,{'x' * 200_000}\n", ["line 2: is not CSV: field larger than field limit"]),
        (b"id\n\xff\xff\xff\n", ["is neither UTF-8, UTF-16 nor GB 18030"]),
    ],
)
def test_what_is_wrong_with_csv_is_said_line_by_line(read: Read, content: bytes | str, problems: list[str]) -> None:
    found = read("a.csv", content)[1]
    assert len(found) == len(problems)
    for one, expected in zip(found, problems, strict=True):
        assert one.startswith(expected)


def test_blank_rows_of_csv_are_passed_over(read: Read) -> None:
    articles, problems = read("a.csv", f"{HEADER}\n,,,,\na,,q,,a\n")
    assert [article.id for article in articles] == ["a"]
    assert problems == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    with file.open("wb") as handle:
        handle.truncate(LARGEST + 1)
    assert [str(entry) for entry in pipeline.read(file)] == [f"{file}: is larger than 64 MiB; split it"]


def test_a_folder_is_read_file_by_file_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name, article_id in (("2.json", "b"), ("1.json", "a")):
        (tmp_path / name).write_text(json.dumps([{**GOOD, "id": article_id}]), encoding="utf-8")
    (tmp_path / "README.md").write_text("no articles", encoding="utf-8")
    assert [entry.id for entry in pipeline.read(tmp_path) if isinstance(entry, Article)] == ["a", "b"]


@pytest.mark.parametrize("name", ["nothing.json", "faq.xlsx", "."])
def test_a_source_that_cannot_be_read_at_all_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "faq.xlsx").write_bytes(b"PK")
    with pytest.raises(KnowledgeError, match=r"no such file|must be one of \.csv, \.json, \.toml|holds no file"):
        list(pipeline.read(tmp_path / name))
