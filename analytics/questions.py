"""Which of a customer's messages are still without an answer."""

from analytics.events import (
    AnswerGiven,
    ConversationClosed,
    FlowEnded,
    HandedBack,
    HandedOff,
    HandoverDeferred,
    MessageReceived,
    NotUnderstood,
    Recorded,
    TurnFailed,
)
from analytics.evidence import added, concluded, listed
from analytics.profiles import Profile

NAME = "unresolved"


def follow(profile: Profile, recorded: Recorded, message: Recorded) -> Profile:
    """`profile` with `unresolved` as it is after `recorded`; `message` is the conversation's last message then.

    A message that was not understood, or ended with a person or an apology, is open. An article or a flow that was done answers
    it, and what was open before it in the conversation: people ask again in other words. Any other answer, such as small talk,
    answers its own message only. A person who gives the conversation back or closes it has dealt with it.
    """
    match recorded.event:
        case NotUnderstood() | HandedOff() | HandoverDeferred() | TurnFailed():
            return _opened(profile, recorded, message)
        case AnswerGiven(article_id=""):
            return _closed(profile, recorded, "event", message.id)
        case AnswerGiven() | HandedBack() | ConversationClosed() | FlowEnded(outcome="done"):
            return _closed(profile, recorded, "conversation", recorded.conversation)
    return profile


def _opened(profile: Profile, recorded: Recorded, message: Recorded) -> Profile:
    if not isinstance(message.event, MessageReceived) or not message.event.text.strip():
        return profile
    question = {"question": message.event.text, "conversation": message.conversation, "event": message.id}
    return added(profile, NAME, [question], recorded)


def _closed(profile: Profile, recorded: Recorded, key: str, value: str | int) -> Profile:
    questions = listed(profile, NAME, recorded.at)
    left = [question for question in questions if question[key] != value]
    return profile if left == questions else concluded(profile, NAME, left, recorded)
