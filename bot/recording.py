"""What a turn leaves in the log of its message, its understanding, its article, its measures and its replies."""

from collections.abc import Mapping, Sequence

from analytics.events import AnswerFound, MessageReceived, MessageUnderstood, ReplySent, TurnMeasured
from bot.messages import Message, Reply
from bot.policies import Situation
from bot.replies import Saying
from nlu.understanding import Understanding
from retrieval.answers import Answer

UNRESOLVED = "unresolved"
"""The attribute that holds whole messages; no turn is decided by it."""


def received(message: Message) -> MessageReceived:
    """The message as it came."""
    return MessageReceived(
        message_id=message.id,
        channel=message.channel,
        customer=message.customer,
        text=message.text,
        payload=message.payload,
        context=message.context,
        account=message.account,
    )


def understood(message: Message, understanding: Understanding) -> MessageUnderstood:
    """What the message was taken to mean, with the best three intents."""
    return MessageUnderstood(
        message_id=message.id,
        language=understanding.language,
        intents=tuple((intent.name, round(intent.confidence, 4)) for intent in understanding.intents[:3]),
        out_of_scope=understanding.out_of_scope,
        sentiment=understanding.sentiment.label,
        sentiment_score=round(understanding.sentiment.score, 4),
        entities=tuple((entity.type, entity.normalized) for entity in understanding.entities),
        model=understanding.model,
        outside=round(understanding.outside, 4),
        threshold=round(understanding.threshold, 4),
    )


def found(answer: Answer) -> AnswerFound:
    """The best article."""
    return AnswerFound(
        article_id=answer.article_id,
        version=answer.version,
        index=answer.index,
        confidence=round(answer.confidence, 4),
        alternatives=tuple(hit.article_id for hit in answer.alternatives),
        edition=answer.edition,
        scores=tuple(round(score, 4) for score in (answer.score, *(hit.score for hit in answer.alternatives))),
        threshold=answer.threshold,
    )


def measured(situation: Situation, seconds: Mapping[str, float]) -> TurnMeasured:
    """What the turn took by stage, and what was known of the customer when it began."""
    milliseconds = {stage: round(1000 * took, 3) for stage, took in seconds.items()}
    recalled = {name: value for name, value in situation.profile.values(situation.now).items() if name != UNRESOLVED}
    name, at = situation.message.id, situation.now.isoformat()
    return TurnMeasured(message_id=name, at=at, milliseconds=milliseconds, recalled=recalled)


def sent(message: Message, replies: Sequence[Reply], says: Sequence[Saying]) -> ReplySent:
    """The replies, which word what is said."""
    return ReplySent(
        reply_to=message.id,
        replies=tuple(reply.to_json() for reply in replies),
        wording=tuple(saying.key for saying in says),
    )
