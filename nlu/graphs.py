"""ONNX graphs written node by node, and the one of BERT and its kin.

Written rather than traced, because a tracer takes half a minute and leaves hundreds of nodes about shapes that cost time in every
pass. Devlin et al. 2019, https://aclanthology.org/N19-1423; RoBERTa differs only in where its positions begin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]
_OPSET = 20
_FORMAT = 10  # of the file; ONNX Runtime 1.22 reads it
_MICROSOFT = "com.microsoft"


class Graph:
    """A graph that grows: each method adds nodes and returns the name of their result."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def add(self, operation: str, *inputs: str, result: str = "", **attributes: Any) -> str:
        """The result of `operation`, named `result` or a name that is free."""
        result = result or f"{operation.lower()}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operation, list(inputs), [result], name=result, **attributes))
        return result

    def constant(self, value: NDArray[Any]) -> str:
        """A tensor that is part of the model."""
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def numbers(self, *values: int) -> str:
        """Whole numbers that are part of the model."""
        return self.constant(np.array(values, dtype=np.int64))

    def linear(self, states: str, weights: Weights, name: str, result: str = "") -> str:
        """`states` through the linear layer `name`, whose weight has the shape (outputs, inputs)."""
        product = self.add("MatMul", states, self.constant(weights[f"{name}.weight"].T), result=f"{name}.product")
        return self.add("Add", product, self.constant(weights[f"{name}.bias"]), result=result)

    def model(self, inputs: Mapping[str, list[str]], outputs: Mapping[str, list[str | int]]) -> ModelProto:
        """The finished model: whole numbers in, fractions out, each with the shape that is given for its name."""
        arguments = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in inputs.items()]
        results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
        graph = helper.make_graph(self._nodes, "nlu", arguments, results, self._constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_FORMAT)


@dataclass(frozen=True)
class Shape:
    """What an encoder's weights do not say by themselves."""

    layers: int
    heads: int
    epsilon: float  # of the layer norms
    first_position: int = 0


def encoder(graph: Graph, weights: Weights, shape: Shape, ids: str, mask: str) -> str:
    """The last states (batch, tokens, hidden) of the transformer with these `weights`, named as Hugging Face names them."""
    states = _embedded(graph, weights, shape, ids)
    kept = graph.add("Cast", mask, to=TensorProto.INT32)
    for layer in range(shape.layers):
        states = _layer(graph, weights, f"encoder.layer.{layer}", shape, states, kept)
    return states


def mean(graph: Graph, states: str, mask: str) -> str:
    """The mean (batch, hidden) of the `states` (batch, tokens, hidden) whose `mask` is one."""
    weight = graph.add("Cast", mask, to=TensorProto.FLOAT)
    total = graph.add("MatMul", graph.add("Unsqueeze", weight, graph.numbers(1)), states)
    count = graph.add("ReduceSum", weight, graph.numbers(1), keepdims=1)
    return graph.add("Div", graph.add("Squeeze", total, graph.numbers(1)), count)


def first(graph: Graph, states: str) -> str:
    """The first token's state, (batch, hidden), of `states` (batch, tokens, hidden)."""
    alone = graph.add("Slice", states, graph.numbers(0), graph.numbers(1), graph.numbers(1))
    return graph.add("Squeeze", alone, graph.numbers(1))


def _embedded(graph: Graph, weights: Weights, shape: Shape, ids: str) -> str:
    words = graph.add("Gather", graph.constant(weights["embeddings.word_embeddings.weight"]), ids)
    # Every token is of the first type, so its vector can be added to all positions once.
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    length = graph.add("Shape", ids, start=1, end=2)
    used = graph.add("Slice", graph.constant(places[shape.first_position :]), graph.numbers(0), length, graph.numbers(0))
    return _normalized(graph, weights, "embeddings.LayerNorm", shape.epsilon, graph.add("Add", words, used))


def _layer(graph: Graph, weights: Weights, name: str, shape: Shape, states: str, kept: str) -> str:
    three = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    weight = graph.constant(np.concatenate([weights[f"{part}.weight"] for part in three]).T)
    bias = graph.constant(np.concatenate([weights[f"{part}.bias"] for part in three]))
    attended = graph.add("Attention", states, weight, bias, kept, domain=_MICROSOFT, num_heads=shape.heads)
    mixed = graph.add("Add", graph.linear(attended, weights, f"{name}.attention.output.dense"), states)
    states = _normalized(graph, weights, f"{name}.attention.output.LayerNorm", shape.epsilon, mixed)
    wide = graph.add("Gelu", graph.linear(states, weights, f"{name}.intermediate.dense"))
    mixed = graph.add("Add", graph.linear(wide, weights, f"{name}.output.dense"), states)
    return _normalized(graph, weights, f"{name}.output.LayerNorm", shape.epsilon, mixed)


def _normalized(graph: Graph, weights: Weights, name: str, epsilon: float, states: str) -> str:
    scale, bias = graph.constant(weights[f"{name}.weight"]), graph.constant(weights[f"{name}.bias"])
    return graph.add("LayerNormalization", states, scale, bias, epsilon=epsilon)
