"""From logits to probabilities that can be believed.

Temperature scaling and the expected calibration error are those of Guo et al. 2017, https://arxiv.org/abs/1706.04599.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]
_TEMPERATURES = np.geomspace(0.2, 5.0, 200)


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


def calibration_error(confidence: Floats, right: NDArray[np.bool_], bins: int = 15) -> float:
    """Mean distance between confidence and accuracy over `bins` equal parts of [0, 1], weighted by their rows."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[place == part].mean() - right[place == part].mean()) * (place == part).mean() for part in np.unique(place)
    ]
    return float(sum(gaps))
