"""Decisions: durable one by one, undone by their maker, and learnt from under the rules of the sentences."""

import multiprocessing
from collections.abc import Sequence
from pathlib import Path

import pytest

from nlu.holding import held
from nlu.review.batch import apply
from nlu.review.candidates import Candidate
from nlu.review.decisions import FILE, Decision, Decisions, Wording, texts
from nlu.review.learning import Reviewed, reviewed
from nlu.sentences import DataError, Sentence, intents, read
from nlu.understanding import Language, SentimentLabel

NAMES = [intent.name for intent in intents()]


def label(text: str, intent: str = "track_order", by: str = "bo", language: Language = "en") -> Decision:
    return Decision("label", by, intent=intent, wordings=(Wording(text, language, "neutral"),))


@pytest.fixture
def decisions(tmp_path: Path) -> Decisions:
    return Decisions(tmp_path)


def feel(text: str) -> SentimentLabel:
    return "negative"


def test_decisions_are_read_as_they_were_made_with_time_and_name(decisions: Decisions) -> None:
    made = [label("哪里了\u2028", language="zh"), Decision("drop", "amy", wordings=(Wording("x", "en", "negative"),))]
    for one in made:
        decisions.add([one])
    assert decisions.standing() == made
    assert decisions.file.stat().st_mode & 0o777 == 0o600
    assert texts(made) == {"哪里了\u2028", "x"}


def test_before_anything_was_decided_there_is_nothing(decisions: Decisions) -> None:
    assert decisions.standing() == []
    assert decisions.undo("bo") is None
    assert not decisions.file.exists()


def test_undo_takes_back_the_last_of_ones_own_and_then_the_one_before(decisions: Decisions) -> None:
    first, second, other = label("one"), label("two"), label("three", by="amy")
    decisions.add([first, second, other])
    assert decisions.undo("bo") == second
    assert decisions.undo("bo") == first
    assert decisions.undo("bo") is None
    assert decisions.standing() == [other]


@pytest.mark.parametrize("kept", [1, 20, 100])
def test_half_a_line_of_a_process_that_died_costs_that_line_only(decisions: Decisions, kept: int) -> None:
    first, second = label("one"), label("two")
    decisions.add([first])
    whole = decisions.file.read_bytes()
    decisions.file.write_bytes(whole + whole[:kept])
    assert decisions.standing() == [first]
    decisions.add([second])
    assert decisions.standing() == [first, second]


def test_a_line_that_is_no_decision_is_named(decisions: Decisions) -> None:
    decisions.file.write_text('\n{"action": "label"}\n')
    with pytest.raises(DataError, match=rf"{FILE}:2: by: .*mend or remove the line"):
        decisions.standing()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the decision cannot be written: No such file"):
        Decisions(tmp_path / "none").add([label("one")])


def _many(folder: Path, name: str) -> None:
    for number in range(50):
        Decisions(folder).add([label(f"{name} {number} " + "x" * 2000, by=name)])


def test_two_people_may_decide_at_once(tmp_path: Path) -> None:
    people = [multiprocessing.get_context("spawn").Process(target=_many, args=(tmp_path, name)) for name in ("amy", "bo")]
    for one in people:
        one.start()
    for one in people:
        one.join(60)
    assert sorted(one.by for one in Decisions(tmp_path).standing()) == ["amy"] * 50 + ["bo"] * 50


def learnt(decisions: Decisions, *made: Decision, shipped: Sequence[Sentence] = ()) -> Reviewed:
    decisions.add(made)
    return reviewed(decisions.file.parent, shipped, [intent.name for intent in intents()])


def test_labelled_messages_are_learnt_from_but_for_a_share_that_is_always_the_same(decisions: Decisions) -> None:
    words = [f"{word} my gift card from aunt {number}" for number in range(20) for word in ("eat", "burn", "paint", "sing")]
    found = learnt(decisions, *(label(text, "out_of_scope") for text in words))
    assert {one.text for one in found.held} == {text for text in words if held(text, 5)}
    assert {one.text for one in (*found.training, *found.held)} == set(words)
    assert 5 < len(found.held) < 30
    assert {one.intent for one in found.training} == {"out_of_scope"}


def test_the_later_decision_about_a_text_counts_and_a_dropped_one_is_not_learnt(decisions: Decisions) -> None:
    drop = Decision("drop", "bo", wordings=(Wording("two words here", "en", "neutral"),))
    found = learnt(decisions, label("one word here", "greet"), label("one word here", "thanks"), label("two words here"), drop)
    assert [(one.text, one.intent) for one in (*found.training, *found.held)] == [("one word here", "thanks")]


def test_what_repeats_the_test_part_is_left_out_and_said(decisions: Decisions) -> None:
    tested = [sentence for sentence in read("test") if len(sentence.text) > 20 and not sentence.spans][::30]
    nearly = [label(f"{one.text.upper()}!!", one.intent, language=one.language) for one in tested]
    found = learnt(decisions, *nearly, label("does the parrot come with a gift card"))
    assert len(tested) > 10
    assert [one.text for one in (*found.training, *found.held)] == ["does the parrot come with a gift card"]
    assert [one.because for one in found.left_out] == [f"repeats {one.text!r} of the test part" for one in tested]


def test_a_test_sentence_with_another_order_number_is_left_out(decisions: Decisions) -> None:
    sentence = next(one for one in read("test") if [mark.type for mark in one.spans] == ["order_id"] and len(one.text) > 25)
    mark = sentence.spans[0]
    other = sentence.text[: mark.start] + "SK1999999" + sentence.text[mark.end :]
    found = learnt(decisions, label(other, sentence.intent, language=sentence.language))
    assert [one.text for one in found.left_out] == [other]


def test_what_is_shipped_or_has_an_intent_that_is_no_more_is_left_out(decisions: Decisions) -> None:
    shipped = [Sentence("Where's the parrot", "en", "track_order", "neutral")]
    found = learnt(
        decisions,
        label("wheres the parrot?"),
        label("WHERE'S THE PARROT", "get_refund"),
        label("sing me the parrot", "sing"),
        shipped=shipped,
    )
    assert (found.training, found.held) == ((), ())
    assert [one.because for one in found.left_out] == [
        "is shipped already",
        "is shipped already as track_order; change that in nlu/data/train if it is wrong",
        "there is no intent 'sing' any more",
    ]


def applied(decisions: Decisions, content: str | bytes, candidates: Sequence[Candidate] = ()) -> tuple[int, int]:
    file = decisions.file.with_name("labels.tsv")
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return apply(file, decisions, "bo", NAMES, candidates, feel)


def test_a_file_of_labels_is_kept_once_masked_and_with_a_language(decisions: Decisions) -> None:
    content = "\ufeffwhere is SK1048213\ttrack_order\n\n讲个笑话\tout_of_scope\r\nbuy pills\tdrop\n"
    assert applied(decisions, content) == (3, 0)
    assert applied(decisions, content) == (0, 3)
    first, second, third = decisions.standing()
    assert "1048213" not in first.wordings[0].text
    assert (second.intent, second.wordings[0]) == ("out_of_scope", Wording("讲个笑话", "zh", "negative"))
    assert (third.action, third.intent) == ("drop", "")
    assert applied(decisions, "buy pills\tgreet\n") == (1, 0)


def test_a_label_for_a_candidate_takes_its_language_and_sentiment(decisions: Decisions) -> None:
    known = Candidate("ok SK1048213", "zh", "positive", 1, label("x").at, ("unsure",))
    applied(decisions, "ok SK1048213\taffirm", [known])
    assert decisions.standing()[0].wordings == (Wording("ok SK1048213", "zh", "positive"),)


def test_every_bad_line_is_named_and_nothing_is_kept(decisions: Decisions) -> None:
    lines = ["good\tgreet", "no tab", "a\tb\tc", "\tgreet", "x\tget_refnd", "y\t", "z" * 501 + "\tgreet"]
    with pytest.raises(DataError) as raised:
        applied(decisions, "\n".join(lines))
    *errors, last = str(raised.value).split("\n")
    assert [error.split(": ", 1)[0].rsplit(":", 1)[1] for error in errors] == ["2", "3", "4", "5", "6", "7"]
    for error, sentence in zip(
        errors,
        ["has 0 tabs", "has 2 tabs", "no text before", "the nearest is get_refund", "no intent ''", "501 characters"],
        strict=True,
    ):
        assert sentence in error
    assert "nothing was kept" in last
    assert decisions.standing() == []


def test_a_file_that_cannot_be_read_is_said(decisions: Decisions) -> None:
    with pytest.raises(DataError, match="save it as UTF-8"):
        applied(decisions, b"\xff\xfe\tgreet")
    with pytest.raises(DataError, match=r"none\.tsv: cannot be read: No such file"):
        apply(Path("none.tsv"), decisions, "bo", NAMES, (), feel)
