"""Texts read by the models: as they are written and, where that differs, with their slips set right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlu.heads import Heads
from nlu.language import language_of
from nlu.outside import signals
from nlu.scoring import Scorer, Scores, log_probabilities
from nlu.spelling import Speller
from nlu.text import normalized
from nlu.understanding import Intent, Language, Sentiment, Vector


@dataclass(frozen=True)
class Read:
    """What a model says of a text: its ranking, whether it is out of scope, with what chance, and its unit vector.

    `text` is what it has read: the text as it is normalised or, where it was surer of that, as it is spelt right.
    """

    intents: tuple[Intent, ...]
    out_of_scope: bool
    vector: Vector
    outside: float = 0.0
    text: str = ""


@dataclass(frozen=True)
class Reader:
    """What the models say of texts, in one pass."""

    scorer: Scorer
    heads: Heads
    speller: Speller

    def read(self, texts: Sequence[str]) -> list[tuple[Read, Sentiment]]:
        """How each of at least one text is understood.

        Of a text as it is written and as it would be spelt, the reading that the models are surer of is taken: what looks like
        a slip may be a name.
        """
        written = [normalized(text) for text in texts]
        spelt = [(row, right) for row, text in enumerate(written) if (right := self.speller(text)) != text]
        candidates = [*written, *(right for _, right in spelt)]
        scores = self.scorer.run(candidates)
        place = list(range(len(written)))
        languages = [language_of(text) for text in texts]
        for other, (row, _) in enumerate(spelt, start=len(written)):
            if self._certainty(scores, other, languages[row]) > self._certainty(scores, row, languages[row]):
                place[row] = other
        return [
            (replace(self._read(scores, row, language), text=candidates[row]), self.heads.sentiment(scores.sentiments[row]))
            for row, language in zip(place, languages, strict=True)
        ]

    def chosen(self, text: str) -> str:
        """The text whose reading is taken: the normalised one or the one that is spelt right."""
        written = normalized(text)
        right = self.speller(written)
        scores, language = self.scorer.run([written, right]), language_of(text)
        return right if self._certainty(scores, 1, language) > self._certainty(scores, 0, language) else written

    def _certainty(self, scores: Scores, row: int, language: Language) -> float:
        read = self._read(scores, row, language)
        return (1 - read.outside) * read.intents[0].confidence

    def _read(self, scores: Scores, row: int, language: Language) -> Read:
        heads, logits = self.heads, scores.intents[row]
        logs = log_probabilities(logits[None] / heads.temperature[language])
        outside = float(heads.outside.chances(signals(logs, scores.distances[row : row + 1], heads.place))[0])
        return Read(heads.ranked(logits, language), outside > heads.outside.threshold, scores.vectors[row], outside)
