"""What a search finds: hits, and an answer where one is sure enough."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nlu.understanding import Vector

ANSWER_ABOVE = 0.55  # the least confidence of an answer where no settings say otherwise


@dataclass(frozen=True)
class Hit:
    """An article that was found; `score` is the fused score, `lexical` and `dense` the parts it was fused from."""

    article_id: str
    title: str
    score: float
    lexical: float
    dense: float


@dataclass(frozen=True)
class Answer:
    """The best article for a question.

    `confidence` is the probability in [0, 1] that it is the right one; `version` names the article's content and `index` the
    index that found it; `alternatives` are the next best, at most three, best first. `threshold` is the least confidence
    at which it is said: the article's own, else the shop's, None where neither is set; `edition` is the edition of the articles,
    0 for none.
    """

    article_id: str
    version: str
    index: str
    title: str
    text: str
    score: float
    confidence: float
    alternatives: tuple[Hit, ...]
    threshold: float | None = None
    edition: int = 0


class Answerer(Protocol):
    """Whatever finds answers."""

    def answer(self, text: str, vector: Vector, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """The best article for `text`, whose unit vector of shape (hidden,) is given, or None when nothing is near.

        Of what may be said `at` that time, now unless it is given, in `channel`. The caller decides on
        `confidence` whether to say it, to ask back, or to stay silent.
        """
        ...

    def article(self, article_id: str, language: str, at: datetime | None = None, channel: str = "") -> Answer | None:
        """The article itself, as if it had been found with certainty; None when there is none (any more) that may be said."""
        ...
