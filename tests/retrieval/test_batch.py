"""Tests in batch: cases out of a file, figures, what changed since the run before, and the gate."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from knowledge_base.articles import Article, Passage
from nlu.understanding import Understander
from retrieval.errors import RetrievalError
from retrieval.testing import Case, Result, Run, Terms, Verdict, add, figures, files, gate, read, run
from tests.retrieval.test_searcher import Build


def result(question: str, article: str, said: str, rank: int = 1, language: str = "en") -> Result:
    return Result(question, language, article, (said,), rank, 0.5, said)


def made(*results: Result) -> Run:
    return Run("index-1", 0, "2026-06-01T12:00:00+00:00", results)


RUN = made(
    result("a", "x", "x"),
    result("b", "x", "", rank=2),
    result("c", "x", "y", rank=4, language="zh"),
    result("d", "x", "y", rank=0, language="zh"),
    result("e", "", "", rank=0),
    result("f", "", "y", rank=0, language="zh"),
)


def test_figures_are_counted_over_all_and_by_language() -> None:
    everything, english, chinese = figures(RUN.results)
    assert (everything.questions, everything.hit1, everything.hit3) == (4, 0.25, 0.5)
    assert everything.mrr == pytest.approx((1 + 1 / 2 + 1 / 4) / 4)
    assert (everything.right, everything.wrong, everything.silent) == (1, 2, 1)
    assert (everything.strangers, everything.abstention) == (2, 0.5)
    assert (english.language, english.abstention, chinese.hit1) == ("en", 1.0, 0.0)


def test_nothing_asked_gives_no_share() -> None:
    (only,) = figures([])
    assert (only.hit1, only.mrr, only.abstention) == (None, None, None)


def test_right_is_better_than_silent_and_silent_better_than_wrong() -> None:
    before = made(result("a", "x", ""), result("b", "x", "y"), result("c", "x", "x"), result("d", "", ""))
    now = made(result("a", "x", "x"), result("b", "x", ""), result("c", "x", "y"), result("d", "", "y"))
    verdict = gate(now, before)
    assert [one.now.question for one in verdict.better] == ["a", "b"]
    assert [one.now.question for one in verdict.worse] == ["c", "d"]
    assert not verdict.passed
    assert verdict.reasons[0].startswith("2 questions came out worse than before, 0 may; the first is 'c' (right, now wrong)")


def test_a_lost_first_place_counts_though_nothing_is_said_either_way() -> None:
    before, now = made(result("a", "x", "", rank=1)), made(result("a", "x", "", rank=2))
    assert not gate(now, before).passed
    assert gate(before, now).passed


def test_cases_that_are_new_or_expect_something_else_are_not_compared() -> None:
    before = made(result("a", "x", "x"))
    verdict = gate(made(result("a", "y", ""), result("b", "x", "")), before)
    assert verdict == Verdict(passed=True, reasons=())


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        (Terms(least_hit1=0.3), "hit@1 is 0.250, less than 0.3"),
        (Terms(least_hit3=0.6), "hit@3 is 0.500, less than 0.6"),
        (Terms(least_mrr=0.9), "MRR is 0.438, less than 0.9"),
        (Terms(least_abstention=0.6), "abstention is 0.500, less than 0.6"),
        (Terms(most_wrong=1), "2 questions are answered wrongly, 1 may be"),
    ],
)
def test_the_gate_closes_with_its_reason(terms: Terms, reason: str) -> None:
    assert gate(RUN, terms=terms).reasons == (reason,)


def test_the_gate_is_open_for_just_what_is_asked() -> None:
    assert gate(RUN, RUN, Terms(0.25, 0.5, 0.4375, 0.5, 2, 0)).passed
    worse = made(replace(RUN.results[0], said=""), *RUN.results[1:])
    assert gate(worse, RUN, Terms(worse=1)).passed
    assert gate(worse, RUN, Terms(worse=None)).passed


def test_a_broken_answer_closes_the_gate(build: Build, articles: tuple[Article, ...], encoder: Understander) -> None:
    cases = [Case("when will it arrive", "en", "delivery-time"), Case("质保几年", "zh", "warranty"), Case("", "en", "")]
    cases = [*cases[:2], Case("qqqq", "en", "")]
    before = run(cases, build(articles), encoder)
    assert [one.outcome for one in before.results] == ["right", "right", "right"]
    broken = replace(articles[0], passages={"en": Passage("What is a haiku?", "A poem.")})
    verdict = gate(run(cases, build((broken, *articles[1:])), encoder), before)
    assert [one.now.question for one in verdict.worse] == ["when will it arrive"]
    assert not verdict.passed


def test_results_stand_in_the_order_of_the_cases(build: Build, articles: tuple[Article, ...], encoder: Understander) -> None:
    cases = [Case("vouchers " * size, "en", "gift-cards") for size in (9, 1, 200, 3)] * 40
    heard: list[tuple[int, int]] = []
    found = run(cases, build(articles), encoder, lambda _, done, total: heard.append((done, total)))
    assert [one.question for one in found.results] == [case.question for case in cases]
    assert heard[-1] == (160, 160)


def test_a_run_survives_being_written(tmp_path: Path) -> None:
    files.write(tmp_path / "deep" / "run.json", files.as_json(RUN))
    assert files.read(tmp_path / "deep" / "run.json") == RUN


def test_junit_says_what_failed_and_the_gate_is_a_case(tmp_path: Path) -> None:
    strange = made(result("bell \x07 <b>&", "x", "y"), *RUN.results)
    suite = ElementTree.fromstring(files.as_junit(strange, gate(strange, terms=Terms(least_hit1=0.9))))  # noqa: S314 - our own
    assert (suite.get("tests"), suite.get("failures")) == ("8", "6")
    assert [case.get("name") for case in suite if case.find("failure") is not None][-1] == "gate"
    assert suite[0].get("name") == "bell \ufffd <b>&"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "tests.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    "text",
    [
        "question,language,article\nwhen is it here,en,delivery-time\n几天能到,zh,delivery-time\n",
        "\ufeffText, Expected \r\nwhen is it here,delivery-time\r\n\r\n几天能到,delivery-time\r\n",
        'expected,note,text\ndelivery-time,"a, b",when is it here\ndelivery-time,,几天能到\n',
    ],
)
def test_columns_go_by_name_and_a_missing_language_is_detected(tmp_path: Path, text: str) -> None:
    assert read(write(tmp_path, text)) == (
        Case("when is it here", "en", "delivery-time"),
        Case("几天能到", "zh", "delivery-time"),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "needs the columns question and article; it has nothing"),
        ("question,answer\n", "needs the columns question and article; it has question, answer"),
        ("question,article\n,x\n", "tests.csv:2: its question is empty"),
        ("question,article\nq,x\nq\n", "tests.csv:3: has not as many cells as the first row"),
        ("question,article\nq,x,y\n", "tests.csv:2: has not as many cells as the first row"),
        ("question,language,article\nq,fr,x\n", "tests.csv:2: its language is 'fr'; write one of en, zh"),
        (f"question,article\n{'q' * 4001},x\n", "tests.csv:2: its question has 4001 characters"),
        ('question,article\n"q,x\n', "is not CSV"),
    ],
)
def test_a_bad_file_is_refused_with_its_row(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(RetrievalError, match=problem.replace("(", r"\(")):
        read(write(tmp_path, text))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="cannot be read as UTF-8"):
        read(write(tmp_path, "question,article\n几天能到,x\n", "gbk"))


def test_a_saved_test_is_read_again_whatever_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "knowledge" / "tests.csv"
    cases = [Case('a "b", c', "en", "x"), Case("两\n行", "zh", ""), Case("=1+1", "en", "x")]
    assert [add(file, case) for case in [*cases, cases[0]]] == [True, True, True, False]
    assert read(file) == tuple(cases)


def test_a_file_without_a_last_line_break_is_continued_on_a_new_line(tmp_path: Path) -> None:
    file = write(tmp_path, "question,language,article\nq,en,x")
    add(file, Case("r", "en", "y"))
    assert read(file) == (Case("q", "en", "x"), Case("r", "en", "y"))


def test_a_question_expects_one_thing_only(tmp_path: Path) -> None:
    file = write(tmp_path, "question,language,article\nq,en,x\n")
    with pytest.raises(RetrievalError, match="expects x for 'q'"):
        add(file, Case("q", "en", "y"))
    assert read(file) == (Case("q", "en", "x"),)
