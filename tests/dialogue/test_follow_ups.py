"""Follow-ups in a conversation: they are understood in the light of the last question that was answered."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.events import AnswerGiven, Event, FlowStarted, MessageReceived, NotUnderstood
from bot.conversation import Conversation, applied
from bot.dialogue import Dialogue, Parts
from bot.messages import Message
from nlu.understanding import Intent, Sentiment, Understanding, Vector
from retrieval.answers import Answer
from tests.dialogue.test_dialogue import parts, shop, stores  # noqa: F401 - fixtures

pytestmark = pytest.mark.anyio

DELIVERY = "how much is delivery?"


def after(*events: Event) -> Conversation:
    conversation = Conversation("c")
    for event in events:
        conversation = applied(event, conversation)
    return conversation


def received(text: str) -> MessageReceived:
    return MessageReceived(message_id="1", channel="t", customer="ann", text=text)


def test_a_question_that_an_article_answered_is_remembered() -> None:
    assert after(received(DELIVERY), AnswerGiven(article_id="delivery-cost")).question == DELIVERY


@pytest.mark.parametrize("event", [AnswerGiven(), NotUnderstood(), FlowStarted(flow="track_order")])
def test_nothing_else_is(event: Event) -> None:
    before = after(received(DELIVERY), AnswerGiven(article_id="delivery-cost"))
    assert applied(event, applied(received("hello"), before)).question == DELIVERY
    assert after(received("hello"), event).question == ""


def test_a_follow_up_leaves_the_question_that_it_follows() -> None:
    answered = AnswerGiven(article_id="x")
    assert after(received(DELIVERY), answered, received("and to Canada?"), answered).question == DELIVERY


def test_a_click_is_no_question() -> None:
    clicked = replace(after(received("article:x")), buttons=("article:x",))
    assert applied(AnswerGiven(article_id="x"), clicked).question == ""


class Articles:
    """Remembers what it is asked, and answers that with one article."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, text: str, vector: Vector, language: str, at: object = None, channel: str = "") -> Answer:
        self.asked.append(text)
        return Answer("delivery-cost", "1", "i", "Delivery", "It costs $5.", 1.0, 0.9, (), 0.5)

    def article(self, article_id: str, language: str, at: object = None, channel: str = "") -> Answer | None:
        return None


INTENTS = {"thank": "thanks", "cancel": "cancel_order", "human": "contact_human_agent"}


class Mind:
    """Understands everything as a question about delivery, but for a few words."""

    def __init__(self) -> None:
        self.answerer = Articles()

    async def understand(self, text: str) -> Understanding:
        intent = next((name for word, name in INTENTS.items() if word in text), "shipping_cost")
        vector = np.array([1, 0], dtype=np.float32)
        return Understanding(text, "en", (Intent(intent, 0.9),), False, Sentiment("neutral", 0.9), (), "m", vector)


async def talk(parts: Parts, *texts: str) -> list[str]:  # noqa: F811 - the fixture
    mind = Mind()
    dialogue = Dialogue(replace(parts, mind=lambda: mind))
    for number, text in enumerate(texts):
        await dialogue.respond(Message(str(number), "test:1", "ann", "test", text))
    return mind.answerer.asked


async def test_a_follow_up_is_looked_up_with_the_question_before(parts: Parts) -> None:  # noqa: F811
    assert (await talk(parts, DELIVERY, "and to Canada?"))[-1] == "how much is delivery and to Canada?"


async def test_a_chain_of_follow_ups_keeps_to_its_question(parts: Parts) -> None:  # noqa: F811
    assert (await talk(parts, DELIVERY, "and to Canada?", "and to Mexico?"))[-1] == "how much is delivery and to Mexico?"


@pytest.mark.parametrize(
    "text", ["may i take a power bank on a plane?", "and thanks for that", "and can you cancel it?", "and a human?"]
)
async def test_a_new_topic_a_courtesy_and_something_to_do_are_looked_up_alone(parts: Parts, text: str) -> None:  # noqa: F811
    assert (await talk(parts, DELIVERY, text))[-1] == text


async def test_without_a_question_before_there_is_nothing_to_carry(parts: Parts) -> None:  # noqa: F811
    assert (await talk(parts, "and to Canada?"))[-1] == "and to Canada?"
