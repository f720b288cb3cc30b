"""An encoder for measuring the same texts several times."""

import numpy as np

from nlu.encoder import Encoded, Encoder


class Remembered:
    """Reads each text once, alone, as it would be served."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Encoded] = {}

    @property
    def hidden(self) -> int:
        """The length of a vector."""
        return self._encoder.hidden

    def run(self, texts: list[str]) -> Encoded:
        """What the encoder makes of at least one text."""
        found = [self._read(text) for text in texts]
        return Encoded(np.concatenate([one.vectors for one in found]), np.concatenate([one.features for one in found]))

    def _read(self, text: str) -> Encoded:
        if text not in self._known:
            self._known[text] = self._encoder.run([text])
        return self._known[text]
