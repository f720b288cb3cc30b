"""Noise for training: slips and habits of writing, so that a model learns to read through them.

Of the kinds in nlu.perturbations, training sees slips of the finger, by sound and by shape, lost spaces and punctuation, slang,
emoji, particles and words of the other language, with other random numbers and without a third of the listed words. It never
sees letter case, elongation, spaced, full-width or Traditional text.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from nlu.perturbations import characters, habits_chinese, habits_english, mixing, typos, writing
from nlu.sentences import Sentence

_Change = Callable[[str, random.Random], str]
_SHARE = 0.04  # slips a character, in copies

_SLIPS: dict[str, tuple[_Change, ...]] = {
    "en": (typos.adjacent_key, typos.swapped, typos.dropped, typos.doubled, typos.dropped_space),
    "zh": (characters.homophone, characters.look_alike, characters.confused, characters.dropped, characters.swapped),
}
_HABITS: dict[str, tuple[_Change, ...]] = {
    "en": (writing.unpunctuated, writing.emoji, habits_english.SLANG.learnt, mixing.CHINESE_WORDS.learnt),
    "zh": (
        writing.unpunctuated,
        writing.emoji,
        habits_chinese.particles,
        habits_chinese.SLANG.learnt,
        mixing.ENGLISH_WORDS.learnt,
    ),
}


def noisy(text: str, language: str, share: float, order: random.Random) -> str:
    """`text` with slips, one for every `1 / share` characters and at least one, or with one habit of writing.

    It comes back as it was when there is nothing in it to change.
    """
    kinds = [*_SLIPS[language], *_HABITS[language]]
    for change in order.sample(kinds, len(kinds)):
        changed = text
        for _ in range(max(1, round(len(text) * share)) if change in _SLIPS[language] else 1):
            changed = change(changed, order)
        if changed != text:
            return changed
    return text


def rough(texts: Iterable[tuple[str, str]], share: float, order: random.Random) -> list[str]:
    """The texts, each with its language, every other one with noise; none when `share` is 0."""
    return [noisy(text, language, share, order) if share and order.random() < 0.5 else text for text, language in texts]


def copies(sentences: Sequence[Sentence], per: int, seed: int) -> list[Sentence]:
    """At most `per` noisy copies of each sentence, all different, without marks; the same arguments give the same copies."""
    order = random.Random(seed)
    found = []
    for sentence in sentences:
        texts = dict.fromkeys(noisy(sentence.text, sentence.language, _SHARE, order) for _ in range(per))
        texts.pop(sentence.text, None)
        found += [replace(sentence, text=text, spans=()) for text in texts]
    return found
