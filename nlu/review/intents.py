"""Intents found by name, by what they mean, or by a word that their sentences have, in either language."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.sentences import IntentSpec, Sentence

_MOST = 9  # a digit chooses


@dataclass(frozen=True)
class Intents:
    """The intents and the sentences that show what customers say for each."""

    specs: Sequence[IntentSpec]
    sentences: Sequence[Sentence]

    def means(self, name: str) -> str:
        """What customers mean by an intent, in English; empty for an unknown one."""
        return next((spec.means for spec in self.specs if spec.name == name), "")

    def find(self, words: str) -> tuple[IntentSpec, ...]:
        """At most nine intents for some words, the likeliest first.

        Those that have all the words in their name come first, then those with them in their meaning, then those of whose
        sentences most contain what was typed, which is how Chinese words find an intent.
        """
        wanted = words.casefold().replace("_", " ").split()
        if not wanted:
            return ()
        said = Counter(one.intent for one in self.sentences if " ".join(wanted) in one.text.casefold())
        scored = {spec: (_has(spec.name, wanted), _has(spec.means, wanted), said[spec.name]) for spec in self.specs}
        ranked = sorted((spec for spec in self.specs if any(scored[spec])), key=lambda spec: scored[spec], reverse=True)
        return tuple(ranked[:_MOST])


def _has(text: str, wanted: Sequence[str]) -> bool:
    return all(word in text.casefold().replace("_", " ") for word in wanted)
