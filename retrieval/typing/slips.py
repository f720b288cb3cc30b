"""What somebody may have meant who hit one key wrongly."""

from collections.abc import Iterator
from string import ascii_lowercase

SHORTEST = 3  # letters; a shorter beginning is one slip away from nearly everything
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> dict[str, str]:
    """The keys that touch each key of a keyboard."""
    places = {key: (row, column + row / 2) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    return {
        key: "".join(
            other for other, (line, place) in places.items() if other != key and abs(line - row) <= 1 and abs(place - column) <= 1
        )
        for key, (row, column) in places.items()
    }


_BESIDE = _beside()


def near(word: str) -> list[str]:
    """Every beginning of a word that is one likely slip away from `word`: a key beside the right one, one too few, two swapped.

    One too few is no slip at the end of a word that is still being typed. After Damerau (1964,
    https://doi.org/10.1145/363958.363994), who found four in five misspellings to be one such slip.
    """
    return _without(word, _likely(word))


def far(word: str) -> list[str]:
    """The same for the less likely ones: any other key, or one too many, which is not the last."""
    return _without(word, _unlikely(word))


def _without(word: str, found: Iterator[str]) -> list[str]:
    return sorted({*found} - {word}) if len(word) >= SHORTEST else []


def _likely(word: str) -> Iterator[str]:
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        if after:
            yield before + after[0] + letter + after[1:]
        yield from (before + other + letter + after for other in ascii_lowercase)
        yield from (before + other + after for other in _BESIDE.get(letter, ""))


def _unlikely(word: str) -> Iterator[str]:
    for place in range(len(word)):
        before, after = word[:place], word[place + 1 :]
        if after:
            yield before + after
        yield from (before + other + after for other in ascii_lowercase)
