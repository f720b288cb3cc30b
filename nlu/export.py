"""A trained encoder as one ONNX graph with eight-bit weights: ids and mask to vector and features."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, checker
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import PreTrainedModel

from configs.errors import ConfigurationError
from nlu import graphs
from nlu.encoder import INPUTS, OUTPUTS

_FIRST_POSITION = {"bert": 0, "roberta": 2, "xlm-roberta": 2}  # by the kind of encoder, as its config.json names it


def graph(encoder: PreTrainedModel) -> ModelProto:
    """The encoder as ONNX, in full precision, for any number of sentences of any length.

    Raises ConfigurationError when it is neither BERT nor built like it.
    """
    drawn = graphs.Graph()
    ids, mask = INPUTS
    states = graphs.encoder(drawn, _weights(encoder), _shape(encoder.config), ids, mask)
    pooled = graphs.mean(drawn, states, mask)
    length = drawn.add("ReduceL2", pooled, drawn.numbers(1), keepdims=1)
    drawn.add("Div", pooled, length, result=OUTPUTS[0])
    drawn.add("Concat", graphs.first(drawn, states), pooled, axis=1, result=OUTPUTS[1])
    hidden = encoder.config.hidden_size
    outputs = dict(zip(OUTPUTS, ([rows, width] for rows, width in (("batch", hidden), ("batch", 2 * hidden))), strict=True))
    model = drawn.model({name: ["batch", "tokens"] for name in INPUTS}, outputs)
    checker.check_model(model)
    return model


def quantized(model: ModelProto) -> bytes:
    """The graph with int8 weights, one scale a column; what flows through it is quantised as it comes.

    Weights use seven of the eight bits: on processors without VNNI instructions the sums of full ones overflow.
    """
    with tempfile.TemporaryDirectory() as folder, _silence():
        file = Path(folder) / "model.onnx"
        quantize_dynamic(
            model,
            file,
            op_types_to_quantize=["Attention", "Gather", "MatMul"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            # Shapes are not inferred behind the attention, which is ONNX Runtime's own.
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
        return file.read_bytes()


@contextmanager
def _silence() -> Iterator[None]:
    # The quantiser advises, on the root logger, preparations that this graph does not need.
    logging.getLogger().addFilter(_nothing)
    try:
        yield
    finally:
        logging.getLogger().removeFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False


def _shape(config: Any) -> graphs.Shape:
    if config.model_type not in _FIRST_POSITION or config.hidden_act != "gelu":
        known = ", ".join(_FIRST_POSITION)
        raise ConfigurationError(f"an encoder of the kind {config.model_type!r} cannot be exported; there are: {known}")
    return graphs.Shape(
        config.num_hidden_layers, config.num_attention_heads, config.layer_norm_eps, _FIRST_POSITION[config.model_type]
    )


def _weights(encoder: PreTrainedModel) -> dict[str, NDArray[np.float32]]:
    return {name: weight.detach().numpy() for name, weight in encoder.named_parameters()}
