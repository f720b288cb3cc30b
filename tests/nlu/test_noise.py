"""Noise for training: of every kind that is promised, the same for a seed, and never of the words that are held back."""

import random

import pytest
from rapidfuzz.distance import Levenshtein

from nlu.noise import copies, noisy, rough
from nlu.perturbations import lists
from nlu.sentences import Mark, Sentence

SENTENCE = {"en": "please where is my parcel, i want my money back", "zh": "请问我的快递到哪里了，怎么还没有收到"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sentence_becomes_many_others_that_are_like_it(language: str) -> None:
    order = random.Random(0)
    found = {noisy(SENTENCE[language], language, 0.05, order) for _ in range(100)}
    assert len(found) > 50
    assert SENTENCE[language] not in found
    assert all(Levenshtein.distance(one, SENTENCE[language]) <= 0.5 * len(SENTENCE[language]) for one in found)


def test_half_of_the_texts_get_noise_and_none_without_a_share() -> None:
    texts = [(SENTENCE["en"], "en")] * 1000
    assert 400 < sum(one != SENTENCE["en"] for one in rough(texts, 0.05, random.Random(0))) < 600
    assert rough(texts, 0.0, random.Random(0)) == [SENTENCE["en"]] * 1000


def test_copies_keep_what_is_meant_and_lose_the_marks() -> None:
    sentence = Sentence("where is my parcel now", "en", "track_order", "negative", (Mark(12, 18, "product"),))
    found = copies([sentence] * 3, 4, seed=0)
    assert {(one.language, one.intent, one.sentiment, one.spans) for one in found} == {("en", "track_order", "negative", ())}
    assert 3 < len(found) <= 12
    assert sentence.text not in {one.text for one in found}
    assert found == copies([sentence] * 3, 4, seed=0) != copies([sentence] * 3, 4, seed=1)


@pytest.mark.parametrize("name", ["slang_english", "slang_chinese", "chinese_for_english", "english_for_chinese"])
def test_a_part_of_the_words_is_never_learnt(name: str) -> None:
    whole = lists.replacing(name, most=1)
    assert 0.5 * len(whole.instead) < len(whole.learnt.instead) < 0.85 * len(whole.instead)
    for word in set(whole.instead) - set(whole.learnt.instead):
        assert whole(word, random.Random(0)) != word
        assert whole.learnt.pattern.fullmatch(word) is None
