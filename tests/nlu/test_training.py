"""Training: sentences in, a network out that is exported and serves the same answers."""

import dataclasses
import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch

from nlu import ngram_training, versions
from nlu.batches import padded, shuffled
from nlu.encoder import Encoder as Served
from nlu.encoders import Encoder
from nlu.export import graph, quantized
from nlu.manifest import Manifest
from nlu.meanings import contrast
from nlu.network import GAIN, Network
from nlu.ngrams import NGrams, pieces
from nlu.passes import passed, tokens, vectors
from nlu.pipeline import GRAPH, NGRAMS, TOKENIZER
from nlu.schedule import Schedule, split
from nlu.sentences import Sentence
from nlu.text import normalized
from nlu.training import train

Built = tuple[Manifest, dict[str, bytes]]
INTENTS = ("track_order", "get_refund", "out_of_scope")


@pytest.fixture(scope="module")
def trained(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> tuple[Encoder, Network]:
    encoder = tiny_encoder()
    return encoder, train(encoder, tiny_sentences, INTENTS, tiny_schedule, lambda done, total: None)


def _texts(sentences: Sequence[Sentence]) -> list[str]:
    return [normalized(sentence.text) for sentence in sentences]


def test_a_network_learns_its_sentences(trained: tuple[Encoder, Network], tiny_sentences: list[Sentence]) -> None:
    encoder, network = trained
    _, _, intents, sentiments = passed(network, tokens(encoder, _texts(tiny_sentences)))
    assert [INTENTS[place] for place in intents.argmax(1)] == [sentence.intent for sentence in tiny_sentences]
    assert sentiments.argmax(1).tolist() == [0 if sentence.sentiment == "negative" else 1 for sentence in tiny_sentences]


def test_the_graph_answers_as_the_network_whatever_the_padding(
    trained: tuple[Encoder, Network], tiny_sentences: list[Sentence]
) -> None:
    encoder, network = trained
    served = Served(graph(network.encoder).SerializeToString(), encoder.tokenizer.to_str().encode())
    with torch.no_grad():
        for batch in (tiny_sentences, tiny_sentences[:1]):
            ids, mask = padded(tokens(encoder, _texts(batch)))
            found, features, *_ = network(ids, mask)
            encoded = served.run(_texts(batch))
            np.testing.assert_allclose(encoded.vectors, found, atol=1e-5)
            np.testing.assert_allclose(encoded.features, features, atol=1e-4)


def test_eight_bit_weights_change_no_answer(trained: tuple[Encoder, Network], tiny_sentences: list[Sentence]) -> None:
    encoder, network = trained
    full, small = (
        Served(content, encoder.tokenizer.to_str().encode()).run(_texts(tiny_sentences))
        for content in (graph(network.encoder).SerializeToString(), quantized(graph(network.encoder)))
    )
    with torch.no_grad():
        first = (torch.from_numpy(one.features[:, : network.width // 2]) for one in (full, small))
        answers = [network.intents(states * GAIN).argmax(1) for states in first]
    assert (answers[0] == answers[1]).all()
    assert (full.vectors * small.vectors).sum(1).min() > 0.99
    assert np.abs(full.features - small.features).max() < 0.1 * np.abs(full.features).max()


def test_the_same_seed_gives_the_same_network(
    trained: tuple[Encoder, Network], tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    again = train(tiny_encoder(), tiny_sentences, INTENTS, tiny_schedule, lambda done, total: None)
    for name, weight in trained[1].state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], weight, rtol=0, atol=0, msg=name)


def test_fidelity_keeps_the_vectors_near_those_of_the_untouched_encoder(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    encoder = tiny_encoder()
    ids = tokens(encoder, _texts(tiny_sentences))
    before = vectors(Network(encoder.model, 3, 3), ids)
    likeness = []
    for fidelity in (0.0, 2.0):
        schedule = dataclasses.replace(tiny_schedule, fidelity=fidelity)
        network = train(tiny_encoder(), tiny_sentences, INTENTS, schedule, lambda done, total: None)
        likeness.append(float((vectors(network, ids) * before).sum(1).mean()))
    assert likeness[0] < 0.85 < 0.9 < likeness[1]


def test_the_steps_are_counted_to_the_last(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    heard: list[tuple[int, int]] = []
    train(tiny_encoder(), tiny_sentences, INTENTS, tiny_schedule, lambda done, total: heard.append((done, total)))
    assert heard == [(done, 90) for done in range(1, 91)]


def test_a_published_model_holds_what_it_was_made_from(tiny_built: Built, tiny_sentences: list[Sentence]) -> None:
    made, files = tiny_built
    assert made.encoder == "tiny"
    assert made.data == versions.data_digest([*tiny_sentences, *tiny_sentences])
    assert set(made.files) == set(files) >= {GRAPH, NGRAMS, TOKENIZER}
    assert made.figures["en accuracy"] == made.figures["zh accuracy"] == 1.0
    assert {golden.intent for golden in made.golden} == set(INTENTS)


def test_the_version_follows_encoder_sentences_and_schedule(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    encoder = tiny_encoder()
    found = [
        versions.version_of(encoder, tiny_sentences, tiny_schedule),
        versions.version_of(Encoder("other", encoder.model, encoder.tokenizer), tiny_sentences, tiny_schedule),
        versions.version_of(encoder, tiny_sentences[1:], tiny_schedule),
        versions.version_of(encoder, tiny_sentences, Schedule()),
    ]
    assert len(set(found)) == 4
    assert found[0] == versions.version_of(encoder, tiny_sentences[::-1], tiny_schedule)


def test_a_sentence_is_of_the_same_part_whatever_else_there_is() -> None:
    rows = [Sentence(f"sentence {number}", "en", "greet", "neutral") for number in range(1200)]
    training, development = split(rows, Schedule(development=12))
    assert {*training, *development} == set(rows)
    assert not set(training) & set(development)
    assert 70 < len(development) < 130
    assert split(rows[::2], Schedule(development=12))[1] == [row for row in development if row in rows[::2]]


def test_an_epoch_meets_every_sentence_once_and_pads_little() -> None:
    lengths = [number % 40 + 1 for number in range(1000)]
    batches = list(shuffled(lengths, 16, random.Random(0)))
    assert sorted(row for batch in batches for row in batch) == list(range(1000))
    padding = sum(max(lengths[row] for row in batch) * len(batch) - sum(lengths[row] for row in batch) for batch in batches)
    assert padding < 0.1 * sum(lengths)


def test_contrast_is_lower_when_one_label_lies_together() -> None:
    labels = torch.tensor([0, 0, 1, 1])
    together = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    apart = together[[0, 2, 1, 3]]
    assert contrast(together, labels, 0.1) < contrast(apart, labels, 0.1)
    assert contrast(together, torch.arange(4), 0.1) == 0


def test_ngrams_know_their_sentences_and_survive_their_file(tiny_sentences: list[Sentence]) -> None:
    ngrams = ngram_training.train(tiny_sentences, INTENTS, seed=0)
    again = NGrams.from_bytes(ngrams.to_bytes())
    for sentence in tiny_sentences:
        logits = again.logits(normalized(sentence.text))
        assert INTENTS[int(logits.argmax())] == sentence.intent
        np.testing.assert_allclose(logits, ngrams.logits(normalized(sentence.text)), atol=0.02)


def test_ngrams_of_thousands_of_sentences_have_more_rows(tiny_sentences: list[Sentence]) -> None:
    times = 2000 * len(INTENTS) // len(tiny_sentences) + 1
    few, many = (ngram_training.train(part, INTENTS, seed=0) for part in (tiny_sentences, tiny_sentences * times))
    assert len(many.rarity) > len(few.rarity)
    assert (few.longest, many.longest) == (2, 3)
    again = NGrams.from_bytes(many.to_bytes())
    assert all(INTENTS[int(again.logits(normalized(one.text)).argmax())] == one.intent for one in tiny_sentences)


@pytest.mark.parametrize(("text", "run"), [("to be kept", "to be kept"), ("不好吃", "不 好 吃")])
def test_longer_runs_of_words_are_added_to_the_shorter(text: str, run: str) -> None:
    assert Counter(pieces(text, 3)) - Counter(pieces(text, 2)) == Counter([run])


def test_ngrams_of_a_text_without_any_are_the_bias(tiny_sentences: list[Sentence]) -> None:
    ngrams = ngram_training.train(tiny_sentences, INTENTS, seed=0)
    np.testing.assert_array_equal(ngrams.logits(""), ngrams.bias)
