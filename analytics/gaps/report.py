"""Gaps for people at a terminal, and as JSON for programs."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from analytics.gaps.values import Gap, Question, Report, Trend

_BARS = "▁▂▃▄▅▆▇█"
_DRAWN = 16  # bars of a trend in the table
_REASONS = {
    "handed_off": "handed over",
    "not_understood": "not answered",
    "out_of_scope": "taken for none of the shop's business",
    "searched": "searched by agents",
    "thumbed_down": "thumbed down",
}


def table(report: Report) -> RenderableType:
    """One row a gap: id, state, questions, how many are left without an answer, trend, name and terms."""
    shown = Table(title=f"Gaps of {report.since:%Y-%m-%d} to {report.until:%Y-%m-%d}")
    for column in ("gap", "state", "asked", "left", "trend", "about", "terms"):
        shown.add_column(column, overflow="fold", justify="right" if column in ("asked", "left") else "left")
    for gap in report.gaps:
        cells = (gap.id, state(gap), str(gap.count), str(gap.left), _trend(gap.trend), _lines(gap.name), _terms(gap))
        shown.add_row(*map(Text, cells))
    scattered = f"{report.questions} questions without an answer, {report.scattered} of them about what hardly anybody else asks"
    return Group(shown, Text(scattered))


def page(gap: Gap) -> RenderableType:
    """All of one gap."""
    return Group(*(Text(line) for line in _page(gap)))


def _page(gap: Gap) -> Iterator[str]:
    yield f"gap {gap.id}, {state(gap)}, first seen {gap.since}"
    yield from (f"  {language}: {name}" for language, name in gap.name.items())
    yield f"asked {gap.count} times, {gap.left} left without an answer; {gap.trend.direction} (p = {gap.trend.chance:.3f})"
    yield f"by week: {' '.join(map(str, gap.trend.weeks))}"
    yield from (f"  {_REASONS[reason]}: {count}" for reason, count in gap.reasons.items())
    for language, examples in gap.examples.items():
        yield f"{language} ({', '.join(gap.terms[language])})"
        yield from (f"  - {example}" for example in examples)
    replies = [(question, reply) for question in gap.questions for reply in question.replies]
    yield f"{len(replies)} replies of people"
    yield from (f"  {reply.at:%Y-%m-%d} ({reply.followed}) {reply.text}" for _, reply in replies[-5:])


def state(gap: Gap) -> str:
    """The state with its day."""
    if gap.state == "solved":
        return f"solved {gap.solved}"
    return f"reopened {gap.reopened}" if gap.state == "reopened" else "open"


def as_json(report: Report) -> dict[str, Any]:
    """The report for `json.dumps`."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "questions": report.questions,
        "scattered": report.scattered,
        "gaps": [gap_json(gap) for gap in report.gaps],
    }


def gap_json(gap: Gap) -> dict[str, Any]:
    """One gap for `json.dumps`."""
    return {
        "id": gap.id,
        "state": gap.state,
        "since": gap.since.isoformat(),
        "solved": gap.solved and gap.solved.isoformat(),
        "reopened": gap.reopened and gap.reopened.isoformat(),
        "name": dict(gap.name),
        "terms": {language: list(words) for language, words in gap.terms.items()},
        "count": gap.count,
        "left": gap.left,
        "reasons": dict(gap.reasons),
        "trend": {"days": list(gap.trend.days), "direction": gap.trend.direction, "chance": round(gap.trend.chance, 4)},
        "examples": {language: list(texts) for language, texts in gap.examples.items()},
        "questions": [_question(question) for question in gap.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "language": question.language,
        "at": question.at.isoformat(),
        "conversation": question.conversation,
        "reasons": sorted(question.reasons),
        "replies": [{"text": one.text, "at": one.at.isoformat(), "followed": one.followed} for one in question.replies],
    }


def _trend(trend: Trend) -> str:
    size = -(-len(trend.days) // _DRAWN)
    parts = [sum(trend.days[start : start + size]) for start in range(0, len(trend.days), size)]
    most = max(*parts, 1)
    return "".join(_BARS[(len(_BARS) - 1) * part // most] for part in parts) + f" {trend.direction}"


def _lines(values: Any) -> str:
    return "\n".join(values.values())


def _terms(gap: Gap) -> str:
    return "\n".join(", ".join(words) for words in gap.terms.values())
