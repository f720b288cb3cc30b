"""How far a message is from everything that the intents were learnt from.

The relative Mahalanobis distance of Ren et al. 2021, https://arxiv.org/abs/2106.09022. On the development part of BANKING77-OOS
it tells unknown requests about the same bank from known ones better (AUROC 0.88) than the confidence (0.83), the energy (0.80) or
the tenth nearest neighbour (0.87); with the confidence it is 0.89.
"""

import io
from dataclasses import asdict, dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_SHRINKAGE = 0.05  # towards a round cloud: more directions are measured than a small set can tell


@dataclass(frozen=True)
class Mahalanobis:
    """`within` and `around` (width, width) whiten the spread inside intents and that of everything.

    `centres` (intents, width) and `middle` (width,) are the means, whitened.
    """

    within: Floats
    around: Floats
    centres: Floats
    middle: Floats

    @classmethod
    def fitted(cls, features: Floats, labels: NDArray[np.int64]) -> Self:
        """Those of `features` (sentences, width), whose intents are `labels` (sentences,)."""
        names, rows = np.unique(labels, return_inverse=True)
        centres = np.stack([features[rows == place].mean(0) for place in range(len(names))])
        within, around = _whitening(features - centres[rows]), _whitening(features - features.mean(0))
        return cls(within, around, centres @ within, features.mean(0) @ around)

    def distances(self, features: Floats) -> Floats:
        """The distance to the nearest intent less that to the middle of all, shape (texts,), of `features` (texts, width)."""
        inside = features @ self.within
        near = (inside**2).sum(1)[:, None] + (self.centres**2).sum(1) - 2 * inside @ self.centres.T
        result: Floats = near.min(1) - ((features @ self.around - self.middle) ** 2).sum(1)
        return result

    def to_bytes(self) -> bytes:
        """The file that `from_bytes` reads."""
        file = io.BytesIO()
        np.savez(file, **asdict(self))
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises ValueError or KeyError when `content` is not such a file."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return cls(*(arrays[name] for name in ("within", "around", "centres", "middle")))


def _whitening(spread: Floats) -> Floats:
    """The matrix that makes centred rows (sentences, width) uncorrelated and of variance one."""
    covariance = spread.T.astype(np.float64) @ spread / max(1, len(spread) - 1)
    width = len(covariance)
    covariance = (1 - _SHRINKAGE) * covariance + _SHRINKAGE * max(np.trace(covariance) / width, 1e-12) * np.eye(width)
    return np.linalg.cholesky(np.linalg.inv(covariance)).astype(np.float32)
