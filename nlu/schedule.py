"""How to train: settings that suit the amount of data, and which sentences are only measured on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from nlu.holding import held
from nlu.sentences import Sentence

FEW = 20  # sentences an intent
PLENTY = 10_000  # sentences an intent


@dataclass(frozen=True)
class Schedule:
    """How long, how fast and how roughly to train; rates are peaks, reached after the `warm_up` share of the steps."""

    epochs: int = 3
    patience: int = 2  # epochs without a better development part, after which training stops
    batch: int = 64
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.1
    dropout: float = 0.1
    smoothing: float = 0.1  # of the intent labels, Szegedy et al. 2016, https://arxiv.org/abs/1512.00567
    sentiment_weight: float = 0.3
    contrast: float = 0.3  # supervised contrastive term, Khosla et al. 2020, https://arxiv.org/abs/2004.11362
    temperature: float = 0.1
    question_batch: int = 32
    question_weight: float = 0.5
    centre_rate: float = 3e-3  # of the vectors that stand for answers
    fidelity: float = 2.0  # of the sentence vectors to those of the untouched encoder, which retrieval is good with
    whole: bool = False  # whether the mean state, which is the vector, is drawn apart by intents as well
    noise: float = 0.05  # slips a character, in half of the sentences
    development: int = 12  # one sentence in so many is only measured on
    seed: int = 0

    @classmethod
    def suited(cls, sentences: Sequence[Sentence]) -> Self:
        """What measures best with few sentences an intent, or with many (tests/benchmarks/RESULTS.md).

        Few of them are drawn together rather than told apart, gently, and nothing is held back. Of plenty the linear models learn
        by themselves what fine-tuning on them would take an hour for.
        """
        intents = {sentence.intent for sentence in sentences}
        if len(sentences) >= PLENTY * len(intents):
            return cls(epochs=0)
        if len(sentences) >= FEW * len(intents):
            return cls()
        return cls(
            epochs=4,
            batch=32,
            encoder_rate=5e-5,
            head_rate=1e-2,
            contrast=2.0,
            fidelity=0.0,
            whole=True,
            noise=0.0,
            development=0,
        )


def split(sentences: Sequence[Sentence], schedule: Schedule) -> tuple[list[Sentence], list[Sentence]]:
    """Divide into (training, development), the second empty where the schedule holds nothing back.

    A text is always in the same part, so that the shipped encoder has not learnt from the second one either.
    """
    parts: tuple[list[Sentence], list[Sentence]] = [], []
    for sentence in sentences:
        parts[schedule.development > 0 and held(sentence.text, schedule.development)].append(sentence)
    return parts
