"""One spelling for what customers write in many: the text that models read, and a folded text whose spans lead back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import opencc

_TO_SIMPLIFIED = opencc.OpenCC("t2s")
# Also replaces Taiwan's words by the mainland's (軟體: 软件), so it must only see text that is written in Traditional characters.
_FROM_TAIWAN = opencc.OpenCC("tw2sp")
# Private-use characters are not kept either: no font or model agrees on them.
_REMOVED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85"
_LONG_RUN = re.compile(r"(\D)\1{3,}")
# Chinese characters, each by itself; 退 款 is a word, and in 你好 退款 the space is a comma.
_SPACED = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?: [\u3400-\u9fff])+(?![\u3400-\u9fff])")
# A table that remembered every code point there is could be filled by one hostile customer.
_REMEMBERED = 0x20000
# A few signs stand for whole sentences (U+FDFA for eighteen letters); nobody means their words.
_LONGEST_PIECE = 4


class _Cleaning(dict[int, str]):
    """A table for `str.translate` that is filled as characters are met: removes what is not written, keeps the rest."""

    def __missing__(self, code: int) -> str:
        piece = self.piece(chr(code))
        if code < _REMEMBERED:
            self[code] = piece
        return piece

    def piece(self, character: str) -> str:
        """What `character` becomes, any number of characters long."""
        if character in _BREAKS:
            return " "
        return "" if unicodedata.category(character) in _REMOVED else character


class _Folding(_Cleaning):
    """The same, and each character in its plainest form: half-width, lower case, Simplified."""

    def piece(self, character: str) -> str:
        cleaned = super().piece(character)
        plain = "".join(map(super().piece, unicodedata.normalize("NFKC", cleaned))).lower()
        if len(plain) > _LONGEST_PIECE:
            return cleaned
        return _TO_SIMPLIFIED.convert(plain) if plain and not plain.isascii() else plain


_CLEANING = _Cleaning()
_FOLDING = _Folding()


def normalized(text: str) -> str:
    """The text as models read it: NFKC, Simplified Chinese, visible characters only, single spaces, at most three alike in a row.

    Chinese characters that are spaced out are closed up. Emoji, letter case and numbers stay. Normalising twice changes nothing.
    """
    if not text.isprintable():
        text = text.translate(_CLEANING)
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if not text.isascii():
        text = _simplified(_SPACED.sub(lambda run: run[0].replace(" ", ""), text))
    return _LONG_RUN.sub(r"\1\1\1", text)


def _simplified(text: str) -> str:
    # Twice, because a mainland word may itself be written with a character that has a simpler form.
    simple: str = _TO_SIMPLIFIED.convert(text)
    if simple != text:
        simple = _TO_SIMPLIFIED.convert(_FROM_TAIWAN.convert(text))
    return simple


@dataclass(frozen=True)
class Folded:
    """A message folded for matching: half-width, lower case, Simplified, nothing invisible.

    `origin[i]` is the place in the original message of the character that `text[i]` came from.
    """

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original message, in code points; the span must not be empty."""
        return self.origin[start], self.origin[end - 1] + 1


def folded(text: str) -> Folded:
    """Fold `text` character by character, so that every place in it can be found again."""
    if text.isascii() and text.isprintable():
        return Folded(text.lower(), range(len(text)))
    pieces = [_FOLDING[ord(character)] for character in text]
    result = "".join(pieces)
    if len(result) == len(text) and "" not in pieces:
        return Folded(result, range(len(text)))
    return Folded(result, [place for place, piece in enumerate(pieces) for _ in piece])
