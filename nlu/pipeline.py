"""Understanding composed: language, intents, sentiment and entities of messages, and the vectors of any texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from nlu import manifest
from nlu.encoder import Encoder
from nlu.entities import Recognizer
from nlu.errors import ModelError
from nlu.heads import Heads
from nlu.language import language_of
from nlu.manifest import Golden
from nlu.ngrams import NGrams
from nlu.probes import Probes
from nlu.scoring import Scorer, Scores
from nlu.sentences import OUT_OF_SCOPE
from nlu.text import normalized
from nlu.understanding import Understanding, Vector

FOLDER = "model"  # in the installation's folder
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
HEADS = "heads.json"
PROBES = "probes.npz"
NGRAMS = "ngrams.npz"
_BATCH = 32


class Pipeline:
    """The `Understander` that serves: one forward pass gives intents, sentiment and vector of each text."""

    def __init__(self, model: str, scorer: Scorer, heads: Heads, recognizer: Recognizer | None = None) -> None:
        self.model = model
        self._scorer = scorer
        self._heads = heads
        self._recognizer = recognizer or Recognizer()

    @classmethod
    def load(cls, folder: Path, threads: int = 1, recognizer: Recognizer | None = None) -> Self:
        """The model in `folder`, run by `threads` threads; `recognizer` finds entities, by default without a catalogue.

        Raises ModelError when the model is missing, damaged, or does not find the intents that it found when it was trained.
        """
        read, files = manifest.read(folder)
        remedy = f"run `python -m nlu train --data {folder.parent}`"
        try:
            heads = Heads.model_validate_json(files[HEADS])
            encoder = Encoder(files[GRAPH], files[TOKENIZER], heads.padding, threads)
            probes, words = Probes.from_bytes(files[PROBES]), NGrams.from_bytes(files[NGRAMS])
            pipeline = cls(read.version, Scorer(encoder, probes, words, heads.ngrams), heads, recognizer)
        except (KeyError, ValueError):
            raise ModelError(f"{folder} was written by another version of this program; {remedy}") from None
        if missed := pipeline.missed(read.golden):
            raise ModelError(f"the model in {folder} no longer understands {missed[0].text!r} as {missed[0].intent}; {remedy}")
        return pipeline

    def understand(self, texts: list[str]) -> list[Understanding]:
        """Understand `texts` in one pass, each on its own, in their order."""
        if not texts:
            return []
        scores = self._scorer.run([normalized(text) for text in texts])
        return [self._understanding(text, row, scores) for row, text in enumerate(texts)]

    def embed(self, texts: list[str]) -> Vector:
        """Unit vectors of shape (len(texts), hidden), texts of like length together."""
        clean = [normalized(text) for text in texts]
        order = sorted(range(len(clean)), key=lambda row: len(clean[row]))
        rows = [
            self._scorer.encoder.run([clean[row] for row in order[start : start + _BATCH]]).vectors
            for start in range(0, len(order), _BATCH)
        ]
        if not rows:
            return np.empty((0, self._scorer.encoder.hidden), dtype=np.float32)
        vectors = np.concatenate(rows)
        result = np.empty_like(vectors)
        result[order] = vectors
        return result

    def missed(self, golden: Sequence[Golden]) -> list[Golden]:
        """The sentences that are not understood as they should be."""
        found = [self.understand([sentence.text])[0] for sentence in golden]
        return [one for one, understood in zip(golden, found, strict=True) if one.intent != name_of(understood)]

    def _understanding(self, text: str, row: int, scores: Scores) -> Understanding:
        language = language_of(text)
        intents, outside = self._heads.ranked(scores.intents[row], language)
        return Understanding(
            text=text,
            language=language,
            intents=intents,
            out_of_scope=outside,
            sentiment=self._heads.sentiment(scores.sentiments[row]),
            entities=self._recognizer.extract(text, language),
            model=self.model,
            vector=scores.vectors[row],
        )


def name_of(understanding: Understanding) -> str:
    """The one class that a message is in: out_of_scope or its best intent."""
    return OUT_OF_SCOPE if understanding.out_of_scope else understanding.intent.name
