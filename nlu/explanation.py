"""Why a message was understood as it was: both models' opinions, the words that decided, the training sentences like it."""

import re
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from nlu.calibration import Floats, probabilities
from nlu.heads import Heads
from nlu.language import language_of
from nlu.neighbours import Neighbour, Neighbours
from nlu.ngrams import NGrams
from nlu.scoring import Scorer
from nlu.understanding import Understanding

CLASSES = 3  # that are shown
WORDS = 5
_LONGEST = 64  # words that are left out one by one
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:['’]\w+)?")


@dataclass(frozen=True)
class Opinion:
    """An intent and its probability: `together`, as it is served, and as the `encoder` and the `ngrams` alone have it."""

    intent: str
    together: float
    encoder: float
    ngrams: float


@dataclass(frozen=True)
class Word:
    """A word of the message and the log-odds of the best class against the next that the n-grams lose without it."""

    word: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """An understanding and what it came from.

    `opinions` are of the best classes, out_of_scope among them, best first; `margin` is how far the first is ahead of the
    second. A message is out of scope when the chance of that, `understanding.outside`, is above `threshold`. `temperature` has
    divided the sum of the encoder's log-probabilities and of `share` times those of the n-grams.
    """

    understanding: Understanding
    opinions: tuple[Opinion, ...]
    margin: float
    threshold: float
    temperature: float
    share: float
    words: tuple[Word, ...]
    neighbours: tuple[Neighbour, ...]

    def to_json(self) -> dict[str, Any]:
        """Everything but the understanding as JSON-ready values."""
        return {
            "margin": self.margin,
            "outside": self.understanding.outside,
            "threshold": self.threshold,
            "temperature": self.temperature,
            "ngram_share": self.share,
            "opinions": [asdict(one) for one in self.opinions],
            "words": [asdict(one) for one in self.words],
            "neighbours": [asdict(one) for one in self.neighbours],
        }


def explained(understood: Understanding, text: str, scorer: Scorer, heads: Heads, neighbours: Neighbours | None) -> Explanation:
    """Explain what was `understood` of a message that reads `text` when it is normalised."""
    together, (_, said) = scorer.run([text]), scorer.parts([text])
    chances = probabilities(together.intents[0], heads.temperature[understood.language])
    encoder, ngrams = probabilities(said.meant[0]), probabilities(said.words[0])
    best = np.argsort(-chances, kind="stable")[:CLASSES].tolist()
    opinions = (Opinion(heads.intents[row], *(float(one[row]) for one in (chances, encoder, ngrams))) for row in best)
    return Explanation(
        understanding=understood,
        opinions=tuple(opinions),
        margin=float(chances[best[0]] - chances[best[1]]),
        threshold=heads.outside.threshold,
        temperature=heads.temperature[understood.language],
        share=scorer.shares[language_of(text)],
        words=_words(text, scorer.ngrams, best[0], best[1]),
        neighbours=neighbours.nearest(scorer.encoder.run([text]).features[0]) if neighbours else (),
    )


def _words(text: str, ngrams: NGrams, best: int, second: int) -> tuple[Word, ...]:
    """The words that weighed most, by leaving out one at a time (Li et al. 2016, https://arxiv.org/abs/1612.08220)."""

    def odds(part: str) -> float:
        logits: Floats = ngrams.logits(part)
        return float(logits[best] - logits[second])

    whole = odds(text)
    found = [
        Word(word[0], whole - odds(text[: word.start()] + text[word.end() :]))
        for word, _ in zip(_WORD.finditer(text), range(_LONGEST), strict=False)
    ]
    return tuple(sorted(found, key=lambda word: -abs(word.weight))[:WORDS])
