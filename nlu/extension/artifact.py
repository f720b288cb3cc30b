"""The shipped extension: `words.txt` and `weights.safetensors`, eight bits a weight.

New word vectors and the differences of the body to the untouched encoder are stored as int8 with one scale a row: a
difference is small, so its rounding error is too. Beside them stand the marks of the sentences that the body was fine-tuned on.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel

from nlu.extension.vocabulary import extend_tokenizer

WORDS = "words.txt"
WEIGHTS = "weights.safetensors"
ROWS = "rows"
LEARNT = "learnt"


def quantized(weight: Tensor) -> tuple[Tensor, Tensor]:
    """`weight` of shape (rows, columns) as int8 and its scales of shape (rows, 1)."""
    scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
    return torch.round(weight / scale).to(torch.int8), scale.to(torch.float32)


def save(folder: Path, words: Sequence[str], rows: Tensor, differences: Mapping[str, Tensor], learnt: Iterable[int] = ()) -> None:
    """Write into `folder` the new words' `rows` (words, hidden), the body's `differences` by parameter name, and marks."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    weights = {LEARNT: torch.tensor(sorted(learnt), dtype=torch.int64)}
    for name, weight in {ROWS: rows, **differences}.items():
        if weight.dim() == 2:
            weights[name], weights[f"{name}:scale"] = (part.contiguous() for part in quantized(weight))
        else:
            weights[name] = weight.to(torch.float16)
    save_file(weights, folder / WEIGHTS)


def apply(folder: Path, model: BertModel, tokenizer_file: Path) -> Tokenizer:
    """Give `model` the extension in `folder`, in place, and return the tokeniser that goes with it.

    Raises FileNotFoundError when the folder holds no extension.
    """
    words = vocabulary(folder)
    weights = load_file(folder / WEIGHTS)
    tokenizer = extend_tokenizer(tokenizer_file, words)
    model.resize_token_embeddings(tokenizer.get_vocab_size(), mean_resizing=False)
    tokens = torch.tensor([tokenizer.token_to_id(word) for word in words])
    with torch.no_grad():
        model.embeddings.word_embeddings.weight[tokens] = _full(weights, ROWS)
        parameters = dict(model.named_parameters())
        for name in weights:
            if name not in (ROWS, LEARNT) and not name.endswith(":scale"):
                parameters[name] += _full(weights, name)
    return tokenizer


def vocabulary(folder: Path) -> list[str]:
    """The new words; raises FileNotFoundError when the folder holds no extension."""
    return (folder / WORDS).read_text(encoding="utf-8").split()


def learnt(folder: Path) -> frozenset[int]:
    """The marks of the sentences and questions that the body was fine-tuned on."""
    with safe_open(folder / WEIGHTS, framework="pt") as weights:
        return frozenset(weights.get_tensor(LEARNT).tolist())


def digest(folder: Path) -> str:
    """SHA-256 over the extension's files, in hexadecimal."""
    content = b"".join((folder / name).read_bytes() for name in (WORDS, WEIGHTS))
    return hashlib.sha256(content).hexdigest()


def _full(weights: Mapping[str, Tensor], name: str) -> Tensor:
    weight = weights[name].to(torch.float32)
    scale = weights.get(f"{name}:scale")
    return weight if scale is None else weight * scale
