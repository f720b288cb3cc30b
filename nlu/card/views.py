"""A section as its tables show it: intents of both languages side by side, and sentences that went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.card.values import ClassScore, Count, Counted, Mistake, Results, Section
from nlu.sentences import Sentence
from nlu.understanding import Language

_PAIRS = 15  # of confused intents in a language
_WEAK = 12  # intents
_EXAMPLES = 4


@dataclass(frozen=True)
class IntentRow:
    """One intent's scores by language, and the lowest F1 of them."""

    name: str
    scores: Mapping[Language, ClassScore]

    @property
    def weakest(self) -> float:
        """The lowest F1."""
        return min(score.f1 for score in self.scores.values())


@dataclass(frozen=True)
class Taken:
    """`count` sentences of `intent` were taken for `found`, these `examples` among them."""

    intent: str
    found: str
    count: int
    examples: tuple[Mistake, ...]


@dataclass(frozen=True)
class Weak:
    """An intent that is understood badly, and sentences of it that went wrong, the surest mistakes first."""

    row: IntentRow
    mistakes: Mapping[Language, tuple[Mistake, ...]]


@dataclass(frozen=True)
class CountRow:
    """How many sentences an intent has, by part and language."""

    intent: str
    counts: Mapping[tuple[Counted, Language], int]


def intent_rows(section: Section) -> list[IntentRow]:
    """All intents, the weakest first."""
    found: dict[str, dict[Language, ClassScore]] = {}
    for results in section.results:
        for score in results.intents:
            found.setdefault(score.name, {})[results.language] = score
    return sorted((IntentRow(name, scores) for name, scores in found.items()), key=lambda row: (row.weakest, row.name))


def taken(results: Results) -> list[Taken]:
    """The commonest confusions."""
    return [
        Taken(pair.intent, pair.found, pair.count, _surest(results, pair.intent, pair.found)[:_EXAMPLES])
        for pair in results.confusions[:_PAIRS]
    ]


def weak(section: Section) -> list[Weak]:
    """The weakest intents of which any sentence went wrong."""
    rows = [
        Weak(row, {results.language: _surest(results, row.name)[:_EXAMPLES] for results in section.results})
        for row in intent_rows(section)
    ]
    return [one for one in rows if any(one.mistakes.values())][:_WEAK]


def _surest(results: Results, intent: str, found: str | None = None) -> tuple[Mistake, ...]:
    kept = [one for one in results.mistakes if one.intent == intent and found in (None, one.found)]
    return tuple(sorted(kept, key=lambda one: -one.confidence))


def counted(parts: Mapping[Counted, Sequence[Sentence]], intents: Sequence[str]) -> tuple[Count, ...]:
    """How many sentences there are by part, language and intent, in the order of `intents`."""
    counts: dict[tuple[str, Counted, Language], int] = {}
    for part, sentences in parts.items():
        for one in sentences:
            counts[one.intent, part, one.language] = counts.get((one.intent, part, one.language), 0) + 1
    places = {name: place for place, name in enumerate(intents)}
    ordered = sorted(counts.items(), key=lambda item: (places.get(item[0][0], len(places)), item[0][0]))
    return tuple(Count(part, language, intent, count) for (intent, part, language), count in ordered)


def count_rows(counts: Sequence[Count]) -> list[CountRow]:
    """The counts, a row an intent, in their order."""
    rows: dict[str, dict[tuple[Counted, Language], int]] = {}
    for one in counts:
        rows.setdefault(one.intent, {})[one.part, one.language] = one.count
    return [CountRow(intent, found) for intent, found in rows.items()]
