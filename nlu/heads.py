"""What the models' logits mean: the names of their classes, how their confidence is calibrated, what is out of scope."""

from pydantic import BaseModel, ConfigDict

from nlu.calibration import Floats, probabilities
from nlu.outside import Outside
from nlu.sentences import OUT_OF_SCOPE
from nlu.understanding import Intent, Language, Sentiment, SentimentLabel

SENTIMENTS: tuple[SentimentLabel, ...] = ("negative", "neutral", "positive")
KEPT = 5  # intents of an understanding; the rest of the ranking is noise


class Heads(BaseModel):
    """The classes in the order of the logits, temperatures by language, and what is out of scope."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intents: tuple[str, ...]
    sentiments: tuple[SentimentLabel, ...] = SENTIMENTS
    temperature: dict[Language, float] = {"en": 1.0, "zh": 1.0}
    outside: Outside = Outside()
    sentiment_temperature: float = 1.0
    ngrams: dict[Language, float] = {"en": 0.2, "zh": 0.2}  # the share of the n-grams' log-probabilities
    padding: int = 0

    @property
    def place(self) -> int | None:
        """That of out_of_scope among the intents, None when nothing of that kind was learnt from."""
        return self.intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.intents else None

    def ranked(self, logits: Floats, language: Language) -> tuple[Intent, ...]:
        """The best intents of one message, out_of_scope never among them."""
        chances = probabilities(logits, self.temperature[language])
        order = [place for place in (-chances).argsort(kind="stable")[: KEPT + 1].tolist() if place != self.place][:KEPT]
        return tuple(Intent(self.intents[place], float(chances[place])) for place in order)

    def sentiment(self, logits: Floats) -> Sentiment:
        """The sentiment of one message."""
        chances = probabilities(logits, self.sentiment_temperature)
        return Sentiment(self.sentiments[int(chances.argmax())], float(chances.max()))
