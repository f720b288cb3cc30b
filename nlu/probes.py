"""Linear classifiers of what the encoder makes of a message: learnt in seconds, without a change of the encoder."""

import io
from dataclasses import asdict, dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Probe:
    """One column of `weights` (width, classes) and one `bias` (classes,) for each class."""

    weights: Floats
    bias: Floats

    def logits(self, features: Floats) -> Floats:
        """Those of the classes, (texts, classes), of `features` (texts, width)."""
        result: Floats = features @ self.weights + self.bias
        return result


@dataclass(frozen=True)
class Probes:
    """The classifiers of a message's intent and of its sentiment."""

    intents: Probe
    sentiments: Probe

    def to_bytes(self) -> bytes:
        """The file that `from_bytes` reads."""
        file = io.BytesIO()
        np.savez(file, **{f"{name}.{part}": array for name, probe in asdict(self).items() for part, array in probe.items()})
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises ValueError or KeyError when `content` is not such a file."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return cls(*(Probe(arrays[f"{name}.weights"], arrays[f"{name}.bias"]) for name in ("intents", "sentiments")))
