"""Which texts are held back from training, so that something is left to measure on."""

import hashlib


def held(text: str, one_in: int) -> bool:
    """Whether a text is among those, about one in so many, that are held back: always the same ones, whatever else there is."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % one_in == 0
