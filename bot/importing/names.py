"""Names of a Rasa project as names here."""

import re
import unicodedata

_OTHER = re.compile(r"[^a-z0-9_]+")


def intent_of(text: str) -> str:
    """An intent's name, which is a file's as well: that of a retrieval intent without what comes after the slash."""
    return re.sub(r"[^\w-]+", "_", text.partition("/")[0])


def name_of(text: str) -> str:
    """Small letters, digits and _, as types and flows are named; always the same for the same text."""
    plain = _OTHER.sub("_", unicodedata.normalize("NFKC", text).lower()).strip("_")
    if plain and not plain[0].isdigit():
        return plain[:40]
    return f"n_{plain or '_'.join(f'{ord(letter):x}' for letter in text)}"[:40]
