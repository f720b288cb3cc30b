"""Teach an English sentence encoder Chinese: a sentence gets the vector of its English translation.

The method is multilingual distillation (Reimers and Gurevych 2020, https://arxiv.org/abs/2004.09813) with a
contrastive term in the batch; English sentences keep the vectors that they had.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

Part = Literal["embeddings", "adapters", "body"]
Progress = Callable[[int, int, float], None]


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to train; `part` says which weights beside the new vectors may change."""

    part: Part = "body"
    epochs: float = 3.0
    batch: int = 128
    embedding_rate: float = 2e-3
    body_rate: float = 2e-4
    warm_up: float = 0.05
    temperature: float = 0.05
    contrast: float = 0.2
    english_share: float = 0.2
    seed: int = 0


class ExtendedEmbedding(nn.Module):
    """Frozen word vectors with a trainable row for each new token."""

    def __init__(self, frozen: nn.Embedding, tokens: Tensor, rows: Tensor) -> None:
        super().__init__()
        size = max(frozen.num_embeddings, int(tokens.max()) + 1)
        self.frozen = frozen.requires_grad_(False)
        self.rows = nn.Embedding(len(rows), rows.shape[1], _weight=rows)
        row_of = torch.full((size,), -1, dtype=torch.long)
        row_of[tokens] = torch.arange(len(tokens))
        self.row_of: Tensor
        self.register_buffer("row_of", row_of)

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of shape (*ids.shape, hidden)."""
        row = self.row_of[ids]
        new = (row >= 0).unsqueeze(-1)
        known = self.frozen(ids.clamp(max=self.frozen.num_embeddings - 1))
        return torch.where(new, self.rows(row.clamp(min=0)), known)


class Adapter(nn.Module):
    """A bottleneck after a feed-forward block (Houlsby et al. 2019, https://arxiv.org/abs/1902.00751)."""

    def __init__(self, block: nn.Module, hidden: int, width: int = 64) -> None:
        super().__init__()
        self.block = block
        self.down = nn.Linear(hidden, width)
        self.up = nn.Linear(width, hidden)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, hidden: Tensor) -> Tensor:
        """The block's output of shape (batch, tokens, hidden), moved by the adapter."""
        output: Tensor = self.block(hidden)
        moved: Tensor = self.up(functional.gelu(self.down(output)))
        return output + moved


def prepare(model: BertModel, part: Part, tokens: Tensor, rows: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """Give `model` the new tokens; return the (embedding, body) parameters that training may change."""
    model.requires_grad_(False)
    embedding = ExtendedEmbedding(model.embeddings.word_embeddings, tokens, rows)
    model.embeddings.word_embeddings = embedding
    if part == "adapters":
        for layer in model.encoder.layer:
            layer.output.dense = Adapter(layer.output.dense, model.config.hidden_size)
            layer.output.dense.down.requires_grad_(True)
            layer.output.dense.up.requires_grad_(True)
    if part == "body":
        model.encoder.requires_grad_(True)
        model.embeddings.LayerNorm.requires_grad_(True)
    body = [weight for weight in model.parameters() if weight.requires_grad and weight is not embedding.rows.weight]
    return [embedding.rows.weight], body


def padded(sentences: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Token ids and attention mask, both of shape (sentences, longest)."""
    longest = max(map(len, sentences))
    ids = torch.zeros(len(sentences), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, sentence in enumerate(sentences):
        ids[row, : len(sentence)] = torch.tensor(sentence)
        mask[row, : len(sentence)] = 1
    return ids, mask


def embed(model: BertModel, sentences: list[list[int]]) -> Tensor:
    """Mean-pooled unit vectors of shape (sentences, hidden)."""
    ids, mask = padded(sentences)
    with torch.autocast("cpu", torch.bfloat16):
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state
    weight = mask.unsqueeze(-1).float()
    return functional.normalize((states.float() * weight).sum(1) / weight.sum(1), dim=1)


def embed_all(model: BertModel, sentences: list[list[int]], batch: int = 128, progress: Progress | None = None) -> Tensor:
    """`embed` over any number of sentences, longest together, in their own order."""
    order = sorted(range(len(sentences)), key=lambda index: len(sentences[index]))
    result = torch.empty(len(sentences), model.config.hidden_size)
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            result[part] = embed(model, [sentences[index] for index in part])
            if progress:
                progress(start + len(part), len(order), 0.0)
    return result


def batches(lengths: list[int], size: int, epochs: float, generator: torch.Generator) -> Iterator[list[int]]:
    """Shuffled batches of sentences of like length."""
    total = int(len(lengths) * epochs)
    while total > 0:
        shuffled = torch.randperm(len(lengths), generator=generator).tolist()
        for pool in (shuffled[start : start + size * 32] for start in range(0, len(shuffled), size * 32)):
            pool.sort(key=lengths.__getitem__)
            groups = [pool[start : start + size] for start in range(0, len(pool), size)]
            for place in torch.randperm(len(groups), generator=generator).tolist():
                if total <= 0:
                    return
                total -= len(groups[place])
                yield groups[place]


def loss_of(vectors: Tensor, targets: Tensor, schedule: Schedule) -> Tensor:
    """Cosine distance to the target plus InfoNCE over the batch's other targets."""
    distance = 1 - (vectors * targets).sum(1).mean()
    scores = vectors @ targets.T / schedule.temperature
    return distance + schedule.contrast * functional.cross_entropy(scores, torch.arange(len(vectors)))


def distil(
    model: BertModel,
    parameters: tuple[list[Tensor], list[Tensor]],
    chinese: list[list[int]],
    english: list[list[int]],
    targets: Tensor,
    schedule: Schedule,
    progress: Progress,
) -> None:
    """Train `model` in place; `targets`, shape (sentences, hidden), are the untouched encoder's English vectors."""
    generator = torch.Generator().manual_seed(schedule.seed)
    torch.manual_seed(schedule.seed)
    embedding, body = parameters
    groups = [{"params": embedding, "lr": schedule.embedding_rate}]
    if body:
        groups.append({"params": body, "lr": schedule.body_rate})
    optimizer = torch.optim.AdamW(groups, weight_decay=0.0, fused=True)
    steps = max(1, math.ceil(len(chinese) * schedule.epochs / schedule.batch))
    warm = max(1, int(steps * schedule.warm_up))
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm + 1)))
    )
    model.train()
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    running = 0.0
    for step, rows in enumerate(batches([len(sentence) for sentence in chinese], schedule.batch, schedule.epochs, generator)):
        loss = loss_of(embed(model, [chinese[row] for row in rows]), targets[rows], schedule)
        if body and torch.rand((), generator=generator) < schedule.english_share:
            loss = loss + (1 - (embed(model, [english[row] for row in rows]) * targets[rows]).sum(1)).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(embedding + body, 1.0)
        optimizer.step()
        rate.step()
        optimizer.zero_grad()
        running = loss.item() if not running else 0.98 * running + 0.02 * loss.item()
        progress(step + 1, steps, running)
    model.eval()


def retrieval_accuracy(chinese: Tensor, english: Tensor) -> float:
    """Share of Chinese vectors whose own translation is the nearest of all English vectors."""
    return float((torch.argmax(chinese @ english.T, dim=1) == torch.arange(len(chinese))).float().mean())
