"""Many vectors that lie as those of sentences do: of sentences as far as there are any, then of others between them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from nlu import sentences
from nlu.pipeline import FOLDER, Pipeline
from nlu.understanding import Vector

Progress = Callable[[str, int, int], None]
_BATCH = 2_048
_CHUNK = 65_536
LEAST, MOST = 0.1, 0.4  # how far a made vector lies from a real one, as a part of the way between two others


def of_lines(file: Path, data: Path, progress: Progress) -> Vector:
    """The unit vectors of the lines of `file`, kept beside it; the model is that of the installation in `data`."""
    return _kept(file.with_name(f"{file.name}.npy"), lambda: _lines(file), data, progress)


def own(part: sentences.Part, data: Path, progress: Progress) -> Vector:
    """The unit vectors of the project's own sentences of that `part`."""
    return _encoded([one.text for one in sentences.read(part)], data, progress)


def grown(real: Vector, count: int, file: Path, progress: Progress) -> int:
    """Write `count` unit vectors to `file`, an array of NumPy's; gives how many of them are of sentences.

    Each further one is a real one moved along the difference of two others, by LEAST to MOST of it, so that the made ones
    crowd where sentences do and vary in the directions in which sentences vary.
    """
    rng = np.random.default_rng(0)
    rows = open_memmap(file, mode="w+", dtype=np.float32, shape=(count, real.shape[1]))
    known = min(len(real), count)
    for start in range(0, count, _CHUNK):
        stop = min(start + _CHUNK, count)
        chunk = np.asarray(real[start:stop], dtype=np.float32)
        if len(chunk) < stop - start:
            base, one, other = real[rng.integers(len(real), size=(3, stop - start - len(chunk)))].astype(np.float32)
            chunk = np.concatenate([chunk, base + rng.uniform(LEAST, MOST, (len(base), 1)).astype(np.float32) * (one - other)])
        rows[start:stop] = chunk / np.linalg.norm(chunk, axis=1, keepdims=True)
        progress(f"{count:,} vectors", stop, count)
    rows.flush()
    return known


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def _kept(file: Path, texts: Callable[[], list[str]], data: Path, progress: Progress) -> Vector:
    if not file.exists():
        np.save(file, _encoded(texts(), data, progress).astype(np.float16))
    kept: Vector = np.load(file, mmap_mode="r")
    return kept


def _encoded(texts: list[str], data: Path, progress: Progress) -> Vector:
    model = Pipeline.load(data / FOLDER)
    parts = []
    for start in range(0, len(texts), _BATCH):
        parts.append(model.embed(texts[start : start + _BATCH]))
        progress("encoding", min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(parts)
