"""Fine-tunes an encoder with its heads on labelled sentences; reads from top to bottom."""

import math
import os
import random
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from nlu.answers import Answers
from nlu.checkpoints import Checkpoint
from nlu.curves import Scalars
from nlu.encoders import Encoder
from nlu.heads import SENTIMENTS
from nlu.judging import Judge
from nlu.meanings import Meanings
from nlu.network import Network
from nlu.passes import epoch
from nlu.questions import Question
from nlu.schedule import Schedule
from nlu.sentences import Sentence

Steps = Callable[[int, int], None]


def train(
    encoder: Encoder,
    sentences: Sequence[Sentence],
    intents: Sequence[str],
    schedule: Schedule,
    steps: Steps,
    questions: Sequence[Question] = (),
    development: Sequence[Sentence] = (),
    curves: Scalars | None = None,
    checkpoint: Checkpoint | None = None,
) -> Network:
    """A network fine-tuned on `sentences`, whose intents are all among `intents`, and on `questions` that have an answer.

    It is that of the epoch after which the `development` sentences, if there are any, are told apart best. `steps` hears how
    many are done, of how many; `curves` every loss and score. What `checkpoint` holds is gone on from. The encoder's model is
    changed in place. The same arguments give the same network on the same machine, interrupted or not.
    """
    torch.manual_seed(schedule.seed)
    # FAISS may have set the OpenMP runtime that both share to one thread.
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = Network(encoder.model, len(intents), len(SENTIMENTS), schedule.dropout, schedule.whole).to(device)
    _lighten(network)
    meanings = Meanings(network, encoder, sentences, intents, schedule)
    answers = Answers(network, encoder, questions, schedule.noise) if questions else None
    judge = Judge(encoder, sentences, development, intents)
    run = Run(network, answers, schedule, math.ceil(len(sentences) / schedule.batch))
    if checkpoint:
        checkpoint.restore(run)
    while run.goes_on:
        order = random.Random(f"{schedule.seed} {run.epoch}")
        torch.manual_seed(order.getrandbits(32))
        asked = answers.batches(schedule.question_batch, order) if answers else None
        texts = [(sentence.text, sentence.language) for sentence in sentences]
        network.train()
        for rows, ids in epoch(encoder, texts, schedule.noise, schedule.batch, order):
            losses = meanings.losses(network, rows, ids)
            if answers and asked:
                losses["answer"] = schedule.question_weight * answers(network, *next(asked), schedule.fidelity)
            run.step(losses, curves)
            steps(run.done, run.total)
        run.judged(judge.score(network), curves)
        if checkpoint:
            checkpoint.save(run)
    run.take_best()
    if run.done < run.total:
        steps(run.total, run.total)
    return network.cpu().eval()


class Run:
    """What changes while a network learns, so that it can be kept and gone on with: weights, rates, the best epoch so far."""

    def __init__(self, network: Network, answers: Answers | None, schedule: Schedule, steps: int) -> None:
        self.epoch, self.done, self.total = 0, 0, steps * schedule.epochs
        self._schedule = schedule
        self._modules = nn.ModuleList([network, answers] if answers else [network])
        self._optimizer, self._rate = _optimizer(network, answers, schedule, self.total)
        self._best, self._best_epoch = -math.inf, 0
        self._best_weights: dict[str, Tensor] = {}

    @property
    def goes_on(self) -> bool:
        """Whether there is an epoch left, and hope that it makes anything better."""
        return self.epoch < self._schedule.epochs and self.epoch - self._best_epoch < self._schedule.patience

    def step(self, losses: dict[str, Tensor], curves: Scalars | None) -> None:
        """Move all weights against the sum of the `losses`."""
        torch.autograd.backward(sum(losses.values(), start=torch.zeros(())))
        nn.utils.clip_grad_norm_(self._modules.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._rate.step()
        self.done += 1
        if curves:
            for name, loss in losses.items():
                curves.scalar(f"loss/{name}", float(loss.detach()), self.done)

    def judged(self, score: float | None, curves: Scalars | None) -> None:
        """Count an epoch, whose network has that `score` on the development part, if there is one; keep the best one."""
        self.epoch += 1
        if score is None or score > self._best:
            self._best, self._best_epoch = score if score is not None else self._best, self.epoch
            self._best_weights = {name: weight.detach().clone() for name, weight in self._modules.state_dict().items()}
        if score is not None and curves:
            curves.scalar("development/accuracy", score, self.done)

    def take_best(self) -> None:
        """Give the network the weights of its best epoch."""
        self._modules.load_state_dict(self._best_weights)

    def state(self) -> dict[str, Any]:
        """Everything, as tensors and numbers."""
        return {
            "epoch": self.epoch,
            "done": self.done,
            "weights": self._modules.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "rate": self._rate.last_epoch,
            "best": (self._best, self._best_epoch, self._best_weights),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.epoch, self.done = state["epoch"], state["done"]
        self._modules.load_state_dict(state["weights"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._rate.last_epoch = state["rate"]
        self._best, self._best_epoch, self._best_weights = state["best"]


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
) -> tuple[torch.optim.Optimizer, LambdaLR]:
    heads = [*network.intents.parameters(), *network.sentiments.parameters()]
    body = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    groups = [{"params": heads, "lr": schedule.head_rate}, {"params": body, "lr": schedule.encoder_rate}]
    if answers:
        groups.append({"params": [answers.centres], "lr": schedule.centre_rate, "weight_decay": 0.0})
    optimizer = torch.optim.AdamW(groups, weight_decay=schedule.weight_decay, fused=True)
    warm = max(1, round(steps * schedule.warm_up))
    rate = LambdaLR(optimizer, lambda step: min((step + 1) / warm, (steps - step) / (steps - warm + 1)))
    return optimizer, rate
