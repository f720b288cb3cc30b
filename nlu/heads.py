"""What the heads' logits mean: the names of their classes and how their confidence is calibrated."""

from pydantic import BaseModel, ConfigDict

from nlu.calibration import Floats, probabilities
from nlu.sentences import OUT_OF_SCOPE
from nlu.understanding import Intent, Language, Sentiment, SentimentLabel

SENTIMENTS: tuple[SentimentLabel, ...] = ("negative", "neutral", "positive")
KEPT = 5  # intents of an understanding; the rest of the ranking is noise


class Heads(BaseModel):
    """The classes in the order of the logits, temperatures, and the confidence by language below which a message is outside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intents: tuple[str, ...]
    sentiments: tuple[SentimentLabel, ...] = SENTIMENTS
    temperature: dict[Language, float] = {"en": 1.0, "zh": 1.0}
    threshold: float = 0.0
    sentiment_temperature: float = 1.0
    ngrams: dict[Language, float] = {"en": 0.5, "zh": 0.5}  # the share of the n-grams' log-probabilities
    padding: int = 0

    @property
    def outside(self) -> int:
        """The place of out_of_scope among the intents."""
        return self.intents.index(OUT_OF_SCOPE)

    def ranked(self, logits: Floats, language: Language) -> tuple[tuple[Intent, ...], bool]:
        """The best intents of one message, out_of_scope never among them, and whether the message is out of scope."""
        chances = probabilities(logits, self.temperature[language])
        outside = self.outside
        order = [place for place in (-chances).argsort(kind="stable")[: KEPT + 1].tolist() if place != outside][:KEPT]
        best = chances[order[0]]
        intents = tuple(Intent(self.intents[place], float(chances[place])) for place in order)
        return intents, bool(chances[outside] > best or best < self.threshold)

    def sentiment(self, logits: Floats) -> Sentiment:
        """The most probable tone of one message."""
        chances = probabilities(logits, self.sentiment_temperature)
        best = int(chances.argmax())
        return Sentiment(self.sentiments[best], float(chances[best]))
