"""Vectors of texts that come again in every report, kept beside the installation's other files."""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from configs.progress import Progress
from nlu.understanding import Understander, Vector

FILE = "gaps-vectors.npz"  # in the installation's folder
_BATCH = 64


class Remembered:
    """Embeds texts, those of the last time out of `file`; another model's vectors are not taken."""

    def __init__(self, understander: Understander, file: Path, progress: Progress = lambda _task, _done, _total: None) -> None:
        self._understander, self._file, self._progress = understander, file, progress
        self._known = _read(file, understander.model)

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vectors of shape (len(texts), hidden); the file then holds those of `texts` and no others.

        They are kept in half precision, which changes a cosine by less than 0.001.
        """
        digests = [hashlib.sha256(text.encode()).digest()[:16] for text in texts]
        fresh = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in self._known}
        new = sorted(fresh.items(), key=lambda item: len(item[1]))
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            vectors = self._understander.embed([text for _, text in batch])
            self._known.update((digest, vector) for (digest, _), vector in zip(batch, vectors, strict=True))
            self._progress("reading the articles", start + len(batch), len(new))
        rows = np.stack([self._known[digest] for digest in digests]).astype(np.float32)
        if new or len(self._known) > len(set(digests)):
            self._write(digests, rows)
        return rows

    def _write(self, digests: Sequence[bytes], rows: Vector) -> None:
        """For the next time; a folder that cannot be written to only costs time."""
        content = io.BytesIO()
        names = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 16)
        np.savez(content, digests=names, vectors=rows.astype(np.float16), model=np.array(self._understander.model))
        fresh = self._file.with_suffix(".new")
        try:
            fresh.write_bytes(content.getvalue())
            fresh.replace(self._file)
        except OSError:
            fresh.unlink(missing_ok=True)


def _read(file: Path, model: str) -> dict[bytes, Vector]:
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as found:
            if str(found["model"]) != model:
                return {}
            return {bytes(name): row for name, row in zip(found["digests"], found["vectors"], strict=True)}
    except (OSError, BadZipFile, ValueError, KeyError, EOFError):
        return {}
