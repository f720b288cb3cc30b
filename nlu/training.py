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

from nlu.answers import Answers
from nlu.encoders import Encoder
from nlu.heads import SENTIMENTS
from nlu.holding import held
from nlu.network import Network
from nlu.passes import epoch, passed, tokens, vectors
from nlu.questions import Question
from nlu.sentences import Sentence

Steps = Callable[[int, int], None]


@dataclass(frozen=True)
class Schedule:
    """How long, how fast and how roughly to train; rates are peaks, reached after the `warm_up` share of the steps."""

    epochs: int = 3
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
    question_batch: int = 32
    question_weight: float = 0.5
    centre_rate: float = 3e-3  # of the vectors that stand for answers
    fidelity: float = 2.0  # of the sentence vectors to those of the untouched encoder, which retrieval is good with
    noise: float = 0.05  # slips a character, in half of the sentences
    development: int = 12  # one sentence in so many is only measured on
    seed: int = 0


def split(sentences: Sequence[Sentence], schedule: Schedule) -> tuple[list[Sentence], list[Sentence]]:
    """Divide into (training, development).

    A text is always in the same part, so that the shipped encoder has not learnt from the second one either.
    """
    development = [sentence for sentence in sentences if held(sentence.text, schedule.development)]
    return [sentence for sentence in sentences if not held(sentence.text, schedule.development)], development


def train(
    encoder: Encoder,
    sentences: Sequence[Sentence],
    intents: Sequence[str],
    schedule: Schedule,
    steps: Steps,
    questions: Sequence[Question] = (),
) -> Network:
    """A network fine-tuned on `sentences`, whose intents are all among `intents`, and on `questions` that have an answer.

    `steps` hears how many are done, of how many. The encoder's model is changed in place. The same arguments give the same
    network on the same machine.
    """
    torch.manual_seed(schedule.seed)
    # FAISS may have set the OpenMP runtime that both share to one thread.
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1))
    order = random.Random(schedule.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = Network(encoder.model, len(intents), len(SENTIMENTS), schedule.dropout).to(device)
    _lighten(network)
    meanings = Meanings(network, encoder, sentences, intents, schedule)
    answers = Answers(network, encoder, questions, schedule.noise) if questions else None
    asked = answers.batches(schedule.question_batch, order) if answers else iter(())
    total = schedule.epochs * math.ceil(len(sentences) / schedule.batch)
    optimizer, rate = _optimizer(network, answers, schedule, total)
    network.train()
    done = 0
    texts = [(sentence.text, sentence.language) for sentence in sentences]
    for _ in range(schedule.epochs):
        for rows, ids in epoch(encoder, texts, schedule.noise, schedule.batch, order):
            loss = meanings.loss(network, rows, ids)
            if answers:
                loss = loss + schedule.question_weight * answers(network, *next(asked), schedule.fidelity)
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            rate.step()
            done += 1
            steps(done, total)
    return network.cpu().eval()


class Meanings:
    """What each sentence means: its intent, its sentiment, and the vector that the untouched encoder gave it."""

    def __init__(
        self, network: Network, encoder: Encoder, sentences: Sequence[Sentence], intents: Sequence[str], schedule: Schedule
    ) -> None:
        self._schedule = schedule
        self._before = vectors(network, tokens(encoder, [sentence.text for sentence in sentences]))
        device = self._before.device
        self._intents = torch.tensor([intents.index(sentence.intent) for sentence in sentences], device=device)
        self._sentiments = torch.tensor([SENTIMENTS.index(sentence.sentiment) for sentence in sentences], device=device)

    def loss(self, network: Network, rows: list[int], ids: list[list[int]]) -> Tensor:
        """How badly `network` understands the sentences `rows`, whose tokens are `ids`, and how far their vectors have moved."""
        schedule, intents = self._schedule, self._intents[rows]
        found, features, intent_logits, sentiment_logits = passed(network, ids)
        loss = functional.cross_entropy(intent_logits, intents, label_smoothing=schedule.smoothing)
        loss = loss + schedule.sentiment_weight * functional.cross_entropy(sentiment_logits, self._sentiments[rows])
        loss = loss + schedule.contrast * contrast(functional.normalize(features, dim=1), intents, schedule.temperature)
        return loss + schedule.fidelity * (1 - (found * self._before[rows]).sum(1)).mean()


def contrast(vectors: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """The supervised contrastive loss of unit `vectors` (batch, hidden): those of one label attract, all others repel."""
    alone = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    scores = (vectors @ vectors.T / temperature).masked_fill(alone, -torch.inf)
    same = (labels[:, None] == labels[None, :]) & ~alone
    each = torch.log_softmax(scores, dim=1).masked_fill(~same, 0.0).sum(1) / same.sum(1).clamp(min=1)
    return -each[same.any(1)].mean() if same.any() else vectors.sum() * 0.0


def _lighten(network: Network) -> None:
    # Word vectors stay: a few thousand sentences would move those words only that happen to be in them.
    network.encoder.embeddings.requires_grad_(False)
    # The encoder's own dropout and the fused attention of CPUs take a third of the time and make nothing better.
    network.encoder.set_attn_implementation("eager")
    for module in network.encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0


def _optimizer(
    network: Network, answers: Answers | None, schedule: Schedule, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    heads = [*network.intents.parameters(), *network.sentiments.parameters()]
    body = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    groups = [{"params": heads, "lr": schedule.head_rate}, {"params": body, "lr": schedule.encoder_rate}]
    if answers:
        groups.append({"params": [answers.centres], "lr": schedule.centre_rate, "weight_decay": 0.0})
    optimizer = torch.optim.AdamW(groups, weight_decay=schedule.weight_decay, fused=True)
    warm = max(1, round(steps * schedule.warm_up))
    rate = LambdaLR(optimizer, lambda step: min((step + 1) / warm, (steps - step) / (steps - warm + 1)))
    return optimizer, rate
