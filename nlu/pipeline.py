"""Understanding composed: language, intents, sentiment and entities of messages, and the vectors of any texts."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np

from nlu import manifest
from nlu.denial import denied
from nlu.drafting import Draft, denying, draft, wanted
from nlu.encoder import REFUSALS, Encoder
from nlu.entities import Recognizer
from nlu.errors import ModelError
from nlu.explanation import Explanation, explained
from nlu.heads import Heads
from nlu.language import language_of
from nlu.mahalanobis import Mahalanobis
from nlu.manifest import Golden, Manifest
from nlu.neighbours import Neighbours
from nlu.ngrams import NGrams
from nlu.probes import Probes
from nlu.reading import Read, Reader
from nlu.requests import DENY, ranking, resolved
from nlu.scoring import Scorer
from nlu.sentences import OUT_OF_SCOPE
from nlu.spelling import Speller
from nlu.text import folded, normalized
from nlu.understanding import Sentiment, Understanding, Vector

FOLDER = "model"  # in the installation's folder
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
HEADS = "heads.json"
PROBES = "probes.npz"
FAMILIAR = "familiar.npz"
NGRAMS = "ngrams.npz"
NEIGHBOURS = "neighbours.npz"  # a model may be without
SPELLING = "spelling.json"
_BATCH = 32


class Pipeline:
    """The `Understander` that serves: one forward pass gives intents, sentiment and vector of each text."""

    def __init__(
        self,
        model: str,
        scorer: Scorer,
        heads: Heads,
        recognizer: Recognizer | None = None,
        speller: Speller | None = None,
        neighbours: Callable[[], Neighbours | None] = lambda: None,
    ) -> None:
        self.model = model
        self._reader = Reader(scorer, heads, speller or Speller())
        # Refusals and small talk are known by the shop's intents; a model of others takes a message for one request.
        self._several = DENY in heads.intents
        self._recognizer = recognizer or Recognizer()
        self._neighbours = cache(neighbours)

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
            familiar, speller = Mahalanobis.from_bytes(files[FAMILIAR]), Speller.from_bytes(files[SPELLING])
            scorer = Scorer(encoder, probes, words, familiar, heads.ngrams)
            pipeline = cls(read.version, scorer, heads, recognizer, speller, partial(_neighbours, folder, read))
            missed = pipeline.missed(read.golden)
        except (BadZipFile, EOFError, IndexError, KeyError, ValueError):
            raise ModelError(f"{folder} was written by another version of this program; {remedy}") from None
        except REFUSALS as error:
            raise ModelError(f"the model in {folder} cannot read a sentence: {str(error).splitlines()[0]}; {remedy}") from None
        if missed:
            raise ModelError(f"the model in {folder} no longer understands {missed[0].text!r} as {missed[0].intent}; {remedy}")
        return pipeline

    def understand(self, texts: list[str]) -> list[Understanding]:
        """Understand `texts` in one pass, each on its own, in their order."""
        if not texts:
            return []
        drafts = [draft(text) if self._several else Draft(text, folded(text), ()) for text in texts]
        drafts = self._denying(drafts)
        read = iter(self._reader.read([*texts, *(part for one in drafts for part in one.texts)]))
        whole = list(islice(read, len(texts)))
        return [
            self._understanding(one, *found, [part for part, _ in islice(read, len(one.texts))])
            for one, found in zip(drafts, whole, strict=True)
        ]

    def explain(self, text: str) -> Explanation:
        """What is understood and why; the training sentences are read from the model's folder when they are first asked for.

        Raises ModelError when they are damaged.
        """
        understood = self.understand([text])[0]
        return explained(understood, self._reader.chosen(text), self._reader.scorer, self._reader.heads, self._neighbours())

    def embed(self, texts: list[str]) -> Vector:
        """Unit vectors of shape (len(texts), hidden), texts of like length together."""
        clean = [normalized(text) for text in texts]
        order = sorted(range(len(clean)), key=lambda row: len(clean[row]))
        rows = [
            self._reader.scorer.encoder.run([clean[row] for row in order[start : start + _BATCH]]).vectors
            for start in range(0, len(order), _BATCH)
        ]
        if not rows:
            return np.empty((0, self._reader.scorer.encoder.hidden), dtype=np.float32)
        vectors = np.concatenate(rows)
        result = np.empty_like(vectors)
        result[order] = vectors
        return result

    def missed(self, golden: Sequence[Golden]) -> list[Golden]:
        """The sentences that are not understood as they should be."""
        found = [self.understand([sentence.text])[0] for sentence in golden]
        return [one for one, understood in zip(golden, found, strict=True) if one.intent != name_of(understood)]

    def _denying(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts with what their negated clauses deny, which takes a pass of its own if there are any."""
        suspects = [suspect for one in drafts for suspect in one.suspects]
        if not suspects:
            return list(drafts)
        reads = iter(self._reader.read([text for one in suspects for text in (one.clause, one.opposite)]))
        intents = iter([denied(one, next(reads)[0], next(reads)[0]) for one in suspects])
        return [denying(one, list(islice(intents, len(one.suspects)))) for one in drafts]

    def _understanding(self, message: Draft, whole: Read, sentiment: Sentiment, parts: Sequence[Read]) -> Understanding:
        language = language_of(message.text)
        requests = resolved(message, whole, parts)
        return Understanding(
            text=message.text,
            language=language,
            intents=ranking(requests),
            out_of_scope=requests[0].out_of_scope,
            sentiment=sentiment,
            entities=wanted(message, self._recognizer.extract(message.text, language)),
            model=self.model,
            vector=requests[0].vector,
            outside=whole.outside,
            threshold=self._reader.heads.outside.threshold,
            requests=requests,
            read=whole.text,
        )


def _neighbours(folder: Path, made: Manifest) -> Neighbours | None:
    if NEIGHBOURS not in made.files:
        return None
    try:
        return Neighbours.from_bytes(manifest.content(folder, made, NEIGHBOURS))
    except ValueError as error:
        raise ModelError(f"{folder / NEIGHBOURS}: {error}; run `python -m nlu train --data {folder.parent}`") from None


def name_of(understanding: Understanding) -> str:
    """The one class that a message is in: out_of_scope or its best intent."""
    return OUT_OF_SCOPE if understanding.out_of_scope else understanding.intent.name
