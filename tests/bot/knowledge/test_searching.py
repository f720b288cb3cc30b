"""Looking into the search over HTTP: one question, many, tests that are kept, and the dial."""

from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient

from bot.app import Service, create_app
from bot.app.knowledge import Office
from bot.app.knowledge.bench import WAITING
from retrieval.dial import setting
from tests.bot.knowledge.conftest import ANNA, bearer

CASES = [
    {"question": "Can I bring something back?", "article": "returns"},
    {"question": "运费多少？", "article": "fees"},
    {"question": "Who won the world cup?", "article": ""},
]


@pytest.mark.parametrize(
    ("text", "language", "first"), [("How do I send it back?", "en", "how-to-return"), ("怎么退货？", "zh", "how-to-return")]
)
def test_a_question_is_taken_apart(anna: TestClient, text: str, language: str, first: str) -> None:
    trace = anna.post("/knowledge/explain", json={"text": text, "count": 3}).json()
    assert (trace["language"], trace["stages"][0]["article_id"], len(trace["stages"])) == (language, first, 3)
    best = trace["stages"][0]
    assert best["score"] == pytest.approx(sum(one["points"] for one in best["contributions"]))
    assert 0 <= trace["confidence"] <= 1
    assert trace["says"] in ("answer", "did you mean", "nothing")


def test_many_questions_are_counted_beside_what_is_live(anna: TestClient, shop: Office) -> None:
    told = anna.post("/knowledge/tests", json={"cases": CASES}).json()
    assert (told["edition"], told["figures"][0]["questions"], told["figures"][0]["hit1"]) == (1, 2, 1.0)
    assert [one["language"] for one in told["figures"]] == ["all", "en", "zh"]
    assert (told["unknown"], told["verdict"]) == ([], None)


def test_drafts_are_tested_before_they_are_published(anna: TestClient, shop: Office) -> None:
    shop.library.remove("returns", "anna")
    told = anna.post("/knowledge/tests", json={"cases": CASES, "drafts": True}).json()
    assert [one["question"] for one in told["verdict"]["worse"]] == [CASES[0]["question"]]
    assert (told["verdict"]["passed"], told["unknown"], told["edition"]) == (False, ["returns"], 2)
    assert len(shop.library.published()) == 2


@pytest.mark.parametrize(("question", "language"), [("Can I bring it back?", "en"), ("能退吗？", "zh")])
def test_a_question_is_kept_as_a_test_once(anna: TestClient, shop: Office, question: str, language: str) -> None:
    first, again = (
        anna.post("/knowledge/tests/cases", json={"question": question, "article": "returns"}).json() for _ in range(2)
    )
    assert (first["language"], first["added"], again["added"]) == (language, True, False)
    assert anna.get("/knowledge/tests/cases").json() == [{"question": question, "language": language, "article": "returns"}]
    assert anna.post("/knowledge/tests", json={}).json()["figures"][0]["questions"] == 1
    other = anna.post("/knowledge/tests/cases", json={"question": question, "article": "fees"})
    assert (other.status_code, other.json()["error"]) == (422, "bad_tests")
    assert "expects returns" in other.json()["reason"]


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("tests", {}, 409, "no_questions"),
        ("tests", {"cases": []}, 409, "no_questions"),
        ("tests", {"cases": [{"question": "x"}]}, 422, "missing_field"),
        ("tests", {"cases": [{"question": " ", "article": ""}]}, 422, "empty_text"),
        ("tests", {"cases": CASES, "drafts": True}, 409, "library_refused"),
        ("tests", {"cases": CASES * 2}, 422, "too_many_questions"),
        ("tests/cases", {"question": "x", "article": "nothing"}, 404, "unknown_article"),
        ("tests/cases", {"question": "x" * 4001, "article": ""}, 422, "too_long"),
        ("explain", {"text": ""}, 422, "empty_text"),
        ("explain", {"text": "x", "language": "fr"}, 422, "bad_value"),
        ("explain", {"text": "x", "count": 0}, 422, "bad_value"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    service: Service, shop: Office, path: str, body: object, status: int, error: str
) -> None:
    small = replace(shop, knowledge=shop.knowledge.model_copy(update={"test_questions": 5}))
    with TestClient(create_app(replace(service, knowledge=small)), headers=bearer(ANNA)) as client:
        answer = client.post(f"/knowledge/{path}", json=body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert {"en", "zh"} == answer.json()["message"].keys()


def test_the_dial_tells_what_a_precision_costs(anna: TestClient, office: Office) -> None:
    told = anna.get("/knowledge/dial", params={"precision": 0.9}).json()
    points = office.bench.served().overlay.searcher.ranking.points
    for language, one in told.items():
        expected = setting(points[language], language, office.retrieval.model_copy(update={"precision": 0.9}))
        assert expected is not None
        assert (one["threshold"], one["coverage"], one["low"]) == (
            expected.point.threshold,
            expected.point.coverage,
            expected.point.low,
        )
    assert told.keys() == {"en", "zh"}
    for wrong in ("1", "0", "much"):
        assert anna.get("/knowledge/dial", params={"precision": wrong}).status_code == 422


def test_when_too_many_test_at_once_the_next_is_told_to_come_back(anna: TestClient, office: Office) -> None:
    go = Event()
    waiting = [Thread(target=office.bench.do, args=[go.wait]) for _ in range(WAITING)]
    for one in waiting:
        one.start()
    while office.bench._room._value:
        pass
    answers = [
        anna.post("/knowledge/tests", json={"cases": CASES}),
        anna.post("/knowledge/imports", params={"name": "a.csv"}, content=b"id\n"),
    ]
    go.set()
    for one in waiting:
        one.join()
    assert [(one.status_code, one.json()["error"]) for one in answers] == [(503, "bench_busy")] * 2
    assert anna.post("/knowledge/tests", json={"cases": CASES}).status_code == 200


def test_tests_run_in_a_thread_that_gives_way(office: Office) -> None:
    def niceness() -> int:
        return int(Path("/proc/thread-self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[16])

    assert office.bench.do(niceness) > niceness()
