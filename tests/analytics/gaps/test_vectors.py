"""Vectors that are remembered are those that the model gives."""

from pathlib import Path

import numpy as np

from analytics.gaps.vectors import Remembered
from nlu.pipeline import Pipeline
from nlu.understanding import Vector

TEXTS = ["do you engrave names", "能刻字吗", "where do old batteries go"]


class Counting:
    """An understander that counts what it reads."""

    def __init__(self, pipeline: Pipeline, model: str) -> None:
        self.model, self.read = model, 0
        self._pipeline = pipeline
        self.understand = pipeline.understand

    def embed(self, texts: list[str]) -> Vector:
        self.read += len(texts)
        return self._pipeline.embed(texts)


def test_only_new_texts_are_read_and_another_models_vectors_are_forgotten(understander: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "v.npz"
    reader, other = Counting(understander, "m1"), Counting(understander, "m2")
    first = Remembered(reader, file).embed(TEXTS[:2])
    again = Remembered(reader, file).embed([TEXTS[1], TEXTS[2], TEXTS[0]])
    assert reader.read == 3
    assert np.allclose(again[[2, 0]], first, atol=1e-3)
    assert np.allclose(again[1], understander.embed([TEXTS[2]])[0], atol=1e-3)
    Remembered(other, file).embed(TEXTS)
    assert other.read == 3


def test_a_damaged_file_costs_time_only(understander: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "v.npz").write_bytes(b"PK\x03\x04 no archive")
    assert Remembered(understander, tmp_path / "v.npz").embed(TEXTS).shape == (3, 384)
