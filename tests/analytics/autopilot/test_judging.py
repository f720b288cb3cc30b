"""What follows a turn says whether it was right; silence says nothing."""

from datetime import UTC, datetime

import pytest

from analytics.autopilot.judging import Judge
from analytics.autopilot.standing import Tally
from analytics.events import (
    AnswerGiven,
    DecisionMade,
    Event,
    FeedbackGiven,
    FlowEnded,
    FlowStarted,
    HandedOff,
    IntentCorrected,
    Recorded,
    ReplySent,
    SuggestionEdited,
    SuggestionRefused,
    SuggestionShown,
    SuggestionTaken,
)
from tests.analytics.autopilot.conftest import wrote

ANSWERED = AnswerGiven(article_id="guarantee")
RIGHT, WRONG, NOTHING = Tally(1, 0), Tally(0, 1), None
QUESTION = {"en": "how long is the warranty?", "zh": "保修多久？"}
THANKS = {"en": "thanks a lot", "zh": "谢谢"}


def verdict(*happened: Event, intent: str = "warranty", language: str = "en") -> Tally | None:
    """What these events say of an intent."""
    judge = Judge()
    for position, event in enumerate(happened, start=1):
        judge.see(Recorded(id=position, conversation="c", position=position, at=datetime(2026, 6, 1, tzinfo=UTC), event=event))
    return judge.tallies().get((intent, language))


def shown(name: str = "guarantee", **values: str) -> SuggestionShown:
    source, to = values.get("source", "article"), values.get("to", "person")
    return SuggestionShown(intent="warranty", language="en", source=source, name=name, text="", precision=0.5, level=0.9, to=to)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_thanks_at_once_was_served_and_who_asks_the_same_again_was_not(language: str) -> None:
    asked = [*wrote(QUESTION[language], language=language), ANSWERED]
    assert verdict(*asked, language=language) is NOTHING
    assert verdict(*asked, *wrote(THANKS[language], "thanks", 2, language), language=language) == RIGHT
    assert verdict(*asked, *wrote(QUESTION[language], number=2, language=language), language=language) == WRONG


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([FeedbackGiven(message_id="m1", helpful=True)], RIGHT),
        ([FeedbackGiven(message_id="m1", helpful=False)], WRONG),
        ([IntentCorrected(message_id="m1", intent="warranty", agent="anna")], RIGHT),
        ([IntentCorrected(message_id="m1", intent="repair_service", agent="anna")], WRONG),
        ([*wrote("a person", "contact_human_agent", 2), HandedOff(reason="asked")], WRONG),
        ([*wrote("my lawyer", "complaint", 2), HandedOff(reason="risky topic")], NOTHING),
        ([*wrote("and how long exactly?", number=2), ANSWERED], WRONG),
        (wrote("where is my order", "track_order", 2), NOTHING),
        ([*wrote("thanks", "thanks", 2), FeedbackGiven(message_id="m1", helpful=False)], WRONG),
        ([FeedbackGiven(message_id="m1", helpful=False), *wrote("thanks", "thanks", 2)], WRONG),
        ([*wrote(QUESTION["en"], number=2), FeedbackGiven(message_id="m1", helpful=True)], RIGHT),
    ],
)
def test_an_article_is_judged_by_what_follows(events: list[Event], expected: Tally | None) -> None:
    assert verdict(*wrote(QUESTION["en"]), ANSWERED, *events) == expected


@pytest.mark.parametrize(
    ("outcome", "expected"), [("done", RIGHT), ("cancelled", WRONG), ("failed", NOTHING), ("refused", NOTHING)]
)
def test_a_flow_is_right_when_it_was_carried_through_and_wrong_when_it_was_left(outcome: str, expected: Tally | None) -> None:
    started = [*wrote("cancel it", "cancel_order"), FlowStarted(flow="cancel_order"), *wrote("SK1050001", "greet", 2)]
    assert verdict(*started, FlowEnded(flow="cancel_order", outcome=outcome), intent="cancel_order") == expected


def test_of_a_message_that_asks_for_two_things_each_is_judged_by_its_own_intent() -> None:
    both = [
        *wrote("how long is the warranty, and cancel my order"),
        DecisionMade(policy="Grounded", action="", because=""),
        ANSWERED,
        DecisionMade(policy="Flows", action="", because="", intent="cancel_order"),
        FlowStarted(flow="cancel_order"),
        FlowEnded(flow="cancel_order", outcome="done"),
    ]
    assert verdict(*both, intent="cancel_order") == RIGHT
    assert verdict(*both) is NOTHING


def test_advice_is_judged_and_small_talk_is_not() -> None:
    advised = DecisionMade(policy="Offers", action="action_compare", because="", intent="product_comparison")
    happened = [*wrote("which is better"), advised, AnswerGiven(), *wrote("thanks", "thanks", 2), AnswerGiven()]
    assert verdict(*happened, intent="product_comparison") == RIGHT
    assert verdict(*happened, FeedbackGiven(message_id="m2", helpful=False), intent="thanks") is NOTHING


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (SuggestionTaken(agent="anna"), RIGHT),
        (SuggestionEdited(agent="anna"), WRONG),
        (SuggestionRefused(agent="anna"), WRONG),
        (HandedOff(reason="below the autopilot's level"), NOTHING),
    ],
)
def test_a_person_judges_what_was_suggested(event: Event, expected: Tally | None) -> None:
    assert verdict(*wrote(QUESTION["en"]), shown(), event) == expected


@pytest.mark.parametrize(
    ("name", "chosen", "expected"),
    [
        ("guarantee", "article:guarantee", RIGHT),
        ("guarantee", "article:repairs", WRONG),
        ("guarantee", "none", WRONG),
        ("repair_service", "start:repair_service", RIGHT),
        ("guarantee", "person", NOTHING),
    ],
)
def test_a_customer_who_was_asked_judges_by_what_they_choose(name: str, chosen: str, expected: Tally | None) -> None:
    payloads = ("article:guarantee", "article:repairs", "start:repair_service", "none", "person")
    offered = ReplySent(reply_to="m1", replies=({"quick_replies": [{"payload": payload} for payload in payloads]},))
    clicked = [*wrote("a title", number=2, payload=chosen), ANSWERED]
    assert verdict(*wrote(QUESTION["en"]), shown(name, to="customer"), offered, *clicked) == expected


def test_a_customer_who_answers_in_words_judges_as_well() -> None:
    asked = shown("repair_service", source="flow", to="customer")
    agreed = [*wrote("it broke"), asked, *wrote("yes", "affirm", 2), FlowStarted(flow="repair_service")]
    assert verdict(*agreed) == RIGHT
    assert verdict(*agreed, FeedbackGiven(message_id="m2", helpful=True), intent="affirm") is NOTHING
    assert verdict(*wrote("it broke"), asked, *wrote("no", "deny", 2)) == WRONG
    assert verdict(*wrote("it broke"), shown(), *wrote("no", "deny", 2)) is NOTHING
