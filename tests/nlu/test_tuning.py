"""What is fitted on sentences that nothing was trained on."""

from dataclasses import replace

import numpy as np
import pytest

from nlu import ngram_training
from nlu.encoder import Encoder as Served
from nlu.heads import Heads
from nlu.manifest import Manifest
from nlu.pipeline import GRAPH, HEADS, PROBES, TOKENIZER
from nlu.probes import Probe, Probes
from nlu.scoring import Scorer
from nlu.sentences import Sentence
from nlu.tuning import tuned

INTENTS = ("track_order", "get_refund", "out_of_scope")
Built = tuple[Manifest, dict[str, bytes]]


def _meaning(files: dict[str, bytes]) -> tuple[Served, Probes]:
    return Served(files[GRAPH], files[TOKENIZER]), Probes.from_bytes(files[PROBES])


def test_ngrams_that_know_nothing_get_no_say(tiny_built: Built, tiny_sentences: list[Sentence]) -> None:
    _, files = tiny_built
    heads = Heads.model_validate_json(files[HEADS])
    wrong = [replace(one, intent=INTENTS[INTENTS.index(one.intent) - 1]) for one in tiny_sentences]
    scorer = Scorer(*_meaning(files), ngram_training.train(wrong, INTENTS, 0), heads.ngrams)
    assert tuned(heads, scorer, tiny_sentences).ngrams == {"en": 0.0, "zh": 0.0}


def test_ngrams_that_know_more_than_the_encoder_get_their_say(tiny_built: Built, tiny_sentences: list[Sentence]) -> None:
    served, probes = _meaning(tiny_built[1])
    ignorant = replace(probes, intents=Probe(np.zeros((32, 3), dtype=np.float32), np.zeros(3, dtype=np.float32)))
    heads = Heads(intents=INTENTS)
    scorer = Scorer(served, ignorant, ngram_training.train(tiny_sentences, INTENTS, 0), heads.ngrams)
    assert min(tuned(heads, scorer, tiny_sentences).ngrams.values()) > 0.5


def test_each_language_is_scored_with_its_own_share(tiny_built: Built, tiny_sentences: list[Sentence]) -> None:
    _, files = tiny_built
    ngrams = ngram_training.train(tiny_sentences, INTENTS, 0)
    scorer = Scorer(*_meaning(files), ngrams, {"en": 0.0, "zh": 1.0})
    texts = ["pay me back now", "把钱退给我"]
    meant, words = scorer.parts(texts)
    np.testing.assert_allclose(scorer.run(texts).intents, meant.intents + np.array([[0], [1]]) * words, atol=1e-6)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_language_without_sentences_keeps_what_it_has(tiny_built: Built, tiny_sentences: list[Sentence], language: str) -> None:
    _, files = tiny_built
    heads = Heads(intents=INTENTS, temperature={"en": 3.0, "zh": 3.0}, ngrams={"en": 0.33, "zh": 0.33})
    scorer = Scorer(*_meaning(files), ngram_training.train(tiny_sentences, INTENTS, 0), heads.ngrams)
    found = tuned(heads, scorer, [one for one in tiny_sentences if one.language != language])
    kept = {name: share for name, share in found.ngrams.items() if name == language}
    assert kept == {language: 0.33}
    assert [value for name, value in found.temperature.items() if name == language] == [3.0]
