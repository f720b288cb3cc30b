"""What customers do to a sentence without meaning anything else: slips, habits of writing and words of the other language.

Each kind by itself, as in Ribeiro et al. 2020, https://arxiv.org/abs/2005.04118.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from nlu.perturbations import characters, habits_chinese, habits_english, mixing, scripts, typos, writing
from nlu.understanding import Language

Change = Callable[[str, random.Random], str]
# About three slips in a hundred letters; a Chinese character is as much as a short word, and a message has fewer.
_LETTERS_PER_SLIP, _CHARACTERS_PER_SLIP = 30, 20


@dataclass(frozen=True)
class Perturbation:
    """A kind of change to texts of a language; numbers, order numbers, e-mail addresses and negations keep their meaning.

    With `per_slip` the change is made once more for every so many characters of the text, otherwise once.
    """

    name: str
    language: Language
    change: Change
    per_slip: int | None = None

    def __call__(self, text: str, seed: int = 0) -> str:
        """`text` changed, always in the same way for one seed, or as it was when there is nothing in it to change."""
        order = random.Random(f"{seed}/{self.name}/{text}")
        for _ in range(1 + (len(text) // self.per_slip if self.per_slip else 0)):
            text = self.change(text, order)
        return text


def of(language: Language) -> tuple[Perturbation, ...]:
    """All kinds for texts of a language."""
    return tuple(one for one in SUITE if one.language == language)


SUITE = (
    Perturbation("adjacent key", "en", typos.adjacent_key, _LETTERS_PER_SLIP),
    Perturbation("swapped letters", "en", typos.swapped, _LETTERS_PER_SLIP),
    Perturbation("dropped letter", "en", typos.dropped, _LETTERS_PER_SLIP),
    Perturbation("doubled letter", "en", typos.doubled, _LETTERS_PER_SLIP),
    Perturbation("dropped space", "en", typos.dropped_space, _LETTERS_PER_SLIP),
    Perturbation("no punctuation", "en", writing.unpunctuated),
    Perturbation("upper case", "en", habits_english.upper_case),
    Perturbation("lower case", "en", habits_english.lower_case),
    Perturbation("slang", "en", habits_english.SLANG),
    Perturbation("elongation", "en", habits_english.elongated),
    Perturbation("emoji", "en", writing.emoji),
    Perturbation("full width", "en", scripts.full_width),
    Perturbation("Chinese words", "en", mixing.CHINESE_WORDS),
    Perturbation("homophone", "zh", characters.homophone, _CHARACTERS_PER_SLIP),
    Perturbation("confused characters", "zh", characters.confused, _CHARACTERS_PER_SLIP),
    Perturbation("look-alike", "zh", characters.look_alike, _CHARACTERS_PER_SLIP),
    Perturbation("dropped character", "zh", characters.dropped, _CHARACTERS_PER_SLIP),
    Perturbation("swapped characters", "zh", characters.swapped, _CHARACTERS_PER_SLIP),
    Perturbation("no punctuation", "zh", writing.unpunctuated),
    Perturbation("spaces", "zh", habits_chinese.spaced),
    Perturbation("particles", "zh", habits_chinese.particles),
    Perturbation("slang", "zh", habits_chinese.SLANG),
    Perturbation("emoji", "zh", writing.emoji),
    Perturbation("full width", "zh", scripts.full_width),
    Perturbation("Traditional", "zh", scripts.traditional),
    Perturbation("Taiwan", "zh", scripts.taiwan),
    Perturbation("Hong Kong", "zh", scripts.hong_kong),
    Perturbation("English words", "zh", mixing.ENGLISH_WORDS),
)
