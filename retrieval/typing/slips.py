"""What somebody may have meant who hit one key wrongly."""

from collections.abc import Iterator
from string import ascii_lowercase

SHORTEST = 3  # letters; a shorter beginning is one slip away from nearly everything


def slips(word: str) -> list[str]:
    """Every beginning of a word that is one slip away from `word`: a letter too much, too few, another one, or two swapped.

    The optimal string alignment of Damerau (1964, https://doi.org/10.1145/363958.363994). A last letter too much is not among
    them: "deli" is no sign of "del...", and one too few is no slip in a word that is still being typed.
    """
    return sorted({*_one_away(word)} - {word}) if len(word) >= SHORTEST else []


def _one_away(word: str) -> Iterator[str]:
    for place in range(len(word)):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        if after:
            yield before + after
            yield before + after[0] + letter + after[1:]
        for other in ascii_lowercase:
            yield before + other + letter + after
            yield before + other + after
