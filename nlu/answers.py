"""Teaches sentence vectors which questions have the same answer."""

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from nlu.encoders import Encoder
from nlu.network import Network
from nlu.passes import epoch, passed, tokens, vectors
from nlu.questions import Question

SCALE = 16.0  # of the cosines, which are too small for a softmax to choose by


class Answers(nn.Module):
    """A learned unit vector for each answer, to which the vectors of its questions are drawn.

    The softmax runs over all answers (Wang et al. 2017, https://arxiv.org/abs/1704.06369), so that a question is told from every
    other answer and not only from those in its batch.
    """

    def __init__(self, network: Network, encoder: Encoder, questions: Sequence[Question], noise: float) -> None:
        super().__init__()
        self._encoder, self._questions, self._noise = encoder, questions, noise
        names = sorted({question.answer for question in questions})
        self._before = before = vectors(network, tokens(encoder, [question.text for question in questions]))
        self._answer_of = torch.tensor([names.index(question.answer) for question in questions], device=before.device)
        sums = torch.zeros(len(names), before.shape[1], device=before.device).index_add_(0, self._answer_of, before)
        self.centres = nn.Parameter(functional.normalize(sums, dim=1))

    def batches(self, size: int, order: random.Random) -> Iterator[tuple[list[int], list[list[int]]]]:
        """Yield numbers of questions and their tokens, pass after pass without end."""
        texts = [(question.text, question.language) for question in self._questions]
        while True:
            yield from epoch(self._encoder, texts, self._noise, size, order)

    def forward(self, network: Network, rows: list[int], ids: list[list[int]], fidelity: float) -> Tensor:
        """How badly the vectors of the questions `rows` find their answers, and `fidelity` times how far they have moved."""
        found, *_ = passed(network, ids)
        logits = SCALE * found @ functional.normalize(self.centres, dim=1).T
        moved = (1 - (found * self._before[rows]).sum(1)).mean()
        return functional.cross_entropy(logits, self._answer_of[rows]) + fidelity * moved
