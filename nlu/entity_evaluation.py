"""How well entities are found in marked sentences: precision and recall of spans, by type."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from nlu.sentences import Sentence
from nlu.understanding import Entity, Language

Extract = Callable[[str, Language], tuple[Entity, ...]]


@dataclass(frozen=True)
class SpanScore:
    """Counts over many sentences.

    `exact` entities have the very span of a mark; `touching_entities` share a character with a mark of their type,
    `touching_marks` with an entity of theirs.
    """

    marked: int = 0
    found: int = 0
    exact: int = 0
    touching_marks: int = 0
    touching_entities: int = 0

    @property
    def precision(self) -> float:
        """The part of the found entities that were marked with the same span, 1 when none was found."""
        return self.exact / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of the marks that were found with the same span, 1 when there is none."""
        return self.exact / self.marked if self.marked else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.exact / (self.found + self.marked) if self.found + self.marked else 1.0

    @property
    def loose_precision(self) -> float:
        """The same with any shared character enough."""
        return self.touching_entities / self.found if self.found else 1.0

    @property
    def loose_recall(self) -> float:
        """The same with any shared character enough."""
        return self.touching_marks / self.marked if self.marked else 1.0

    def __add__(self, other: "SpanScore") -> "SpanScore":
        return SpanScore(
            self.marked + other.marked,
            self.found + other.found,
            self.exact + other.exact,
            self.touching_marks + other.touching_marks,
            self.touching_entities + other.touching_entities,
        )


def span_scores(sentences: Iterable[Sentence], extract: Extract) -> Mapping[str, SpanScore]:
    """The scores of `extract` on `sentences` by type, for types that were marked or found."""
    scores: dict[str, SpanScore] = defaultdict(SpanScore)
    for sentence in sentences:
        marks: dict[str, set[tuple[int, int]]] = defaultdict(set)
        entities: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for mark in sentence.spans:
            marks[mark.type].add((mark.start, mark.end))
        for entity in extract(sentence.text, sentence.language):
            entities[entity.type].add((entity.start, entity.end))
        for kind in marks.keys() | entities.keys():
            scores[kind] += _score(marks[kind], entities[kind])
    return dict(sorted(scores.items()))


def _score(marks: set[tuple[int, int]], entities: set[tuple[int, int]]) -> SpanScore:
    return SpanScore(len(marks), len(entities), len(marks & entities), _touching(marks, entities), _touching(entities, marks))


def _touching(spans: set[tuple[int, int]], others: set[tuple[int, int]]) -> int:
    return sum(any(start < end_other and start_other < end for start_other, end_other in others) for start, end in spans)


def table(scores: Mapping[str, SpanScore]) -> str:
    """The scores as a Markdown table."""
    lines = [
        "| type | marked | found | recall | precision | F1 | recall, touching | precision, touching |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind, score in scores.items():
        figures = (score.recall, score.precision, score.f1, score.loose_recall, score.loose_precision)
        lines.append(f"| {kind} | {score.marked} | {score.found} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")
    return "\n".join(lines)
