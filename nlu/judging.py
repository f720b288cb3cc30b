"""How well a network that is still learning tells the development sentences apart."""

from collections.abc import Sequence

import numpy as np
import torch

from nlu import probe_training
from nlu.batches import by_length
from nlu.encoders import Encoder
from nlu.network import Network
from nlu.passes import passed, tokens
from nlu.probes import Floats
from nlu.sentences import Sentence

_MOST = 4000  # training sentences; a classifier of that many ranks epochs as one of all would
_PASS = 128


class Judge:
    """Fits the linear classifier that will serve on the network's features, and measures it on the development part.

    The heads that training itself uses learn too slowly to be asked: after one epoch of BANKING77 theirs is 0.904, the
    classifier's 0.936.
    """

    def __init__(
        self, encoder: Encoder, sentences: Sequence[Sentence], development: Sequence[Sentence], intents: Sequence[str]
    ) -> None:
        step = max(1, len(sentences) // _MOST)
        self._encoder, self._intents = encoder, intents
        self._sentences = list(sentences[::step]) if development else []
        self._development = list(development)

    def score(self, network: Network) -> float | None:
        """The share of development sentences whose intent is found; None when there are none."""
        if not self._development:
            return None
        probe = probe_training.train(self._features(network, self._sentences), self._sentences, self._intents).intents
        found = probe.logits(self._features(network, self._development)).argmax(1)
        wanted = [self._intents.index(sentence.intent) for sentence in self._development]
        return float(np.mean(found == np.array(wanted)))

    def _features(self, network: Network, sentences: Sequence[Sentence]) -> Floats:
        network.eval()
        ids = tokens(self._encoder, [sentence.text for sentence in sentences])
        found = np.empty((len(ids), network.width), dtype=np.float32)
        with torch.no_grad():
            for rows in by_length([len(one) for one in ids], _PASS):
                found[rows] = passed(network, [ids[row] for row in rows])[1].cpu().numpy()
        return found
