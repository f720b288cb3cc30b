"""From questions to the report of gaps: cluster, know again, name, count, and see what is answered by now."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analytics.gaps.answering import Answered
from analytics.gaps.clustering import LEAST, NONE, Known, Labels, clustered
from analytics.gaps.ledger import EXAMPLES, Entry
from analytics.gaps.metric import Floats, Metric
from analytics.gaps.naming import terms, typical
from analytics.gaps.trends import trend
from analytics.gaps.values import Gap, Question, Report
from nlu.understanding import Language, Understander

SOLVED = 0.5
"""Share of a gap's wordings that must be answered for it to be solved."""

UNSOLVED = 0.25
"""Share below which a solved gap has lost its answer."""

BACK = 2
"""Questions after its solution that open a gap again."""

_SHOWN = 8  # examples of a language
_LANGUAGES: tuple[Language, Language] = ("en", "zh")


@dataclass(frozen=True)
class Finder:
    """What finds gaps: vectors, the metric on them, and whoever says which questions are answered by now."""

    understander: Understander
    metric: Metric
    answered: Answered
    least: int = LEAST

    def report(
        self, questions: Sequence[Question], entries: Sequence[Entry], since: datetime, until: datetime
    ) -> tuple[Report, tuple[Entry, ...]]:
        """The gaps among the `questions` of the period, and what to remember in place of the `entries`.

        A gap that nobody asked for in the period stays remembered and is not in the report.
        """
        wordings = list(dict.fromkeys(question.text for question in questions))
        points = self._points(wordings)
        labels = clustered(points, [Known(self._points(entry.wordings)) for entry in entries], self.least)
        told = dict(zip(wordings, self.answered(wordings), strict=True)) if wordings else {}
        rows = _rows(wordings, labels)
        grouped = _grouped(questions, dict(zip(wordings, labels.tolist(), strict=True)))
        taken = {entry.id for entry in entries}
        gaps, kept = [], list(entries)
        for number, inside in sorted(grouped.items()):
            if number == NONE:
                continue
            order = [wordings[row] for row in typical(points, rows[number])]
            old = entries[number] if number < len(entries) else None
            entry = _entry(old, order, min(one.at for one in inside).date(), taken)
            entry = _judged(entry, inside, told, until.date())
            gaps.append(_gap(entry, order, inside, told, (since, until)))
            if old:
                kept[number] = entry
            else:
                kept.append(entry)
        gaps.sort(key=lambda gap: (gap.state == "solved", -gap.left, gap.id))
        return Report(since, until, len(questions), len(grouped.get(NONE, ())), tuple(gaps)), tuple(kept)

    def _points(self, texts: Sequence[str]) -> Floats:
        return self.metric.points(self.understander.embed(list(texts)))


def _rows(wordings: Sequence[str], labels: Labels) -> Mapping[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row in range(len(wordings)):
        rows.setdefault(int(labels[row]), []).append(row)
    return rows


def _grouped(questions: Sequence[Question], numbers: Mapping[str, int]) -> Mapping[int, list[Question]]:
    groups: dict[int, list[Question]] = {}
    for question in questions:
        groups.setdefault(numbers[question.text], []).append(question)
    return groups


def _entry(old: Entry | None, order: Sequence[str], first: date, taken: set[str]) -> Entry:
    """The entry with the wordings of now; what was remembered before fills up the rest."""
    if old is None:
        return Entry(_new_id(order[0], taken), tuple(order[:EXAMPLES]), "open", first)
    fresh = tuple(dict.fromkeys((*order[: EXAMPLES // 2], *old.wordings)))[:EXAMPLES]
    return Entry(old.id, fresh, old.state, old.since, old.solved, old.reopened)


def _new_id(wording: str, taken: set[str]) -> str:
    digest = hashlib.sha256(wording.encode()).hexdigest()
    found = next(digest[start : start + 6] for start in range(len(digest)) if digest[start : start + 6] not in taken)
    taken.add(found)
    return found


def _judged(entry: Entry, inside: Sequence[Question], told: Mapping[str, bool], today: date) -> Entry:
    """Solved when most wordings are answered; open again when that is no longer so, or it is asked in spite of that."""
    texts = {question.text for question in inside}
    share = sum(told[text] for text in texts) / len(texts)
    if entry.state != "solved":
        return entry.solve(today) if share >= SOLVED else entry
    after = sum(entry.solved is not None and question.at.date() > entry.solved for question in inside)
    return entry.reopen(today) if after >= BACK or share < UNSOLVED else entry


def _gap(
    entry: Entry, order: Sequence[str], inside: Sequence[Question], told: Mapping[str, bool], period: tuple[datetime, datetime]
) -> Gap:
    since, until = period
    spoken = {question.text: question.language for question in inside}
    by_language = {one: tuple(text for text in order if spoken[text] == one) for one in _LANGUAGES}
    present = [one for one in _LANGUAGES if by_language[one]]
    return Gap(
        id=entry.id,
        name={one: by_language[one][0] for one in present},
        terms={one: terms(by_language[one], one) for one in present},
        count=len(inside),
        left=sum(_left(question, entry, told) for question in inside),
        reasons=Counter(reason for question in inside for reason in sorted(question.reasons)),
        trend=trend([question.at for question in inside], since, until),
        state=entry.state,
        since=entry.since,
        solved=entry.solved,
        reopened=entry.reopened,
        examples={one: by_language[one][:_SHOWN] for one in present},
        questions=tuple(inside),
    )


def _left(question: Question, entry: Entry, told: Mapping[str, bool]) -> bool:
    """Whether the question still wants an answer: one that came after the solution was not served by it."""
    late = entry.state == "reopened" and entry.solved is not None and question.at.date() > entry.solved
    return late or not told[question.text]


def period(days: int, now: datetime) -> tuple[datetime, datetime]:
    """The `days` until `now`."""
    return now - timedelta(days), now
