"""Publishing over HTTP: the gate, what is published though it is closed, and the way back."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot.app import Service, create_app
from bot.app.knowledge import Office
from bot.app.knowledge.publishing import Publication, publish
from knowledge_base.articles import Passage
from knowledge_base.errors import Conflict
from retrieval.testing import Case, add
from retrieval.testing.cases import FILE
from tests.bot.knowledge.conftest import ANNA, FEES, RETURNS, bearer

ASKED = {"en": "how long can I return it", "zh": "多久之内能退"}


@pytest.fixture(params=["en", "zh"])
def tested(request: pytest.FixtureRequest, shop: Office) -> str:
    """The language of a question that the shop's tests ask, and its answer."""
    language = str(request.param)
    add(shop.data / FILE, Case(ASKED[language], language, "returns"))
    return language


def broken(shop: Office, language: str) -> None:
    """Drafts in which another article has taken the question."""
    for article in (RETURNS, FEES):
        passage = article.passages[language]
        variants = (ASKED[language],) if article is FEES else ()
        passages = {**article.passages, language: Passage(passage.question, passage.answer, variants)}
        shop.library.save(replace(article, passages=passages), "anna")


def test_drafts_go_live_all_at_once_and_say_what_the_tests_said(anna: TestClient, shop: Office, tested: str) -> None:
    shop.library.save(replace(RETURNS, owner="林梅"), "anna")
    shop.library.save(replace(FEES, owner="林梅"), "anna")
    told = anna.post("/knowledge/publish", json={"note": "新的负责人"}).json()
    assert (told["number"], told["author"], told["note"], told["articles"]) == (2, "anna", "新的负责人", 2)
    assert (told["tests"]["passed"], told["tests"]["figures"][0]["right"]) == (True, 1)
    assert anna.get("/knowledge/editions/live").json()["number"] == 2
    assert [one["number"] for one in anna.get("/knowledge/editions").json()] == [2, 1]
    assert anna.get("/knowledge/editions/1/articles").json() == {"fees": 1, "returns": 1}


def test_a_closed_gate_names_the_questions_and_publishes_nothing(anna: TestClient, shop: Office, tested: str) -> None:
    broken(shop, tested)
    answer = anna.post("/knowledge/publish", json={})
    assert (answer.status_code, answer.json()["error"]) == (409, "gate_closed")
    (worse,) = answer.json()["tests"]["worse"]
    assert (worse["question"], worse["said"], worse["outcome"]) == (ASKED[tested], "fees", "wrong")
    assert worse["before"]["outcome"] == "right"
    assert "1 questions came out worse than before" in answer.json()["reason"]
    assert anna.get("/knowledge/editions/live").json()["number"] == 1
    assert len(shop.library.drafts()) == 2


def test_with_force_it_is_published_and_the_history_says_so(anna: TestClient, shop: Office, tested: str) -> None:
    broken(shop, tested)
    told = anna.post("/knowledge/publish", json={"force": True, "note": "sale"}).json()
    assert (told["number"], told["note"], told["tests"]["passed"]) == (2, "sale: published though the gate was closed", False)
    assert anna.post("/knowledge/rollback", json={"edition": 1}).json()["note"] == "rollback to edition 1"
    assert shop.library.published() == tuple(sorted((RETURNS, FEES), key=lambda one: one.id))


def test_only_the_chosen_drafts_are_tested_and_published(anna: TestClient, shop: Office, tested: str) -> None:
    broken(shop, tested)
    shop.library.save(replace(RETURNS, id="taking-back", passages={"en": Passage("May I swap it?", "Yes.")}), "anna")
    assert anna.post("/knowledge/publish", json={"ids": ["taking-back"]}).json()["articles"] == 3
    assert [one.article_id for one in shop.library.drafts()] == ["fees", "returns"]


def test_a_test_whose_article_goes_closes_the_gate(anna: TestClient, shop: Office, tested: str) -> None:
    anna.delete("/knowledge/articles/returns")
    assert anna.post("/knowledge/publish", json={}).json()["error"] == "gate_closed"


def test_what_changes_while_it_is_tested_is_not_published(service: Service, shop: Office, tested: str) -> None:
    shop.library.save(replace(RETURNS, owner="bob"), "bob")
    judged = shop.bench.judged

    def meanwhile(*asked: object) -> object:
        judgement = judged(*asked)  # type: ignore[arg-type]
        shop.library.save(replace(RETURNS, owner="林梅"), "林梅")
        return judgement

    shop.bench.judged = meanwhile  # type: ignore[method-assign, assignment]
    with TestClient(create_app(replace(service, knowledge=shop)), headers=bearer(ANNA)) as client:
        answer = client.post("/knowledge/publish", json={})
    assert (answer.status_code, answer.json()["error"], answer.json()["newest"]["author"]) == (412, "conflict", "林梅")
    shop.bench.judged = judged  # type: ignore[method-assign]
    assert len(shop.library.editions()) == 1


def test_what_was_judged_beside_another_edition_is_not_published(shop: Office, tested: str) -> None:
    shop.library.save(replace(RETURNS, owner="bob"), "bob")
    shop.library.save(replace(FEES, owner="bob"), "bob")
    judged = shop.bench.judged

    def meanwhile(*asked: object) -> object:
        judgement = judged(*asked)  # type: ignore[arg-type]
        shop.library.publish(["fees"], "林梅")
        return judgement

    shop.bench.judged = meanwhile  # type: ignore[method-assign, assignment]
    with pytest.raises(Conflict):
        publish(shop, Publication(["returns"], "anna", "", force=False))
    assert [one.author for one in shop.library.editions()] == ["anna", "林梅"]


def test_tests_that_cannot_be_read_keep_back_all_but_who_insists(anna: TestClient, shop: Office) -> None:
    shop.library.save(replace(RETURNS, owner="bob"), "bob")
    (shop.data / FILE).write_text("word\nx\n", encoding="utf-8")
    answer = anna.post("/knowledge/publish", json={})
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_tests")
    assert "needs the columns question and article" in answer.json()["reason"]
    assert anna.post("/knowledge/publish", json={"force": True}).json()["tests"] is None


def test_an_article_is_taken_out_at_once(anna: TestClient, shop: Office) -> None:
    assert anna.post("/knowledge/withdraw", json={"ids": ["fees"], "note": "错误"}).json()["articles"] == 1
    assert anna.post("/knowledge/withdraw", json={"ids": ["returns"]}).json()["error"] == "library_refused"


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("publish", {}, 409, "library_refused"),
        ("publish", {"ids": ["returns"]}, 409, "library_refused"),
        ("publish", {"ids": []}, 422, None),
        ("publish", {"force": "yes"}, 422, "wrong_type"),
        ("publish", {"everything": True}, 422, "unknown_field"),
        ("publish", None, 422, "body_missing"),
        ("withdraw", {"ids": ["nothing"]}, 404, "unknown_article"),
        ("withdraw", {}, 422, "missing_field"),
        ("rollback", {"edition": 7}, 404, "unknown_article"),
        ("rollback", {"edition": 1}, 409, "library_refused"),
        ("rollback", {"edition": 0}, 422, "bad_value"),
        ("rollback", {"edition": 1, "note": "\u0000"}, 422, "bad_text"),
    ],
)
def test_what_cannot_be_done_is_refused(
    anna: TestClient, shop: Office, path: str, body: object, status: int, error: str | None
) -> None:
    answer = anna.post(f"/knowledge/{path}", json=body) if body is not None else anna.post(f"/knowledge/{path}")
    assert answer.status_code == status
    assert error in (None, answer.json()["error"])
    assert len(shop.library.editions()) == 1


def test_before_the_first_edition_there_is_none(anna: TestClient) -> None:
    assert anna.get("/knowledge/editions").json() == []
    for path in ("live", "1/articles"):
        answer = anna.get(f"/knowledge/editions/{path}")
        assert (answer.status_code, answer.json()["error"]) == (404, "unknown_article")


def test_a_library_that_cannot_be_used_is_said_so(anna: TestClient, office: Office) -> None:
    (office.data / "knowledge").mkdir()
    (office.data / "knowledge" / "library.db").write_bytes(b"no database at all" * 100)
    answer = anna.get("/knowledge/articles")
    assert (answer.status_code, answer.json()["error"]) == (503, "library_unavailable")
    assert int(answer.headers["retry-after"]) >= 1
