"""From logits to probabilities that can be believed, and the line under which nothing is believed.

Temperature scaling and the expected calibration error are those of Guo et al. 2017, https://arxiv.org/abs/1706.04599.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]
_TEMPERATURES = np.geomspace(0.2, 5.0, 200)
_THRESHOLDS = np.linspace(0.0, 0.6, 121)


def probabilities(logits: Floats, temperature: float = 1.0) -> Floats:
    """Softmax over the last axis of `logits / temperature`, the same shape."""
    scaled = logits / temperature
    scaled -= scaled.max(axis=-1, keepdims=True)
    np.exp(scaled, out=scaled)
    result: Floats = scaled / scaled.sum(axis=-1, keepdims=True)
    return result


def fitted_temperature(logits: Floats, labels: Labels) -> float:
    """The temperature under which `labels`, shape (rows,), are most probable given `logits`, shape (rows, classes)."""
    return float(max(_TEMPERATURES, key=lambda temperature: likelihood(logits, labels, temperature)))


def likelihood(logits: Floats, labels: Labels, temperature: float) -> float:
    """The mean log-probability of `labels`, shape (rows,), given `logits`, shape (rows, classes)."""
    chances = probabilities(logits, temperature)[np.arange(len(labels)), labels]
    return float(np.log(chances + 1e-12).mean())


def decided(chances: Floats, outside: int, threshold: float) -> Labels:
    """The class of each row of `chances`, shape (rows, classes); `outside` also where no other class reaches `threshold`."""
    inside = np.delete(chances, outside, axis=1).max(axis=1)
    return np.where(inside < threshold, outside, chances.argmax(axis=1))


def fitted_threshold(chances: Floats, labels: Labels, outside: int) -> float:
    """The threshold that decides most rows rightly; the middle one where several do."""
    right = np.array([(decided(chances, outside, threshold) == labels).sum() for threshold in _THRESHOLDS])
    return float(np.median(_THRESHOLDS[right == right.max()]))


def calibration_error(confidence: Floats, right: NDArray[np.bool_], bins: int = 15) -> float:
    """Mean distance between confidence and accuracy over `bins` equal parts of [0, 1], weighted by their rows."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[place == part].mean() - right[place == part].mean()) * (place == part).mean() for part in np.unique(place)
    ]
    return float(sum(gaps))
