"""The life of a gap: found in both languages, known again, drafted, solved, reopened."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics.gaps import ledger
from analytics.gaps.answering import Nearest
from analytics.gaps.drafts import draft
from analytics.gaps.ledger import Entry
from analytics.gaps.metric import Metric
from analytics.gaps.page import page
from analytics.gaps.pipeline import Finder
from analytics.gaps.values import Followed, HumanReply, Question, Report
from configs.errors import ConfigurationError
from knowledge_base.articles import Article, Passage
from nlu.pipeline import Pipeline
from tests.benchmarks import gaps as benchmark

UNTIL = datetime(2026, 6, 30, tzinfo=UTC)
PLANTED = tomllib.loads(benchmark.PLANTED.read_text(encoding="utf-8"))
Ask = Callable[..., Question]


def nobody(texts: Sequence[str]) -> list[bool]:
    return [False] * len(texts)


@pytest.fixture
def asked(ask: Ask) -> list[Question]:
    """Two matters that no article knows, in both languages, and some that nobody asks twice."""
    texts = [text for name in ("engraving", "recycling") for language in ("en", "zh") for text in PLANTED[name][language]]
    lonely = ["who won the cup final", "我家的猫不吃饭怎么办", "recite a poem about rain"]
    return [ask(text, 1 + number % 28) for number, text in enumerate([*texts, *lonely])]


@pytest.fixture
def find(understander: Pipeline, metric: Metric) -> Callable[..., tuple[Report, tuple[Entry, ...]]]:
    def report(questions: list[Question], entries: Sequence[Entry] = (), answered: object = nobody, days: float = 0) -> object:
        until = UNTIL + timedelta(days)
        return Finder(understander, metric, answered).report(questions, entries, until - timedelta(30), until)  # type: ignore[arg-type]

    return report  # type: ignore[return-value]


Find = Callable[..., tuple[Report, tuple[Entry, ...]]]


def test_both_languages_of_a_matter_are_one_gap_with_a_name_and_telling_words(find: Find, asked: list[Question]) -> None:
    report, _ = find(asked)
    first, second = report.gaps[:2]
    words = {word for gap in (first, second) for terms in gap.terms.values() for word in terms}
    assert words & {"engraved", "engraving", "engrave"}
    assert words & {"刻字", "回收"}
    assert all(set(gap.name) == {"en", "zh"} and gap.count > 14 and gap.left == gap.count for gap in (first, second))
    assert report.questions == len(asked) == report.scattered + sum(gap.count for gap in report.gaps)


def test_a_gap_keeps_its_id_when_others_ask_and_nobody_repeats_the_old_wordings(find: Find, asked: list[Question]) -> None:
    half = [question for number, question in enumerate(asked) if number % 2]
    first, entries = find(half)
    second, kept = find([question for number, question in enumerate(asked) if not number % 2], entries)
    known = {gap.id for gap in first.gaps}
    assert {gap.id for gap in second.gaps[:2]} <= known
    assert {entry.id for entry in entries} <= {entry.id for entry in kept}


def test_an_answered_gap_is_solved_with_its_day_and_one_that_comes_back_is_open_again(find: Find, asked: list[Question]) -> None:
    _, entries = find(asked)
    solved, entries = find(asked, entries, lambda texts: [True] * len(texts))
    gap = solved.gaps[0]
    assert (gap.state, gap.solved, gap.left) == ("solved", UNTIL.date(), 0)
    again, entries = find(asked, entries, lambda texts: [True] * len(texts), days=1)
    assert {one.state for one in again.gaps} == {"solved"}
    late = [replace(question, at=UNTIL + timedelta(3)) for question in asked if question.text in gap.examples["en"]]
    back, _ = find([*asked, *late], entries, lambda texts: [True] * len(texts), days=5)
    found = back.gap(gap.id)
    assert found is not None
    assert (found.state, found.reopened, found.left) == ("reopened", (UNTIL + timedelta(5)).date(), len(late))


def test_a_published_article_with_the_drafts_wordings_shrinks_its_gap(
    find: Find, asked: list[Question], understander: Pipeline, metric: Metric
) -> None:
    answer = "We engrave up to 20 characters for $15; it adds two working days."
    reply = HumanReply(answer, "en", UNTIL, "pleased")
    told = [
        replace(question, replies=(reply,)) if question.text in PLANTED["engraving"]["en"] else question for question in asked
    ]
    report, entries = find(told)
    gap = next(gap for gap in report.gaps if any("engrav" in word for word in gap.terms["en"]))
    made = draft(gap, understander, metric)
    assert made is not None
    assert (made.article.passages["en"].answer, made.missing) == (answer, ("zh",))
    after, _ = find(told, entries, Nearest([made.article], understander, metric))
    same = after.gap(gap.id)
    assert same is not None
    assert same.left < gap.left / 2
    assert [one.state for one in after.gaps if one.id == gap.id] == ["solved"]


def reply(text: str, followed: Followed = "silent") -> HumanReply:
    return HumanReply(text, "zh" if text[0] > "\u3400" else "en", UNTIL, followed)


def test_the_reply_that_people_agree_on_and_customers_like_is_drafted(
    find: Find, ask: Ask, understander: Pipeline, metric: Metric
) -> None:
    replies = [
        reply("Yes, we engrave names for $15 within two working days.", "pleased"),
        reply("We can engrave it for $15; that takes two more working days.", "displeased"),
        reply("The weather has been terrible here for the whole of this week."),
        reply("Let me check that for you, one moment please."),
        reply("可以刻字，收费 15 美元，多等两个工作日。"),
    ]
    texts = [*PLANTED["engraving"]["en"][:6], *PLANTED["engraving"]["zh"][:6]]
    report, _ = find([ask(text, 5, replies[number % 5]) for number, text in enumerate(texts)])
    made = draft(report.gaps[0], understander, metric)
    assert made is not None
    assert made.article.passages["en"].answer == replies[0].text
    assert made.article.passages["zh"].answer == replies[4].text
    assert made.missing == ()


def test_without_a_reply_that_would_serve_others_there_is_no_draft(
    find: Find, ask: Ask, understander: Pipeline, metric: Metric
) -> None:
    texts = PLANTED["engraving"]["en"]
    report, _ = find([ask(text, 5, reply("One moment please, I will look into your order.")) for text in texts])
    assert draft(report.gaps[0], understander, metric) is None


def test_the_page_escapes_what_customers_wrote_and_loads_nothing(find: Find, ask: Ask) -> None:
    report, _ = find([ask(f"{text} <script>alert(1)</script>") for text in PLANTED["engraving"]["en"]])
    text = page(report)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert text.count("<svg") == len(report.gaps)
    assert "default-src 'none'" in text


def test_no_questions_make_an_empty_report(find: Find) -> None:
    report, entries = find([])
    assert (report.gaps, report.questions, entries) == ((), 0, ())
    assert "没有发现知识缺口" in page(report)


def test_what_is_remembered_survives_the_file_and_damage_is_told(tmp_path: Path) -> None:
    entries = (Entry("1a2b3c", ("能刻字吗",), "reopened", UNTIL.date(), UNTIL.date(), UNTIL.date()),)
    ledger.write(tmp_path, entries)
    assert ledger.read(tmp_path) == entries
    assert (tmp_path / ledger.FILE).stat().st_mode & 0o077 == 0
    (tmp_path / ledger.FILE).write_text("[{]", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"gaps\.json: cannot be read"):
        ledger.read(tmp_path)


def test_an_article_elsewhere_answers_nothing(understander: Pipeline, metric: Metric) -> None:
    other = Article("a", "", {"en": Passage("How do I reset my password?", "Click."), "zh": Passage("怎么重置密码", "点。")})
    nearest = Nearest([other], understander, metric)
    assert list(nearest(["do you engrave names", "忘记密码怎么重置密码", "reset my password"])) == [False, True, True]
    assert Nearest([], understander, metric)(["x"]) == [False]


def test_most_of_a_small_planted_set_is_found(understander: Pipeline, metric: Metric) -> None:
    result = benchmark.run(understander, metric, benchmark.messages(1, (60, 40, 30, 25, 20, 15), 400))
    assert result.v_measure > 0.7
    assert len(result.found) >= 5
    assert result.both == result.found
