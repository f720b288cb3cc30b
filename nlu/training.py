"""Fine-tunes an encoder with its heads on labelled sentences; reads from top to bottom."""

import math
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR

from nlu.batches import by_length, padded, shuffled
from nlu.encoders import Encoder
from nlu.heads import SENTIMENTS
from nlu.network import Network
from nlu.noise import noisy
from nlu.sentences import Sentence
from nlu.text import normalized

Steps = Callable[[int, int], None]
_PASS = 128  # sentences


@dataclass(frozen=True)
class Schedule:
    """How long, how fast and how roughly to train; rates are peaks, reached after the `warm_up` share of the steps."""

    epochs: int = 4
    batch: int = 64
    encoder_rate: float = 3e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.1
    dropout: float = 0.1
    smoothing: float = 0.1  # of the intent labels, Szegedy et al. 2016, https://arxiv.org/abs/1512.00567
    sentiment_weight: float = 0.3
    contrast: float = 0.3  # supervised contrastive term, Khosla et al. 2020, https://arxiv.org/abs/2004.11362
    temperature: float = 0.1
    fidelity: float = 2.0  # of the sentence vectors to those of the untouched encoder, which retrieval is good with
    noise: float = 0.05  # slips a character, in half of the sentences
    ngrams: float = 0.5  # the share of the n-gram model in an intent's score
    development: float = 0.08  # share of the sentences that is only measured on
    seed: int = 0


def split(sentences: Sequence[Sentence], schedule: Schedule) -> tuple[list[Sentence], list[Sentence]]:
    """Divide into (training, development), the same share of every intent in every language."""
    order = random.Random(schedule.seed)
    groups: dict[tuple[str, str], list[Sentence]] = {}
    for sentence in sentences:
        groups.setdefault((sentence.language, sentence.intent), []).append(sentence)
    training: list[Sentence] = []
    development: list[Sentence] = []
    for group in groups.values():
        order.shuffle(group)
        held = round(len(group) * schedule.development)
        development += group[:held]
        training += group[held:]
    return training, development


def train(encoder: Encoder, sentences: Sequence[Sentence], intents: Sequence[str], schedule: Schedule, steps: Steps) -> Network:
    """A network fine-tuned on `sentences`, whose intents are all among `intents`; `steps` hears how many are done, of how many.

    The encoder's model is changed in place. The same arguments give the same network on the same machine.
    """
    torch.manual_seed(schedule.seed)
    # FAISS may have set the OpenMP runtime that both share to one thread.
    torch.set_num_threads(os.cpu_count() or 1)
    order = random.Random(schedule.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = Network(encoder.model, len(intents), len(SENTIMENTS), schedule.dropout).to(device)
    # Word vectors stay: a few thousand sentences would move those words only that happen to be in them.
    network.encoder.embeddings.requires_grad_(False)
    intent_of = torch.tensor([intents.index(sentence.intent) for sentence in sentences], device=device)
    sentiment_of = torch.tensor([SENTIMENTS.index(sentence.sentiment) for sentence in sentences], device=device)
    vector_of = vectors(network, tokens(encoder, [sentence.text for sentence in sentences]))
    total = schedule.epochs * math.ceil(len(sentences) / schedule.batch)
    optimizer, rate = _optimizer(network, schedule, total)
    network.train()
    done = 0
    for _ in range(schedule.epochs):
        epoch = tokens(encoder, rough(sentences, schedule.noise, order))
        for rows in shuffled([len(sentence) for sentence in epoch], schedule.batch, order):
            found, features, intent_logits, sentiment_logits = passed(network, [epoch[row] for row in rows])
            loss = functional.cross_entropy(intent_logits, intent_of[rows], label_smoothing=schedule.smoothing)
            loss = loss + schedule.sentiment_weight * functional.cross_entropy(sentiment_logits, sentiment_of[rows])
            loss = loss + schedule.contrast * contrast(features, intent_of[rows], schedule.temperature)
            loss = loss + schedule.fidelity * (1 - (found * vector_of[rows]).sum(1)).mean()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            rate.step()
            done += 1
            steps(done, total)
    return network.cpu().eval()


def passed(network: Network, sentences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the network gives for sentences of tokens, in full precision."""
    device = network.intents.weight.device
    ids, mask = padded(sentences, network.padding)
    with torch.autocast(device.type, torch.bfloat16, enabled=_multiplies_bfloat16(device)):
        found, features, intent_logits, sentiment_logits = network(ids.to(device), mask.to(device))
    return found, features, intent_logits.float(), sentiment_logits.float()


def vectors(network: Network, sentences: Sequence[Sequence[int]]) -> Tensor:
    """The vectors (sentences, hidden) that retrieval knows: those of the encoder before it is fine-tuned."""
    network.eval()
    result = torch.empty(len(sentences), network.encoder.config.hidden_size, device=network.intents.weight.device)
    with torch.no_grad():
        for rows in by_length([len(sentence) for sentence in sentences], _PASS):
            result[rows] = passed(network, [sentences[row] for row in rows])[0]
    return result


def contrast(vectors: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """The supervised contrastive loss of unit `vectors` (batch, hidden): those of one label attract, all others repel."""
    alone = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    scores = (vectors @ vectors.T / temperature).masked_fill(alone, -torch.inf)
    same = (labels[:, None] == labels[None, :]) & ~alone
    each = torch.log_softmax(scores, dim=1).masked_fill(~same, 0.0).sum(1) / same.sum(1).clamp(min=1)
    return -each[same.any(1)].mean() if same.any() else vectors.sum() * 0.0


def _optimizer(
    network: Network, schedule: Schedule, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    heads = [*network.intents.parameters(), *network.sentiments.parameters()]
    body = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    groups = [{"params": heads, "lr": schedule.head_rate}, {"params": body, "lr": schedule.encoder_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=schedule.weight_decay, fused=True)
    warm = max(1, round(steps * schedule.warm_up))
    rate = LambdaLR(optimizer, lambda step: min((step + 1) / warm, (steps - step) / (steps - warm + 1)))
    return optimizer, rate


def tokens(encoder: Encoder, texts: Sequence[str]) -> list[list[int]]:
    """The token ids of each text."""
    return [encoding.ids for encoding in encoder.tokenizer.encode_batch([normalized(text) for text in texts])]


def rough(sentences: Sequence[Sentence], noise: float, order: random.Random) -> list[str]:
    """The texts, every other one with slips of the finger."""
    return [noisy(one.text, one.language, noise, order) if noise and order.random() < 0.5 else one.text for one in sentences]


def _multiplies_bfloat16(device: torch.device) -> bool:
    # Without the instructions it is emulated, and slower than full precision.
    return device.type == "cuda" or any(torch.cpu.get_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16"))
