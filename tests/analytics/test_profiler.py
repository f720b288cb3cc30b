"""What a profile says after what happened."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from analytics.events import (
    AnswerGiven,
    Event,
    FlowEnded,
    FlowStarted,
    HandedBack,
    HandedOff,
    NotUnderstood,
    SlotFilled,
    SlotRejected,
    TurnFailed,
)
from analytics.models import Suggestion
from analytics.profiler import Profiler
from analytics.profiles import Profile
from knowledge_base.products import Product

Heard = Callable[..., tuple[Event, Event]]
Fold = Callable[..., Profile]
FAILED, DONE = FlowEnded(flow="track_order", outcome="failed"), FlowEnded(flow="track_order", outcome="done")


def value(profile: Profile, name: str) -> object:
    """The attribute at the moment of the last event."""
    return profile.value(name, max(attribute.at for attribute in profile.attributes.values()))


def test_the_language_is_that_of_the_last_message_with_words(fold: Fold, heard: Heard) -> None:
    chinese = heard("我的订单呢", language="zh")
    assert value(fold(*heard(), *chinese), "language") == "zh"
    assert value(fold(*chinese, *heard("SK1048213", language="en")), "language") == "zh"
    assert value(fold(*chinese, *heard("ok", language="en")), "language") == "zh"
    assert value(fold(*chinese, *heard("thank you", language="en")), "language") == "en"


def test_the_last_five_intents_are_listed_once_each_latest_first(fold: Fold, heard: Heard) -> None:
    names = ["greet", "track_order", "warranty", "greet", "return_item", "exchange_item", "get_refund"]
    profile = fold(*(event for name in names for event in heard(intent=name)))
    assert value(profile, "recent_intents") == ["get_refund", "exchange_item", "return_item", "greet", "warranty"]


def test_a_message_out_of_scope_has_no_intent(fold: Fold, heard: Heard) -> None:
    profile = fold(*heard(intent="greet"), *heard(intent="warranty", out_of_scope=True))
    assert value(profile, "recent_intents") == ["greet"]


def test_the_sentiment_trend_is_the_mean_of_the_last_five_messages(fold: Fold, heard: Heard) -> None:
    moods = [("negative", 0.9), ("negative", 0.8), ("neutral", 0.9), ("positive", 0.5), ("neutral", 1.0), ("negative", 0.6)]
    profile = fold(*(event for mood in moods for event in heard(sentiment=mood)))
    assert value(profile, "sentiments") == [-0.6, 0.0, 0.5, 0.0, -0.8]
    assert value(profile, "sentiment_trend") == pytest.approx(-0.18)


def test_a_mood_does_not_outlast_a_week(fold: Fold, heard: Heard) -> None:
    angry, calm = heard(sentiment=("negative", 1.0)), heard(sentiment=("positive", 0.4))
    assert value(fold(*angry, timedelta(days=6), *calm), "sentiment_trend") == -0.3
    assert value(fold(*angry, timedelta(days=8), *calm), "sentiment_trend") == 0.4


def questions(profile: Profile) -> list[str]:
    found = value(profile, "unresolved")
    assert isinstance(found, list)
    return [question["question"] for question in found]


@pytest.mark.parametrize(
    "ending",
    [NotUnderstood(), NotUnderstood(articles=("a",)), HandedOff(reason="asked"), TurnFailed(message_id="1", error="KeyError")],
    ids=["not understood", "asked back", "handed off", "failed"],
)
def test_a_message_without_an_answer_is_unresolved(fold: Fold, heard: Heard, ending: Event) -> None:
    profile = fold(*heard("one thing"), AnswerGiven(article_id="a"), *heard("another thing"), ending)
    assert questions(profile) == ["another thing"]
    attribute = profile.attributes["unresolved"]
    assert attribute.value == [{"question": "another thing", "conversation": "c1", "event": 4}]
    assert attribute.event == 6


def test_a_message_is_unresolved_only_once(fold: Fold, heard: Heard) -> None:
    assert questions(fold(*heard("eh"), NotUnderstood(), HandedOff(reason="lost"))) == ["eh"]


@pytest.mark.parametrize(
    "answer", [AnswerGiven(article_id="a"), HandedBack(agent="eve"), DONE], ids=["article", "person", "flow"]
)
def test_an_answer_resolves_what_was_open_in_its_conversation(fold: Fold, heard: Heard, answer: Event) -> None:
    profile = fold(*heard("eh"), NotUnderstood(), *heard("I mean this"), answer)
    assert questions(profile) == []
    assert profile.attributes["unresolved"].event == 6


def test_an_answer_in_another_conversation_resolves_nothing(fold: Fold, heard: Heard) -> None:
    profile = fold("c1", *heard("eh"), NotUnderstood(), "c2", *heard("this"), AnswerGiven(article_id="a"))
    assert questions(profile) == ["eh"]


def test_small_talk_resolves_no_question_before_it(fold: Fold, heard: Heard) -> None:
    assert questions(fold(*heard("eh"), NotUnderstood(), *heard("thanks"), AnswerGiven())) == ["eh"]


def test_the_last_five_questions_are_listed_latest_first(fold: Fold, heard: Heard) -> None:
    profile = fold(*(event for number in range(7) for event in (*heard(f"what {number}"), NotUnderstood())))
    assert questions(profile) == [f"what {number}" for number in (6, 5, 4, 3, 2)]


def test_a_mentioned_order_counts_with_little_confidence_and_a_checked_one_with_full(fold: Fold, heard: Heard) -> None:
    mentioned = fold(*heard("SK1 is late", entities=[("order_id", "SK1")]))
    assert (value(mentioned, "last_order"), mentioned.attributes["last_order"].confidence) == ("SK1", 0.6)
    checked = fold(*heard("SK1 is late", entities=[("order_id", "SK1")]), SlotFilled(slot="order_id", value="SK1"))
    assert (value(checked, "last_order"), checked.attributes["last_order"].confidence) == ("SK1", 1.0)


def test_other_slots_and_entities_are_no_orders(fold: Fold, heard: Heard) -> None:
    profile = fold(*heard(entities=[("tracking_number", "YT1")]), SlotFilled(slot="email", value="a@b.example"))
    assert "last_order" not in profile.attributes


def test_a_refused_order_gives_way_to_the_one_before_with_its_own_evidence(fold: Fold, heard: Heard) -> None:
    first = *heard(), SlotFilled(slot="order_id", value="SK1"), DONE
    second = *heard("SK2", entities=[("order_id", "SK2")]), SlotRejected(slot="order_id", value="SK2", reason="unknown")
    profile = fold(*first, *second)
    assert profile.attributes["last_order"] == fold(*first).attributes["last_order"]


def test_a_failed_flow_takes_its_order_back_and_no_other(fold: Fold, heard: Heard) -> None:
    begun = *heard(), FlowStarted(flow="track_order")
    other = "c2", *begun, SlotFilled(slot="order_id", value="SK2"), "c1"
    settled = *begun, SlotFilled(slot="order_id", value="SK1"), DONE
    failing = *begun, SlotFilled(slot="order_id", value="SK3"), FAILED
    assert value(fold(*settled, *failing), "last_order") == "SK1"
    assert value(fold(*settled, *other, *failing), "last_order") == "SK2"
    assert "last_order" not in fold(*failing).attributes
    again = *begun, SlotFilled(slot="order_id", value="SK1"), FAILED
    assert value(fold(*settled, *again), "last_order") == "SK1"


def test_interests_are_products_with_their_categories_latest_first(
    fold: Fold, heard: Heard, products: tuple[Product, ...]
) -> None:
    profiler = Profiler({product.sku: product for product in products})
    case, cameras = heard(entities=[("product", "CASE")]), heard(entities=[("product", "cameras"), ("product", "spoons")])
    assert value(fold(*case, *cameras, profiler=profiler), "interests") == ["cameras", "CASE", "cases"]
    assert value(fold(*cameras, *case, *cameras, profiler=profiler), "interests") == ["cameras", "CASE", "cases"]


def test_a_suggestion_comes_with_its_reason_and_goes_when_there_is_none_any_more(fold: Fold, heard: Heard) -> None:
    reason = {"en": "It fits.", "zh": "它适配。"}

    def unless_angry(profile: Profile, now: datetime) -> Suggestion | None:
        angry = profile.value("sentiment_trend", now) < 0
        return None if angry else Suggestion("CASE", reason, "model 7", 0.25)

    profiler = Profiler(suggest=unless_angry)
    content = fold(*heard(), profiler=profiler)
    assert content.attributes["suggestion"].value == {"sku": "CASE", "reason": reason}
    assert (content.attributes["suggestion"].source, content.attributes["suggestion"].confidence) == ("model 7", 0.25)
    assert "suggestion" not in fold(*heard(), *heard(sentiment=("negative", 1.0)), profiler=profiler).attributes


def test_every_attribute_names_its_event_source_time_and_end(fold: Fold, heard: Heard, start: datetime) -> None:
    profile = fold(*heard(entities=[("order_id", "SK1")]), NotUnderstood())
    at = start + timedelta(minutes=2)
    language, intents = profile.attributes["language"], profile.attributes["recent_intents"]
    assert (language.event, language.source, language.at, language.expires) == (2, "m1", at, None)
    assert (intents.event, intents.confidence, intents.expires) == (2, 0.8, at + timedelta(days=30))
    assert profile.attributes["unresolved"].source == "profiler 1"
    assert profile.value("recent_intents", at + timedelta(days=31)) is None


def test_folding_in_two_parts_gives_the_same_profile(fold: Fold, heard: Heard) -> None:
    before: tuple[Event, ...] = *heard(), SlotFilled(slot="order_id", value="SK1")
    whole = fold(*before, *heard("eh"), NotUnderstood())
    assert dict(whole.attributes) == dict(fold(*before, *heard("eh"), NotUnderstood()).attributes)
    assert {"language", "recent_intents", "sentiments", "orders", "last_order", "unresolved"} <= whole.attributes.keys()
