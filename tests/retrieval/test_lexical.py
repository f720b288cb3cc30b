"""BM25F as it is written in the paper."""

import io
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexical import ANSWERED, K1, B, Document, Lexical

DOCUMENTS: list[Document] = [
    (Counter(asked.split()), Counter(answer.split()))
    for asked, answer in (("fee fee free", "late"), ("fee box", ""), ("", ""), ("box box box box late", "fee box"))
]


def by_hand(token: str, document: Document) -> float:
    holding = sum(any(token in field for field in other) for other in DOCUMENTS)
    rarity = math.log(1 + (len(DOCUMENTS) - holding + 0.5) / (holding + 0.5))
    (asked, answer), (mean_asked, mean_answer) = map(Counter, document), (10 / 3, 3 / 2)
    times = asked[token] / (1 - B + B * asked.total() / mean_asked)
    times += ANSWERED * answer[token] / (1 - B + B * answer.total() / mean_answer)
    return rarity * times * (K1 + 1) / (times + K1)


@pytest.fixture
def lexical() -> Lexical:
    return Lexical.fit(DOCUMENTS)


def test_scores_are_in_the_proportions_of_the_formula(lexical: Lexical) -> None:
    query = ["fee", "late"]
    expected = np.array([sum(by_hand(token, document) for token in query) for document in DOCUMENTS])
    found = lexical.scores(query)
    assert found / found.max() == pytest.approx(expected / expected.max(), rel=1e-5)


def test_nothing_known_scores_nothing(lexical: Lexical) -> None:
    assert lexical.scores(["boat"]).tolist() == [0, 0, 0, 0]
    assert lexical.scores([]).tolist() == [0, 0, 0, 0]


def test_words_that_no_document_knows_lower_the_score(lexical: Lexical) -> None:
    assert lexical.scores(["fee", "boat", "car"])[0] < lexical.scores(["fee"])[0]


def test_a_document_without_words_is_never_found(lexical: Lexical) -> None:
    assert lexical.scores(["fee", "free", "box", "late"])[2] == 0


def test_no_documents_at_all_are_no_error() -> None:
    assert Lexical.fit([]).scores(["fee"]).shape == (0,)
    assert Lexical.fit([({}, {}), ({}, {})]).scores(["fee"]).tolist() == [0, 0]


def test_a_word_counts_more_in_a_question_than_in_an_answer() -> None:
    asked, answer = {"fee": 1, "box": 1}, {"late": 1, "paid": 1}
    scores = Lexical.fit([(asked, answer), (answer, asked)]).scores(["fee"])
    assert scores[0] > scores[1] > 0


def test_a_long_answer_takes_nothing_from_the_question() -> None:
    short, long = ({"fee": 1}, {"paid": 1}), ({"fee": 1}, {"paid": 1, "late": 90})
    scores = Lexical.fit([short, long]).scores(["fee"])
    assert scores[0] == scores[1] > 0


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=8), max_size=6), st.lists(st.sampled_from("abcdefg"), max_size=8))
def test_scores_stay_between_0_and_1(documents: list[list[str]], query: list[str]) -> None:
    scores = Lexical.fit([(Counter(document), {}) for document in documents]).scores(query)
    assert scores.shape == (len(documents),)
    assert ((scores >= 0) & (scores <= 1 + 1e-6)).all()


def test_it_can_be_kept_without_python_objects(lexical: Lexical) -> None:
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **lexical.arrays())
    content.seek(0)
    with np.load(content, allow_pickle=False) as arrays:
        again = Lexical.from_arrays(dict(arrays))
    assert again.scores(["fee", "box"]).tolist() == lexical.scores(["fee", "box"]).tolist()
