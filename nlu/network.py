"""The network that is trained: one encoder, whose mean state is the sentence vector and whose first state feeds the heads."""

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

# States are small numbers; larger ones let the heads learn at a rate that the encoder can bear.
GAIN = 3.0


class Network(nn.Module):
    """Token ids to (vectors, features, intent logits, sentiment logits)."""

    def __init__(
        self, encoder: PreTrainedModel, intents: int, sentiments: int, dropout: float = 0.1, whole: bool = False
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.seen = self.width if whole else self.width // 2
        self.intents = nn.Linear(self.seen, intents)
        self.sentiments = nn.Linear(self.seen, sentiments)

    @property
    def width(self) -> int:
        """The number of features."""
        return 2 * int(self.encoder.config.hidden_size)

    @property
    def padding(self) -> int:
        """The token that fills short rows."""
        return int(self.encoder.config.pad_token_id or 0)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Unit vectors (batch, hidden), features (batch, 2 * hidden), logits (batch, classes) of `ids`, `mask` (batch, tokens).

        The features are what classifiers look at: the first state beside the mean one. The heads see the `whole` of it or the
        first state alone, so that what tells intents apart need not move the vectors.
        """
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        mean = (states * weight).sum(1) / weight.sum(1)
        features = torch.cat([states[:, 0], mean], dim=1)
        seen = self.dropout(features[:, : self.seen]) * GAIN
        return functional.normalize(mean, dim=1), features, self.intents(seen), self.sentiments(seen)
