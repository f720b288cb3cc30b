"""What sentences mean, and how badly a network understands it."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from nlu.encoders import Encoder
from nlu.heads import SENTIMENTS
from nlu.network import Network
from nlu.passes import passed, tokens, vectors
from nlu.schedule import Schedule
from nlu.sentences import Sentence


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

    def losses(self, network: Network, rows: list[int], ids: list[list[int]]) -> dict[str, Tensor]:
        """How badly `network` understands the sentences `rows`, whose tokens are `ids`, and how far their vectors have moved.

        Each part has its weight already.
        """
        schedule, intents = self._schedule, self._intents[rows]
        found, features, intent_logits, sentiment_logits = passed(network, ids)
        seen = functional.normalize(features[:, : network.seen], dim=1)
        return {
            "intent": functional.cross_entropy(intent_logits, intents, label_smoothing=schedule.smoothing),
            "sentiment": schedule.sentiment_weight * functional.cross_entropy(sentiment_logits, self._sentiments[rows]),
            "contrast": schedule.contrast * contrast(seen, intents, schedule.temperature),
            "fidelity": schedule.fidelity * (1 - (found * self._before[rows]).sum(1)).mean(),
        }


def contrast(vectors: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """The supervised contrastive loss of unit `vectors` (batch, hidden): those of one label attract, all others repel."""
    alone = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    scores = (vectors @ vectors.T / temperature).masked_fill(alone, -torch.inf)
    same = (labels[:, None] == labels[None, :]) & ~alone
    each = torch.log_softmax(scores, dim=1).masked_fill(~same, 0.0).sum(1) / same.sum(1).clamp(min=1)
    return -each[same.any(1)].mean() if same.any() else vectors.sum() * 0.0
