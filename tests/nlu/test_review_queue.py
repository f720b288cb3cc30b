"""The queue: personal data hidden, wordings of one thing together, what helps most first."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from nlu.review import candidates
from nlu.review.candidates import Candidate
from nlu.review.clustering import clusters
from nlu.review.intents import Intents
from nlu.review.masking import masked
from nlu.review.ranking import Group, Ranked, apart, queue, without
from nlu.sentences import DataError, intents, read
from nlu.understanding import Intent, Language, Sentiment, Understanding, Vector

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def candidate(
    text: str, count: int = 1, language: Language = "en", named: Mapping[str, int] | None = None, minutes: int = 0
) -> Candidate:
    return Candidate(text, language, "neutral", count, NOW + timedelta(minutes=minutes), ("unsure",), named or {})


class Understander:
    """Knows the ranking of each text; the vector of a text is that of its first letter."""

    model = "m"

    def __init__(self, chances: Mapping[str, Sequence[float]]) -> None:
        self._chances = chances
        self.embedded: list[str] = []

    def understand(self, texts: list[str]) -> list[Understanding]:
        return [self._understanding(text) for text in texts]

    def embed(self, texts: list[str]) -> Vector:
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, 128)

    def _understanding(self, text: str) -> Understanding:
        ranking = tuple(Intent(f"intent{place}", chance) for place, chance in enumerate(self._chances.get(text, (0.5, 0.5))))
        return Understanding(text, "en", ranking, False, Sentiment("neutral", 1.0), (), "m", self._vector(text))

    def _vector(self, text: str) -> Vector:
        vector = np.zeros(128, dtype=np.float32)
        vector[ord(text[0]) % 128] = 1
        return vector


MASKED = [
    ("en", "where is SK1048213?", "1048213", "where is SK1"),
    ("en", "order #1048213 please", "1048213", "order #1"),
    ("en", "mail me at Lin.Mei@gmail.com", "Mei", "@example."),
    ("en", "call +44 7700 900102 now", "900102", "call +44"),
    ("en", "my card 4111 1111 1111 1111 was charged 49.90", "1111", "49.90"),
    ("en", "send it to 44 Elm Street, Boston MA 02110", "Elm", "send it to "),
    ("zh", "我的电话13812345678，快点", "12345678", "我的电话13"),
    ("zh", "快递YT8830012345678到哪了", "30012345678", "快递YT88"),
    ("zh", "寄到深圳市南山区科苑路88号3楼", "科苑路", "寄到"),
    ("zh", "身份证440301199001011234", "19900101", "身份证"),
]


@pytest.mark.parametrize(("language", "text", "hidden", "kept"), MASKED)
def test_personal_data_is_replaced_and_the_rest_stays(language: Language, text: str, hidden: str, kept: str) -> None:
    clean = masked(text, language)
    assert hidden not in clean
    assert kept in clean
    assert masked(clean, language) == clean


@pytest.mark.parametrize("text", ["is the Nova X5 128GB back in 2026", "49.90块能便宜点吗", "two boxes, 3 left"])
def test_what_is_not_personal_is_not_touched(text: str) -> None:
    assert masked(text, "en") == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SK1048213 is late", "SK1050001 is late"),
        ("打13812345678找我", "打13987654321找我"),
        ("mail a@b.com", "mail long.name@shop.org"),
    ],
)
def test_of_what_was_hidden_only_the_shape_is_left(one: str, other: str) -> None:
    assert masked(one, "en") == masked(other, "en")


def test_candidates_survive_their_file(tmp_path: Path) -> None:
    written = [candidate("退款\u2028 [b]", 3, "zh", {"get_refund": 2}), candidate('say "hi"')]
    candidates.write(tmp_path / candidates.FILE, written)
    assert candidates.read(tmp_path) == tuple(written)
    assert list(tmp_path.iterdir()) == [tmp_path / candidates.FILE]


def test_candidates_that_are_missing_or_damaged_say_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"is not there; run `python -m analytics candidates --data "):
        candidates.read(tmp_path)
    candidates.write(tmp_path / candidates.FILE, [candidate("hi")])
    with (tmp_path / candidates.FILE).open("a") as file:
        file.write('{"text": 5}\n')
    with pytest.raises(DataError, match=r"candidates\.jsonl:2: .*run `python -m analytics candidates"):
        candidates.read(tmp_path)


def _points(count: int, centres: int, spread: float) -> tuple[Vector, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    draw = np.random.default_rng(0)
    belongs = draw.integers(centres, size=count)
    vectors = draw.normal(size=(centres, 64))[belongs] + draw.normal(scale=spread, size=(count, 64))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), belongs


def test_points_around_a_centre_are_one_cluster_led_by_its_first_row() -> None:
    vectors, belongs = _points(2000, 40, 0.3)
    found = clusters(vectors)
    for centre in range(40):
        (rows,) = np.nonzero(belongs == centre)
        assert set(found[rows].tolist()) == {rows[0]}


def test_every_row_is_as_near_to_its_leader_as_was_asked_and_leaders_are_not_near_each_other() -> None:
    vectors, _ = _points(1500, 200, 1.0)
    found = clusters(vectors, 0.5)
    leaders = np.unique(found)
    assert 200 < len(leaders) < 1500
    assert ((vectors * vectors[found]).sum(axis=1) >= 0.5).all()
    assert (found[leaders] == leaders).all()
    between = vectors[leaders] @ vectors[leaders].T
    np.fill_diagonal(between, 0)
    assert between.max() < 0.5


@pytest.mark.parametrize("count", [0, 1])
def test_few_vectors_are_their_own_clusters(count: int) -> None:
    assert clusters(np.eye(8, dtype=np.float32)[:count]).tolist() == list(range(count))


def test_wordings_of_one_thing_are_one_item_that_the_commonest_stands_for() -> None:
    (group,) = queue([candidate("a one", 3), candidate("a two", 40), candidate("a three", 7)], Understander({}))
    assert group.text == "a two"
    assert group.count == 50
    assert [member.candidate.text for member in group.members] == ["a two", "a three", "a one"]
    assert [one.text for one in apart(group)] == ["a two", "a three", "a one"]


def test_languages_are_never_in_one_group() -> None:
    assert len(queue([candidate("a one"), candidate("a two", language="zh")], Understander({}))) == 2


def test_numbers_make_no_two_messages_alike() -> None:
    understander = Understander({})
    groups = queue([candidate("SK1048213 broken"), candidate("SK1048213 where")], understander)
    assert len(groups) == 2
    assert understander.embedded == ["where", "broken"]


def test_what_is_unsure_and_common_comes_first() -> None:
    chances = {"a": (0.5, 0.45), "b": (0.95, 0.01), "c": (0.5, 0.45), "d": (0.99, 0.0)}
    found = [candidate("a"), candidate("b", 20), candidate("c", 20), candidate("d", 1, named={"intent1": 1})]
    assert [group.text for group in queue(found, Understander(chances))] == ["c", "d", "a", "b"]


def test_of_equal_help_the_most_recent_comes_first_whatever_the_order_given() -> None:
    found = [candidate("a", minutes=1), candidate("b", minutes=3), candidate("c", minutes=2)]
    for given in (found, found[::-1]):
        assert [group.text for group in queue(given, Understander({}))] == ["b", "c", "a"]


def test_help_rises_with_uncertainty_and_count_and_is_nothing_for_the_certain() -> None:
    def helped(count: int, *chances: float) -> float:
        ranking = tuple(Intent(str(place), chance) for place, chance in enumerate(chances))
        return Group((Ranked(candidate("a", count), ranking),)).help

    assert helped(1, 1.0, 0.0) == 0
    assert helped(1, 0.5, 0.5) == 1
    assert helped(3, 0.5, 0.5) == 2
    assert helped(3, 0.7, 0.3) == pytest.approx(1.2)


def test_what_people_named_is_offered_first() -> None:
    group = queue([candidate("a", named={"refund": 1, "intent1": 2})], Understander({"a": (0.6, 0.3)}))[0]
    assert [intent.name for intent in group.choices] == ["intent1", "refund", "intent0", "out_of_scope"]


def test_what_the_intents_leave_is_the_chance_of_being_out_of_scope() -> None:
    (group,) = queue([candidate("a")], Understander({"a": (0.3, 0.1)}))
    assert {intent.name: round(intent.confidence, 3) for intent in group.choices} == {
        "intent0": 0.3,
        "out_of_scope": 0.3,
        "intent1": 0.1,
    }


def test_what_was_decided_leaves_its_group() -> None:
    (group,) = queue([candidate("a one", 3), candidate("a two")], Understander({}))
    left = without(group, {"a one"})
    assert left is not None
    assert (left.text, left.count) == ("a two", 1)
    assert without(group, {"a one", "a two"}) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("track refund", "track_refund"),
        ("TRACK_REF", "track_refund"),
        ("sign up", "create_account"),
        ("发票", "get_invoice"),
        ("优惠券", "use_coupon"),
    ],
)
def test_an_intent_is_found_by_name_meaning_or_what_customers_say_in_either_language(words: str, name: str) -> None:
    found = Intents(intents(), read("train")).find(words)
    assert name in [spec.name for spec in found[:2]]
    assert len(found) <= 9


def test_words_that_no_intent_has_find_none() -> None:
    known = Intents(intents(), read("train"))
    assert known.find("qwertz") == known.find("  ") == ()
