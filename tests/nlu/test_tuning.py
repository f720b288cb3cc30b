"""What is fitted on sentences that nothing was trained on."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from nlu import ngram_training
from nlu.encoder import Encoder as Served
from nlu.heads import Heads
from nlu.mahalanobis import Mahalanobis
from nlu.manifest import Manifest
from nlu.ngrams import NGrams
from nlu.pipeline import FAMILIAR, GRAPH, HEADS, PROBES, TOKENIZER
from nlu.probes import Probes
from nlu.scoring import Scorer
from nlu.sentences import Sentence
from nlu.spelling import Speller
from nlu.tuning import outputs, tuned
from nlu.understanding import Language

INTENTS = ("track_order", "get_refund", "out_of_scope")
Built = tuple[Manifest, dict[str, bytes]]


def _scorer(files: dict[str, bytes], ngrams: NGrams, shares: Mapping[Language, float]) -> Scorer:
    served, probes = Served(files[GRAPH], files[TOKENIZER]), Probes.from_bytes(files[PROBES])
    return Scorer(served, probes, ngrams, Mahalanobis.from_bytes(files[FAMILIAR]), shares)


def test_ngrams_that_know_nothing_get_no_say(tiny_built: Built, tiny_sentences: list[Sentence]) -> None:
    _, files = tiny_built
    heads = Heads.model_validate_json(files[HEADS])
    wrong = [replace(one, intent=INTENTS[INTENTS.index(one.intent) - 1]) for one in tiny_sentences]
    scorer = _scorer(files, ngram_training.train(wrong, INTENTS, 0), heads.ngrams)
    assert tuned(heads, outputs(scorer, Speller(), tiny_sentences), tiny_sentences, 0.9).ngrams == {"en": 0.0, "zh": 0.0}


def test_ngrams_that_know_more_than_the_encoder_get_their_say(tiny_built: Built, tiny_sentences: list[Sentence]) -> None:
    heads = Heads(intents=INTENTS)
    scorer = _scorer(tiny_built[1], ngram_training.train(tiny_sentences, INTENTS, 0), heads.ngrams)
    said = outputs(scorer, Speller(), tiny_sentences)
    ignorant = replace(said, meant=np.full_like(said.meant, -np.log(3)))
    assert min(tuned(heads, ignorant, tiny_sentences, 0.9).ngrams.values()) > 0.5


def test_each_language_is_scored_with_its_own_share(tiny_built: Built, tiny_sentences: list[Sentence]) -> None:
    _, files = tiny_built
    ngrams = ngram_training.train(tiny_sentences, INTENTS, 0)
    scorer = _scorer(files, ngrams, {"en": 0.0, "zh": 1.0})
    texts = ["pay me back now", "把钱退给我"]
    _, said = scorer.parts(texts)
    np.testing.assert_allclose(scorer.run(texts).intents, said.meant + np.array([[0], [1]]) * said.words, atol=1e-6)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_language_without_sentences_keeps_what_it_has(tiny_built: Built, tiny_sentences: list[Sentence], language: str) -> None:
    _, files = tiny_built
    heads = Heads(intents=INTENTS, temperature={"en": 3.0, "zh": 3.0}, ngrams={"en": 0.33, "zh": 0.33})
    scorer = _scorer(files, ngram_training.train(tiny_sentences, INTENTS, 0), heads.ngrams)
    others = [one for one in tiny_sentences if one.language != language]
    found = tuned(heads, outputs(scorer, Speller(), others), others, 0.9)
    kept = {name: share for name, share in found.ngrams.items() if name == language}
    assert kept == {language: 0.33}
    assert [value for name, value in found.temperature.items() if name == language] == [3.0]
