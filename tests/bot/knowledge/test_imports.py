"""Files over HTTP: into drafts, with a report row by row, and out again."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.app import Service, create_app
from bot.app.knowledge import Office
from knowledge_base import pipeline
from tests.bot.knowledge.conftest import ANNA, FEES, RETURNS, bearer

AT = "/knowledge/imports"
CSV = """id,en.question,en.answer,zh.question,zh.answer
wrap,Is there a gift wrap?,Yes.,有礼品包装吗？,有。
shops,,,你们有实体店吗？,没有。
fees,What does shipping cost?,Six dollars.,运费多少？,六美元。
bad,What now?,,,
""".encode()


def test_a_dry_run_reports_every_row_and_saves_nothing(anna: TestClient, shop: Office) -> None:
    told = anna.post(AT, params={"dry_run": True, "name": "faq.csv"}, content=CSV).json()
    assert [(one["place"], one["id"], one["kind"]) for one in told["rows"]] == [
        ("line 2", "wrap", "added"),
        ("line 3", "shops", "added"),
        ("line 4", "fees", "changed"),
    ]
    assert [(one["place"], one["severity"]) for one in told["problems"]] == [("line 5 (bad)", "error")]
    assert told["counts"] == {"added": 2, "changed": 1, "errors": 1, "warnings": 0}
    assert (told["drafts"], shop.library.drafts()) == ([], ())


def test_the_same_without_dry_run_saves_the_good_rows_as_drafts(anna: TestClient, shop: Office) -> None:
    told = anna.post(AT, params={"name": "问题.csv"}, content=CSV).json()
    assert told["drafts"] == ["wrap", "shops", "fees"]
    assert {(one.article_id, one.author, one.note) for one in shop.library.drafts()} == {
        (name, "anna", "imported from 问题.csv") for name in told["drafts"]
    }
    assert len(anna.post("/knowledge/discard", json={"imported": "问题.csv"}).json()) == 3
    assert shop.library.drafts() == ()


def test_what_the_file_lacks_goes_only_where_it_replaces_and_no_row_is_bad(anna: TestClient, shop: Office) -> None:
    for content, kinds in ((CSV, {"added", "changed"}), (CSV.rpartition(b"bad")[0], {"added", "changed", "removed"})):
        told = anna.post(AT, params={"name": "faq.csv", "dry_run": True, "replace": True}, content=content).json()
        assert {one["kind"] for one in told["rows"]} == kinds


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "md"])
def test_what_is_exported_comes_in_again_unchanged(anna: TestClient, shop: Office, form: str) -> None:
    file = anna.get("/knowledge/export", params={"format": form})
    assert file.headers["content-disposition"] == f'attachment; filename="articles.{form}"'
    told = anna.post(AT, content=file.content, headers={"Content-Type": file.headers["content-type"]}).json()
    assert (told["name"], told["counts"]) == (f"import.{form}", {"unchanged": 2, "errors": 0, "warnings": 0})


def test_an_export_has_drafts_if_they_are_asked_for(anna: TestClient, shop: Office, tmp_path: Path) -> None:
    draft = replace(RETURNS, owner="林梅")
    shop.library.save(draft, "anna")
    for drafts, expected in ((False, RETURNS), (True, draft)):
        file = tmp_path / "articles.json"
        file.write_bytes(anna.get("/knowledge/export", params={"format": "json", "drafts": drafts}).content)
        assert list(pipeline.read(file)) == [FEES, expected]


def test_before_the_first_edition_the_demo_s_articles_are_exported(anna: TestClient) -> None:
    assert len(anna.get("/knowledge/export", params={"format": "json"}).json()) == len(pipeline.demo_articles())


@pytest.mark.parametrize(
    ("name", "content_type", "content", "status", "error"),
    [
        ("", "", b"id\n", 415, "unknown_format"),
        ("", "application/pdf", b"id\n", 415, "unknown_format"),
        ("faq.exe", "text/csv", b"id\n", 415, "unknown_format"),
        ("faq.csv", "", b"", 422, "bad_file"),
        ("", "text/csv", b"", 422, "bad_file"),
    ],
)
def test_what_no_reader_reads_is_refused(
    anna: TestClient, name: str, content_type: str, content: bytes, status: int, error: str
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = anna.post(AT, params={"name": name}, content=content, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("name", ["../../etc/faq.csv", "C:\\faq.csv", "a b\n.csv", "/.csv"])
def test_a_name_leads_nowhere(anna: TestClient, name: str) -> None:
    told = anna.post(AT, params={"name": name, "dry_run": True}, content=CSV).json()
    assert told["name"].endswith(".csv")
    assert not set(told["name"]) & set("/\\\n ")


@pytest.mark.parametrize(
    ("name", "content"),
    [("faq.json", b"{"), ("faq.xlsx", b"PK\x03\x04 no book"), ("faq.csv", b"\xff\xfe\x00"), ("faq.yml", b"a: &a [*a]")],
)
def test_a_damaged_file_is_a_report_and_no_crash(anna: TestClient, name: str, content: bytes) -> None:
    told = anna.post(AT, params={"name": name}, content=content).json()
    assert (told["rows"], told["drafts"], told["counts"]["errors"]) == ([], [], 1)
    assert "/tmp" not in str(told["problems"])  # noqa: S108 - where it was read is nobody's business


def test_an_unknown_format_is_not_exported(anna: TestClient) -> None:
    assert anna.get("/knowledge/export", params={"format": "pdf"}).json()["error"] == "bad_value"


def test_a_file_may_be_larger_than_a_message_but_not_than_the_setting(service: Service, shop: Office) -> None:
    small = replace(shop, knowledge=shop.knowledge.model_copy(update={"import_bytes": 2_000_000}))
    with TestClient(create_app(replace(service, knowledge=small)), headers=bearer(ANNA)) as client:
        question = b"x" * 1_500_000
        told = client.post(AT, params={"name": "faq.md", "dry_run": True}, content=b"## How?\n\n" + question)
        assert (told.status_code, told.json()["counts"]["errors"]) == (200, 1)
        for path, size in ((AT, 2_000_001), ("/knowledge/tests", 1_048_577)):
            answer = client.post(path, content=b"x" * size)
            assert (answer.status_code, answer.json()["error"]) == (413, "body_too_large")


def test_an_import_that_is_sent_twice_is_done_once(anna: TestClient, shop: Office) -> None:
    first, again = (anna.post(AT, params={"name": "faq.csv"}, content=CSV, headers={"Idempotency-Key": "i1"}) for _ in range(2))
    assert first.content == again.content
    assert len(shop.library.history("wrap")) == 1


def test_the_first_publication_says_before_and_after_that_the_demos_articles_go(anna: TestClient, office: Office) -> None:
    content = "id,en.question,en.answer\nfees,What does it cost?,Five dollars.\n"
    for dry_run in (True, False):
        told = anna.post("/knowledge/imports", params={"name": "a.csv", "dry_run": dry_run}, content=content).json()
        assert told["counts"]["warnings"] == 1
        assert "takes 162 articles of the demo shop out of service" in told["problems"][0]["problem"]
    assert "takes 162 articles" in anna.post("/knowledge/publish", json={}).json()["warnings"][0]
    again = anna.post("/knowledge/imports", params={"name": "b.csv"}, content=content.replace("Five", "Six")).json()
    assert again["problems"] == []
    assert anna.post("/knowledge/publish", json={}).json()["warnings"] == []
