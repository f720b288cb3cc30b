"""In which of the shop's languages a text is, by its script; and names for articles that come without one."""

import hashlib
import re
import unicodedata

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile("[a-z]+", re.IGNORECASE)
_OTHER = re.compile("[^a-z0-9\u4e00-\u9fff]+")
_LONGEST = 60


def language_of(text: str) -> str:
    """The language by script: "zh" where there are at least as many Chinese characters as Latin words, else "en"."""
    han = len(_HAN.findall(text))
    return "zh" if han and han >= len(_LATIN.findall(text)) else "en"


def name_of(question: str, prefix: str = "") -> str:
    """An id that says what the article is about; the same question always gets the same one."""
    plain = unicodedata.normalize("NFKC", question).casefold()
    name = _OTHER.sub("-", plain).strip("-")
    if not name or len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}-{hashlib.sha256(plain.encode(errors='replace')).hexdigest()[:8]}".strip("-")
    return f"{prefix}.{name}" if prefix else name


def normal(question: str) -> str:
    """`question` without case, width, punctuation and blanks, by which duplicates are known."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    return "".join(character for character in folded if character.isalnum())
