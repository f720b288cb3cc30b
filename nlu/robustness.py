"""How much understanding loses when customers write otherwise: accuracy and intents by kind of perturbation."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from nlu.perturbations import Perturbation, of
from nlu.pipeline import name_of
from nlu.sentences import Sentence
from nlu.understanding import Language, Understander

_BATCH = 16


@dataclass(frozen=True)
class Pair:
    """A sentence of `intent` and what it became, with what either was `taken` for."""

    intent: str
    text: str
    changed: str
    taken: str
    changed_taken: str

    @property
    def broke(self) -> bool:
        """Whether only the changed sentence was misunderstood."""
        return self.taken == self.intent != self.changed_taken


@dataclass(frozen=True)
class Effect:
    """What one kind of perturbation did to the sentences of a language that it changed, one pair for each."""

    kind: str
    language: Language
    pairs: tuple[Pair, ...]

    @property
    def clean(self) -> float:
        """Accuracy on the sentences as they were, 1 without any."""
        return _share(pair.taken == pair.intent for pair in self.pairs)

    @property
    def perturbed(self) -> float:
        """Accuracy on the sentences as they became."""
        return _share(pair.changed_taken == pair.intent for pair in self.pairs)

    @property
    def loss(self) -> float:
        """The difference of accuracies, negative when the changed sentences were understood better."""
        return self.clean - self.perturbed

    @property
    def same(self) -> float:
        """The share of pairs with one intent, right or wrong."""
        return _share(pair.taken == pair.changed_taken for pair in self.pairs)

    def figures(self) -> dict[str, object]:
        """The figures by name, for files, and what broke."""
        numbers = {name: round(getattr(self, name), 4) for name in ("clean", "perturbed", "loss", "same")}
        return {
            "kind": self.kind,
            "language": self.language,
            "count": len(self.pairs),
            **numbers,
            "broke": [asdict(pair) for pair in self.pairs if pair.broke],
        }


def measure(understander: Understander, sentences: Sequence[Sentence], seed: int = 0) -> list[Effect]:
    """The effect of every kind of perturbation on `sentences`, by language, those that it leaves as they are left out."""
    return [
        effect
        for language in sorted({sentence.language for sentence in sentences})
        for effect in _effects(understander, [one for one in sentences if one.language == language], of(language), seed)
    ]


def mean_loss(effects: Sequence[Effect]) -> float:
    """The mean of the kinds' losses."""
    return float(np.mean([effect.loss for effect in effects]))


def _effects(
    understander: Understander, sentences: Sequence[Sentence], kinds: Sequence[Perturbation], seed: int
) -> Iterable[Effect]:
    clean = taken(understander, [sentence.text for sentence in sentences])
    for kind in kinds:
        texts = [kind(sentence.text, seed) for sentence in sentences]
        changed = [row for row, sentence in enumerate(sentences) if texts[row] != sentence.text]
        found = taken(understander, [texts[row] for row in changed])
        pairs = (
            Pair(sentences[row].intent, sentences[row].text, texts[row], clean[row], after)
            for row, after in zip(changed, found, strict=True)
        )
        yield Effect(kind.name, kind.language, tuple(pairs))


def taken(understander: Understander, texts: Sequence[str]) -> list[str]:
    """The one class that each text is in."""
    return [
        name_of(one)
        for start in range(0, len(texts), _BATCH)
        for one in understander.understand(list(texts[start : start + _BATCH]))
    ]


def _share(truths: Iterable[bool]) -> float:
    found = list(truths)
    return sum(found) / len(found) if found else 1.0
