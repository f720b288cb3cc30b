"""A shop's own entity types: what they match, what they win against, and what is refused at the start."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from configs import settings
from configs.errors import ConfigurationError
from configs.settings import PatternSettings
from nlu.entities import Recognizer
from nlu.entities.patterns import compiled
from tests.nlu.test_entities_together import assert_spans_fit

PIECES = ("VIP123456", "ＶＩＰ", "１２３４５６", "櫃子 204", "locker 204", "😀", "\u200b", " ", "浦東分店", "a")
TODAY = date(2026, 3, 11)
OWN = {
    "member_id": PatternSettings(pattern=r"VIP\d{6}", normalized="upper"),
    "locker": PatternSettings(pattern=r"(?:locker|櫃子) ?(\d{3})"),
    "serial": PatternSettings(pattern=r"SN[- ]?\d{4}[- ]?\d{4}", normalized="digits"),
    "branch": PatternSettings(pattern=r"\p{Han}{2}分店"),
    "brackets": PatternSettings(pattern=r"【[a-z]+】"),
}
RECOGNIZER = Recognizer(patterns=compiled(OWN))


def found(text: str, recognizer: Recognizer = RECOGNIZER) -> list[tuple[str, str, str]]:
    entities = recognizer.extract(text, "en", TODAY)
    assert_spans_fit(text, entities)
    return [(entity.type, entity.value, entity.normalized) for entity in entities]


def one(pattern: str) -> Recognizer:
    return Recognizer(patterns=compiled({"own": PatternSettings(pattern=pattern)}))


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("i am VIP123456, help", ("member_id", "VIP123456", "VIP123456")),
        ("i am vip123456", ("member_id", "vip123456", "VIP123456")),
        ("会员vip123456积分", ("member_id", "vip123456", "VIP123456")),
        ("😀 ＶＩＰ１２３４５６", ("member_id", "ＶＩＰ１２３４５６", "VIP123456")),
        ("VIP\u200b123456", ("member_id", "VIP\u200b123456", "VIP123456")),
        ("in locker 204 please", ("locker", "204", "204")),
        ("放柜子204了", ("locker", "204", "204")),
        ("放櫃子２０４了", ("locker", "２０４", "204")),
        ("sn-1234-5678 is dead", ("serial", "sn-1234-5678", "12345678")),
        ("浦东分店", ("branch", "浦东分店", "浦东分店")),
        ("浦東分店", ("branch", "浦東分店", "浦东分店")),
        ("【new】", ("brackets", "【new】", "【new】")),
    ],
)
def test_a_pattern_is_matched_on_the_folded_text_and_counted_on_the_original(text: str, entity: tuple[str, str, str]) -> None:
    assert found(text) == [entity]


@pytest.mark.parametrize("text", ["VIP1234567", "xVIP123456", "VIP12345", "VIP 123456", "locker 2041", "new"])
def test_only_whole_words_and_numbers_count(text: str) -> None:
    assert [kind for kind, *_ in found(text) if kind in OWN] == []


def test_the_order_of_alternatives_does_not_matter() -> None:
    assert found("code a12345", one(r"a\d{3}|a\d{5}")) == [("own", "a12345", "a12345")]


def test_a_shops_own_type_wins_against_the_built_in_ones() -> None:
    assert found("SK1048213", one(r"SK\d{7}")) == [("own", "SK1048213", "sk1048213")]
    assert found("1048213", one(r"1\d{6}")) == [("own", "1048213", "1048213")]
    assert found("lin@mail.example", one(r"mail")) == [("email", "lin@mail.example", "lin@mail.example")]


def test_a_pattern_that_matches_nothing_between_letters_finds_nothing() -> None:
    assert found("so be it", one(r"(x)?b")) == []


@pytest.mark.parametrize(
    ("name", "pattern", "why"),
    [
        ("own", "(a", "'(a' is no pattern of RE2, which has no look-behind or back-reference: missing ): (a"),
        ("own", r"(?<=a)b", "invalid perl operator: (?<="),
        ("own", r"(a)\1", r"invalid escape sequence: \1"),
        ("own", "a{2000}", "invalid repetition size: {2000}"),
        ("own", "x" * 301, "the pattern has 301 characters; at most 300 are read"),
        ("own", r"\w{900}\w{900}", "instructions; at most 1000 are run: repeat less"),
        ("own", "(a)(b)", "the pattern has several groups"),
        ("own", "a*", "the pattern matches nothing at all too"),
        ("own", "", "the pattern matches nothing at all too"),
        ("Own", "a", "a type is named by small letters, digits and _"),
        ("my-type", "a", "a type is named by small letters, digits and _"),
        ("order_id", "a", "every shop has this type already; choose another name"),
        ("phone", "a", "every shop has this type already; choose another name"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_key(name: str, pattern: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        compiled({name: PatternSettings(pattern=pattern)})
    assert str(refused.value).startswith(f"nlu.patterns.{name}: ")
    assert why in str(refused.value)


def test_the_same_pattern_under_two_names_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"nlu.patterns.b: it is the pattern of a too; remove one of them"):
        compiled({"a": PatternSettings(pattern="x1"), "b": PatternSettings(pattern="x1")})


def test_too_many_patterns_are_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"nlu.patterns: there are 51 patterns; at most 50"):
        compiled({f"p{number}": PatternSettings(pattern=f"x{number}") for number in range(51)})


@pytest.mark.parametrize("pattern", ["(a+)+$", "(?:a|aa)+$", "(?:a*a*)*b", "a|a.*z", "(?:.*.*)=.*x", r"(?:[ab]*a[ab]{80})z|a"])
def test_a_pattern_that_hurts_others_ends(pattern: str) -> None:
    assert len(found("a" * 8000 + "!", one(pattern))) <= 16


@hypothesis_settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["VIP123456", "ＶＩＰ", "１２３４５６", "櫃子 204", "locker 204", "😀", "\u200b", " ", "浦東分店", "a"])
    ).map("".join)
)
def test_spans_fit_any_message(text: str) -> None:
    found(text)


def test_the_settings_file_names_patterns_and_the_recognizer_finds_them(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[nlu]\ncurrency = 'CNY'\n[nlu.patterns]\nmember_id = { pattern = 'VIP\\d{6}', normalized = 'upper' }\n")
    recognizer = Recognizer.of(settings.load(file).nlu)
    assert found("vip123456退我50块", recognizer) == [("member_id", "vip123456", "VIP123456"), ("amount", "50块", "50.00 CNY")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("member_id = { patern = 'x' }", "nlu.patterns.member_id"),
        ("member_id = 'x'", "nlu.patterns.member_id"),
        ("member_id = { pattern = 'x', normalized = 'big' }", "nlu.patterns.member_id.normalized"),
        ("a = { pattern = 'x' }\na = { pattern = 'y' }", "is not TOML"),
    ],
)
def test_a_wrong_entry_of_the_settings_file_is_refused(tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"[nlu.patterns]\n{content}\n")
    with pytest.raises(ConfigurationError, match=why):
        settings.load(file)


def test_some_of_what_matches_stands_for_another_value() -> None:
    found = Recognizer(
        patterns=compiled({"day": PatternSettings(pattern="sat(?:urday)?|周六", values={"SAT": "saturday", "周六": "saturday"})})
    )
    texts = ("on Sat", "on saturday", "周六来")
    assert [[one.normalized for one in found.extract(text, "en")] for text in texts] == [["saturday"]] * 3
