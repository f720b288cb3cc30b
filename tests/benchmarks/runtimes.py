"""`python -m tests.benchmarks.runtimes`: one pass of the shipped encoder on one thread, by runtime and precision, in turn.

OpenVINO is compared where it is installed (`pip install openvino`); the project does not need it.
"""

import importlib.util
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from configs import settings
from nlu.encoder import INPUTS
from nlu.encoders import load_encoder
from nlu.export import graph, quantized
from tests.benchmarks.load import MESSAGES

ROUNDS = 60
Ids = NDArray[np.int64]
Pass = Callable[[Ids, Ids], Any]


def main() -> None:
    """Measure all runtimes message by message, so that what else the machine does meets them alike."""
    chosen = settings.load().nlu
    encoder = load_encoder(chosen.encoder, chosen.extension)
    texts = [np.array([encoder.tokenizer.encode(text).ids]) for text in MESSAGES]
    passes = dict(_passes(encoder.model))
    times: dict[str, list[float]] = {name: [] for name in passes}
    for number in range(ROUNDS + 1):
        for ids in texts:
            for name, run in passes.items():
                started = time.perf_counter()
                run(ids, np.ones_like(ids))
                if number:  # the first round warms up
                    times[name].append((time.perf_counter() - started) * 1000)
    table = Table("runtime", "p50, ms", "fastest tenth, ms", title=f"{len(texts)} messages of 3 to 9 tokens, one thread")
    for name, found in times.items():
        table.add_row(name, f"{median(found):.2f}", f"{np.quantile(found, 0.1):.2f}")
    Console().print(table)


def _passes(model: Any) -> Iterator[tuple[str, Pass]]:
    full = graph(model)
    yield "ONNX Runtime, int8", _onnx(quantized(full))
    yield "ONNX Runtime, fp32", _onnx(full.SerializeToString())
    yield "torch, bf16", _torch(model)
    if importlib.util.find_spec("openvino"):
        yield "OpenVINO, fp32", _openvino(full.SerializeToString(), "f32")
        yield "OpenVINO, bf16", _openvino(full.SerializeToString(), "bf16")


def _onnx(content: bytes) -> Pass:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        content, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
    return lambda ids, mask: session.run(None, dict(zip(INPUTS, (ids, mask), strict=True)))


def _torch(model: Any) -> Pass:
    torch.set_num_threads(1)

    def run(ids: Ids, mask: Ids) -> Any:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            return model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask))

    return run


def _openvino(content: bytes, precision: str) -> Pass:
    core = importlib.import_module("openvino").Core()
    asked = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": precision}
    request = core.compile_model(core.read_model(content, b""), "CPU", asked).create_infer_request()
    return lambda ids, mask: request.infer(dict(zip(INPUTS, (ids, mask), strict=True)))


if __name__ == "__main__":
    main()
