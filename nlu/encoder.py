"""The served encoder: texts in; unit vectors and features out, by ONNX Runtime."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as state
from tokenizers import Tokenizer

from nlu.errors import ModelError
from nlu.understanding import Vector

Floats = NDArray[np.float32]
INPUTS = ("ids", "mask")
_LIKENESS = 0.75
OUTPUTS = ("vector", "features")
# ONNX Runtime's fused kernel takes three times as long as the addition and the normalisation by themselves.
_SLOWER = ["SkipLayerNormFusion"]
REFUSALS = (
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.InvalidProtobuf,
    state.NotImplemented,
    state.RuntimeException,
)


@dataclass(frozen=True)
class Encoded:
    """What searches compare, unit `vectors` (texts, hidden), and what classifiers look at, `features` (texts, width)."""

    vectors: Vector
    features: Floats


class Encoder:
    """One tokeniser, which cuts long texts, and one ONNX session; several threads may call it."""

    def __init__(self, graph: bytes, tokenizer: bytes, padding: int = 0, threads: int = 1) -> None:
        """Raises ModelError when `graph` or `tokenizer` is not what it should be."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Spinning threads would take the processor from the web server between two messages.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
            )
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
        except (*REFUSALS, ValueError) as error:
            raise ModelError(f"ONNX Runtime {onnxruntime.__version__} refuses the model: {str(error).splitlines()[0]}") from None
        self._padding = padding

    def run(self, texts: list[str]) -> Encoded:
        """Encode at least one text, those of like length in one pass; each is cut after the tokeniser's longest length."""
        tokens = [self._tokenizer.encode(text).ids for text in texts]
        groups = list(_alike([len(sentence) for sentence in tokens]))
        passes = [self._pass([tokens[row] for row in rows]) for rows in groups]
        order = np.argsort(np.concatenate(groups))
        return Encoded(*(np.concatenate(parts)[order] for parts in zip(*passes, strict=True)))

    def _pass(self, tokens: list[list[int]]) -> list[Floats]:
        longest = max(map(len, tokens))
        ids = np.full((len(tokens), longest), self._padding, dtype=np.int64)
        mask = np.zeros((len(tokens), longest), dtype=np.int64)
        for row, sentence in enumerate(tokens):
            ids[row, : len(sentence)] = sentence
            mask[row, : len(sentence)] = 1
        outputs: list[Floats] = self._session.run(OUTPUTS, dict(zip(INPUTS, (ids, mask), strict=True)))
        return outputs

    @property
    def hidden(self) -> int:
        """The length of a vector."""
        return int(self._session.get_outputs()[0].shape[1])

    @property
    def width(self) -> int:
        """The number of features."""
        return int(self._session.get_outputs()[1].shape[1])


def _alike(lengths: list[int]) -> Iterator[list[int]]:
    """Row numbers in groups whose lengths differ by a quarter at most: computing padding costs as much as computing text."""
    rows = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    group = [rows[0]]
    for row in rows[1:]:
        if lengths[row] < _LIKENESS * lengths[group[0]]:
            yield group
            group = []
        group.append(row)
    yield group
