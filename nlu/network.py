"""The network that is trained: one encoder, whose mean state is the sentence vector and whose first state feeds the heads."""

from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

# States are small numbers; larger ones let the heads learn at a rate that the encoder can bear.
GAIN = 3.0


class Network(nn.Module):
    """Token ids to (vectors, features, intent logits, sentiment logits)."""

    def __init__(self, encoder: PreTrainedModel, intents: int, sentiments: int, dropout: float = 0.1) -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.intents = nn.Linear(hidden, intents)
        self.sentiments = nn.Linear(hidden, sentiments)

    @property
    def padding(self) -> int:
        """The token that fills short rows."""
        return int(self.encoder.config.pad_token_id or 0)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Unit vectors and features (batch, hidden) and logits (batch, classes) of `ids` and `mask` (batch, tokens).

        The features are what classifiers look at. They are not the vectors, so that what tells intents apart need not move these.
        """
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        vectors = functional.normalize((states * weight).sum(1), dim=1)
        first = states[:, 0]
        seen = self.dropout(first) * GAIN
        return vectors, first, self.intents(seen), self.sentiments(seen)
