"""Articles over HTTP: what editors see, drafts, and what came before."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from bot.app import Service, create_app
from bot.app.knowledge import Office
from knowledge_base.articles import Article, Passage
from tests.bot.knowledge.conftest import ANNA, BOB, RETURNS, bearer

AT = "/knowledge/articles"
WRAP = {
    "en": {"question": "Is there a gift wrap?", "answer": "Yes, for $2."},
    "zh": {"question": "有礼品包装吗？", "answer": "有，2 美元。"},
}


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]  # type: ignore[attr-defined]


def test_a_new_article_is_a_draft_with_its_number_as_etag(anna: TestClient, office: Office) -> None:
    answer = anna.put(f"{AT}/gift-wrap", json=WRAP, params={"note": "asked for daily"}, headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert answer.json()["state"] == "draft"
    seen = anna.get(f"{AT}/gift-wrap")
    assert seen.headers["etag"] == '"1"'
    assert seen.json()["article"]["zh"]["question"] == "有礼品包装吗？"
    assert (seen.json()["note"], office.library.published()) == ("asked for daily", ())


def test_what_an_article_may_say_where_and_when_is_kept(anna: TestClient) -> None:
    terms = {"channels": ["web"], "valid_from": "2026-11-11T00:00:00+08:00", "threshold": 0.7, "review_by": "2027-01-01"}
    article = anna.put(f"{AT}/gift-wrap", json={**WRAP, **terms, "owner": "林梅"}).json()["article"]
    assert article["valid_from"] == "2026-11-10T16:00:00+00:00"
    assert (article["channels"], article["threshold"], article["owner"]) == (["web"], 0.7, "林梅")


@pytest.mark.parametrize("tag", ['"2"', 'W/"2"', '"0"'])
def test_who_saw_another_revision_gets_the_newest_one_instead(anna: TestClient, shop: Office, tag: str) -> None:
    answer = anna.put(f"{AT}/returns", json=WRAP, headers={"If-Match": tag})
    assert code(answer) == (412, "conflict")
    assert answer.json()["newest"]["article"]["en"]["answer"] == "Yes, within 30 days."
    assert len(shop.library.history("returns")) == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_of_two_editors_the_second_is_told(anna: TestClient, shop: Office, method: str) -> None:
    tag = anna.get(f"{AT}/returns").headers["etag"]
    path, body = (f"{AT}/returns/submit", None) if method == "POST" else (f"{AT}/returns", WRAP if method == "PUT" else None)
    assert anna.put(f"{AT}/returns", json=WRAP, headers={**bearer(BOB), "If-Match": tag}).status_code == 200
    answer = anna.request(method, path, json=body, headers={"If-Match": tag})
    assert code(answer) == (412, "conflict")
    assert answer.json()["newest"]["author"] == "林梅"


def test_a_new_article_does_not_overwrite_one_of_the_same_id(anna: TestClient, shop: Office) -> None:
    assert code(anna.put(f"{AT}/returns", json=WRAP, headers={"If-None-Match": "*"})) == (412, "conflict")


@pytest.mark.parametrize(
    ("body", "status", "error", "reason"),
    [
        ({"en": {"question": " ", "answer": "x"}}, 422, "bad_article", "en.question: is blank"),
        ({"zh": {"question": "多少钱？", "answer": "\0"}}, 422, "bad_article", "zh.answer: holds a NUL character"),
        ({}, 422, "bad_article", "has no text in any of en, zh"),
        ({**WRAP, "review_by": "soon"}, 422, "bad_article", "review_by: 'soon' is no day; write it like 2026-11-11"),
        ({**WRAP, "valid_until": "2026-11-11"}, 422, "bad_article", "is no moment with a time zone"),
        ({**WRAP, "threshold": 7}, 422, "bad_value", ""),
        ({**WRAP, "colour": "red"}, 422, "unknown_field", ""),
        ({**WRAP, "id": "another"}, 422, "bad_value", ""),
        ({"en": {"question": "How?"}}, 422, "missing_field", ""),
        ([], 422, "wrong_type", ""),
    ],
)
def test_an_article_that_cannot_be_kept_is_refused_with_the_reason(
    anna: TestClient, office: Office, body: object, status: int, error: str, reason: str
) -> None:
    answer = anna.put(f"{AT}/gift-wrap", json=body)
    assert code(answer) == (status, error)
    assert reason in answer.json().get("reason", "")
    assert {"en", "zh"} == answer.json()["message"].keys()
    assert office.library.working() == ()


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "nothing", 404, "unknown_article"),
        ("GET", "没有", 404, "unknown_article"),
        ("DELETE", "nothing", 404, "unknown_article"),
        ("GET", "nothing/history", 404, "unknown_article"),
        ("GET", "nothing/diff", 404, "unknown_article"),
        ("GET", "returns/versions/0123456789", 404, "unknown_article"),
        ("GET", "returns/revisions/9", 404, "unknown_article"),
        ("GET", "returns/diff?a=1&b=9", 404, "unknown_article"),
        ("GET", "returns/diff?a=-1", 422, "bad_value"),
        ("POST", "nothing/submit", 404, "unknown_article"),
        ("POST", "returns/submit", 409, "library_refused"),
        ("POST", "returns/restore?revision=9", 404, "unknown_article"),
        ("POST", "returns/restore", 422, "missing_field"),
    ],
)
def test_what_is_not_there_is_said_so(anna: TestClient, shop: Office, method: str, path: str, status: int, error: str) -> None:
    assert code(anna.request(method, f"{AT}/{path}")) == (status, error)


@pytest.mark.parametrize("tag", ["1", '"one"', "*,*"])
def test_a_tag_that_is_none_is_refused(anna: TestClient, shop: Office, tag: str) -> None:
    answer = anna.put(f"{AT}/returns", json=WRAP, headers={"If-Match": tag})
    assert (*code(answer), answer.json()["field"]) == (422, "bad_value", "If-Match")


@pytest.mark.parametrize("path", ["a%20b", "a" * 101])
def test_an_id_that_no_article_may_have_is_refused(anna: TestClient, path: str) -> None:
    assert anna.put(f"{AT}/{path}", json=WRAP).status_code == 422


def test_the_list_has_what_is_asked_for(anna: TestClient, shop: Office) -> None:
    library = shop.library
    library.save(Article("gift-wrap", "", {"zh": Passage("有礼品包装吗？", "有。")}, review_by=date(2020, 1, 1)), "anna")
    library.save(replace(RETURNS, owner="林梅"), "bob")
    library.submit("returns", "bob")

    def listed(**wanted: object) -> list[str]:
        return [one["id"] for one in anna.get(AT, params=wanted).json()["articles"]]  # type: ignore[arg-type]

    assert listed() == ["fees", "gift-wrap", "returns"]
    assert listed(state="review") == ["returns"]
    assert listed(state="published") == ["fees"]
    assert listed(language="en") == ["fees", "returns"]
    assert listed(owner="林梅") == ["returns"]
    assert listed(stale=True) == ["gift-wrap"]
    assert listed(text="SHIPPING") == ["fees"]
    assert listed(text="礼品") == ["gift-wrap"]
    assert listed(text="shipping", language="zh") == []
    assert anna.get(AT, params={"state": "new"}).json()["error"] == "bad_value"


def test_pages_follow_one_another(anna: TestClient, office: Office) -> None:
    office.library.save_all([replace(RETURNS, id=f"a{number:02}") for number in range(7)], "anna")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = anna.get(AT, params={"limit": 3, "cursor": cursor}).json()
        seen += [one["id"] for one in page["articles"]]
        cursor = page["next"]
        assert page["total"] == 7
    assert seen == [f"a{number:02}" for number in range(7)]


def test_a_removal_is_a_draft_until_it_is_published(anna: TestClient, shop: Office) -> None:
    removed = anna.delete(f"{AT}/fees", params={"note": "free now"}, headers={"If-Match": '"1"'}).json()
    assert (removed["removed"], removed["state"], removed["article"]) == (True, "draft", None)
    assert anna.get(AT, params={"text": "Five"}).json()["articles"][0]["removed"] is True
    assert len(shop.library.published()) == 2
    assert anna.post("/knowledge/publish", json={"ids": ["fees"]}).json()["articles"] == 1


def test_the_history_tells_who_changed_what(anna: TestClient, shop: Office) -> None:
    old = RETURNS.version
    changed = {
        "zh": {"question": "可以退货吗？", "answer": "可以，14 天内。"},
        "en": {"question": "Can I bring something back?", "answer": "Yes, within 14 days."},
    }
    anna.put(f"{AT}/returns", json=changed, headers=bearer(BOB))
    assert [one["author"] for one in anna.get(f"{AT}/returns/history").json()] == ["anna", "林梅"]
    fields = {one["field"]: one["pieces"] for one in anna.get(f"{AT}/returns/diff").json()}
    assert {"kind": "added", "text": "14"} in fields["en.answer"]
    assert {"kind": "removed", "text": "30"} in fields["zh.answer"]
    assert anna.get(f"{AT}/returns/diff", params={"a": 1, "b": 1}).json() == []
    assert anna.get(f"{AT}/returns/versions/{old}").json()["en"]["answer"] == "Yes, within 30 days."
    assert anna.get(f"{AT}/returns/revisions/1").json()["version"] == old
    restored = anna.post(f"{AT}/returns/restore", params={"revision": 1}, headers={"If-Match": '"2"'}).json()
    assert (restored["number"], restored["version"], restored["note"]) == (3, old, "restored from revision 1")


def test_drafts_are_given_up(anna: TestClient, shop: Office) -> None:
    anna.put(f"{AT}/returns", json=WRAP)
    assert [one["id"] for one in anna.post("/knowledge/discard", json={"ids": ["returns"]}).json()] == ["returns"]
    assert anna.get(f"{AT}/returns").json()["state"] == "published"
    for body in ({"ids": ["returns"]}, {}, {"imported": "faq.csv"}):
        assert code(anna.post("/knowledge/discard", json=body)) == (404, "unknown_article")


def test_a_missing_or_older_translation_is_warned_of(anna: TestClient, shop: Office) -> None:
    alone = anna.put(f"{AT}/gift-wrap", json={"zh": WRAP["zh"]}).json()["warnings"]
    assert [(one["kind"], one["language"]) for one in alone] == [("missing translation", "en")]
    older = {
        "en": {"question": "Can I bring something back?", "answer": "Yes, within 14 days."},
        "zh": {"question": "可以退货吗？", "answer": "可以，30 天内。"},
    }
    warned = anna.put(f"{AT}/returns", json=older).json()["warnings"]
    assert [(one["kind"], one["language"]) for one in warned] == [("older translation", "zh")]


@dataclass(frozen=True)
class Twice:
    """A concern: the same question in two articles."""

    one: str
    other: str
    language: str
    kind: str = "duplicate"

    def __str__(self) -> str:
        return f"{self.one} asks what {self.other} asks"


def test_what_else_an_editor_should_look_at_comes_with_the_answer(service: Service, shop: Office) -> None:
    def judge(article: Article, others: object) -> list[Twice]:
        return [Twice(article.id, other.id, "en") for other in others if other.passages["en"] == article.passages["en"]]  # type: ignore[attr-defined]

    app = create_app(replace(service, knowledge=replace(shop, concerns=judge)))
    body = {
        language: {"question": one.question, "answer": one.answer, "variants": list(one.variants)}
        for language, one in RETURNS.passages.items()
    }
    with TestClient(app, headers=bearer(ANNA)) as client:
        warnings = client.put(f"{AT}/taking-back", json=body).json()["warnings"]
        assert warnings == [
            {"kind": "duplicate", "other": "returns", "language": "en", "text": "taking-back asks what returns asks"}
        ]
        assert client.put(f"{AT}/gift-wrap", json=WRAP).json()["warnings"] == []
