"""One turn: load, recall, understand, retrieve, decide, act, append."""

import asyncio
import time
import weakref
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import structlog

from analytics.events import (
    DecisionMade,
    Event,
    HandedOff,
    Recorded,
    ReplySent,
    TurnFailed,
)
from analytics.profiles import Profile
from analytics.stores import Conflict, Duplicate, StoreUnavailable, TurnLog
from bot import agenda, recording, stopwatch
from bot.agenda import Agenda
from bot.conversation import Conversation, applied, fold
from bot.errors import BotError
from bot.execution import Execution
from bot.messages import Message, QuickReply, Reply, reply_from_json
from bot.policies import ARTICLE, Decision, Policy, Situation
from bot.replies import Saying, Wording
from nlu.language import language_of
from nlu.understanding import Language, Understanding
from retrieval import context
from retrieval.answers import Answer, Answerer
from retrieval.typing.questions import Question

STEPS = 12  # more decisions than any flow needs; a turn that takes more has a policy that goes round in circles
CACHED = 4096  # conversations kept folded in memory
NAMES = 2  # so many words in Latin letters may be a name in a Chinese conversation

Result = TypeVar("Result")
Timer = Callable[[str, float], None]
Next = Callable[[str, str, Sequence[str]], Sequence[Question]]
log = structlog.get_logger(__name__)


class Profiles(Protocol):
    """Where profiles are read."""

    async def get(self, customer: str) -> Profile | None:
        """The customer's profile, None for somebody unknown."""
        ...


class Mind(Protocol):
    """A model, and the answerer over the index of its vectors."""

    @property
    def answerer(self) -> Answerer:
        """Looks up what `understand` gives; the vectors of another model mean nothing to it."""
        ...

    async def understand(self, text: str) -> Understanding:
        """Understand a message."""
        ...


@dataclass(frozen=True)
class Parts:
    """What a dialogue is made of.

    `mind` gives the one that serves now; a turn keeps to the one that it has begun with. `observe(stage, seconds)` is told how
    long each stage took; `related(article, language, answered)` gives questions to offer after an article; `now` is the clock;
    `reception` makes of a decision that hands over what can be done now.
    """

    log: TurnLog
    profiles: Profiles
    mind: Callable[[], Mind]
    policies: Sequence[Policy]
    actions: Execution
    wording: Wording
    observe: Timer = lambda stage, seconds: None
    related: Next = lambda article, language, answered: ()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    reception: Callable[[Decision, Situation], Decision] = lambda decision, situation: decision


@dataclass(frozen=True)
class Turn:
    """What a turn said and what happened in it."""

    replies: tuple[Reply, ...]
    events: tuple[Event, ...]


class Dialogue:
    """Answers messages, those of one conversation in the order in which they came."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._folded: OrderedDict[str, Conversation] = OrderedDict()
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def respond(self, message: Message) -> tuple[Reply, ...]:
        """Answer `message` and return when the whole turn is durable.

        The same message id of a conversation again gets the same replies. Raises StoreUnavailable; nothing is stored then.
        """
        lock = self._locks.setdefault(message.conversation, asyncio.Lock())
        async with lock:
            source = (message.channel, f"{message.conversation}/{message.id}")
            if recorded := await self._parts.log.turn(*source):
                return _replies(recorded)
            while True:
                conversation = await self._load(message.conversation)
                turn = await self._turn(message, conversation)
                try:
                    recorded = await self._timed(
                        "append", self._parts.log.append(conversation.id, conversation.position, turn.events, *source)
                    )
                except Conflict:
                    self._folded.pop(message.conversation, None)
                except Duplicate as duplicate:
                    self._folded.pop(message.conversation, None)
                    return _replies(duplicate.recorded)
                else:
                    self._remember(fold(conversation, recorded))
                    return turn.replies

    async def _load(self, name: str) -> Conversation:
        known = self._folded.get(name) or fold(Conversation(name), await self._timed("load", self._parts.log.read(name)))
        self._remember(known)
        return known

    def _remember(self, conversation: Conversation) -> None:
        self._folded[conversation.id] = conversation
        self._folded.move_to_end(conversation.id)
        if len(self._folded) > CACHED:
            self._folded.popitem(last=False)

    async def _turn(self, message: Message, conversation: Conversation) -> Turn:
        try:
            return await self._decided(message, conversation)
        except (StoreUnavailable, BotError):
            raise
        except Exception as error:
            log.exception("turn_failed")
            return self._apology(message, conversation, error)

    async def _decided(self, message: Message, conversation: Conversation) -> Turn:
        stages = stopwatch.begin()
        profile = await self._timed("recall", self._parts.profiles.get(message.customer)) or Profile(customer=message.customer)
        mind = self._parts.mind()
        understanding = await self._timed("understand", mind.understand(message.text))
        understanding = replace(understanding, language=_language(message, conversation))
        if agenda.may_follow(understanding, conversation):
            understanding = context.carried(understanding, await mind.understand(conversation.question), mind.answerer)
        situation = Situation(message, understanding, conversation, profile, None, self._parts.now())
        plan = agenda.planned(situation)
        situation = _after(situation, [recording.received(message), recording.understood(message, understanding)])
        said, situation = await self._timed("decide", self._served(plan, situation, mind.answerer))
        said = self._with_related(said, situation)
        replies = self._parts.wording.replies(said, understanding.language, conversation.said, message.channel)
        sent = recording.sent(message, replies, said)
        return Turn(replies, (*situation.so_far, recording.measured(situation, stages), sent))

    async def _served(self, plan: Agenda, situation: Situation, answerer: Answerer) -> tuple[list[Saying], Situation]:
        """Serve the parts of a message, then what has waited for the flow that ended."""
        situation = _after(situation, plan.waiting)
        said: list[Saying] = []
        for understanding in plan.parts:
            if situation.conversation.owner == "assistant" or not said:
                more, situation = await self._part(understanding, understanding is plan.parts[-1], situation, answerer)
                said += more
        while situation.conversation.queue and situation.conversation.flow is None:
            understanding, event, saying = agenda.resumed(situation)
            more, situation = await self._part(understanding, True, _after(situation, [event]), answerer)
            said += (saying, *more)
        return said, situation

    async def _part(
        self, understanding: Understanding, last: bool, situation: Situation, answerer: Answerer
    ) -> tuple[list[Saying], Situation]:
        """Run the policies on one request; to them the turn begins anew."""
        part = replace(situation, understanding=understanding, so_far=())
        if agenda.aside(understanding, last):
            part = replace(part, conversation=replace(part.conversation, flow=None))
        answer = self._retrieve(part, answerer)
        said, part = await self._run(replace(_after(part, [recording.found(answer)] if answer else []), answer=answer))
        return said, _after(situation, part.so_far)

    def _with_related(self, said: Sequence[Saying], situation: Situation) -> list[Saying]:
        """Offer what may be asked next below an article that ends the turn, unless the customer has been asked something."""
        if not said or said[-1].buttons or "article_id" not in said[-1].data or situation.conversation.flow is not None:
            return [*said]
        language, answered = situation.understanding.language, situation.conversation.answered
        questions = self._parts.related(said[-1].data["article_id"], language, answered)
        buttons = tuple(QuickReply(question.title, ARTICLE + question.article_id) for question in questions)
        return [*said[:-1], replace(said[-1], buttons=buttons)]

    def _retrieve(self, situation: Situation, answerer: Answerer) -> Answer | None:
        understanding, channel = situation.understanding, situation.message.channel
        chosen = situation.clicked.removeprefix(ARTICLE) if situation.clicked.startswith(ARTICLE) else ""
        if chosen and (article := answerer.article(chosen, understanding.language, situation.now, channel)):
            return article
        started = time.perf_counter()
        answer = answerer.answer(understanding.text, understanding.vector, understanding.language, situation.now, channel)
        self._observe("retrieve", time.perf_counter() - started)
        return answer

    async def _run(self, situation: Situation) -> tuple[list[Saying], Situation]:
        said: list[Saying] = []
        for _ in range(STEPS):
            decision, asked = self._decide(situation)
            more, situation = await self._carried_out(decision, asked, situation)
            said += more
            if decision.waits:
                more, situation = await self._reminded(asked[-1], situation)
                return said + more, situation
        raise RuntimeError(f"no policy waited for the customer within {STEPS} steps")

    async def _carried_out(
        self, decision: Decision, asked: Sequence[Policy], situation: Situation
    ) -> tuple[list[Saying], Situation]:
        """Do what the last of the policies `asked` decided."""
        *passed, policy = (type(one).__name__ for one in asked)
        because, intent = decision.because, situation.intent
        made = DecisionMade(policy=policy, action=decision.action, because=because, passed=tuple(passed), intent=intent)
        situation = _after(situation, [made, *decision.events])
        if not decision.action:
            return [*decision.says], situation
        outcome = await self._timed("act", self._parts.actions.run(decision.action, decision.arguments, situation))
        return [*decision.says, *outcome.says], _after(situation, outcome.events)

    async def _reminded(self, by: Policy, situation: Situation) -> tuple[list[Saying], Situation]:
        """What other policies than the one that answered still wait for."""
        for policy in self._parts.policies:
            if policy is not by and (reminder := policy.remind(situation)):
                return await self._carried_out(reminder, [policy], situation)
        return [], situation

    def _decide(self, situation: Situation) -> tuple[Decision, Sequence[Policy]]:
        """The decision and the policies that were asked, of which the last made it."""
        for place, policy in enumerate(self._parts.policies):
            if decision := policy.decide(situation):
                return self._parts.reception(decision, situation), self._parts.policies[: place + 1]
        raise RuntimeError("no policy decided; `handover` must be the last in the list of policies")

    def _apology(self, message: Message, conversation: Conversation, error: Exception) -> Turn:
        failed = TurnFailed(message_id=message.id, error=type(error).__name__)
        if conversation.owner == "person":  # who has it already, and before whom the assistant is silent
            return Turn((), (recording.received(message), failed, recording.sent(message, (), ())))
        saying = Saying("failed")
        reply = self._parts.wording.reply(saying, _language(message, conversation))
        events = (
            recording.received(message),
            failed,
            HandedOff(reason="a turn failed"),
            recording.sent(message, (reply,), (saying,)),
        )
        return Turn((reply,), events)

    async def _timed(self, stage: str, work: Awaitable[Result]) -> Result:
        started = time.perf_counter()
        try:
            return await work
        finally:
            self._observe(stage, time.perf_counter() - started)

    def _observe(self, stage: str, seconds: float) -> None:
        stopwatch.note(stage, seconds)
        self._parts.observe(stage, seconds)


def _after(situation: Situation, events: Sequence[Event]) -> Situation:
    conversation = situation.conversation
    for event in events:
        conversation = applied(event, conversation)
    return replace(situation, conversation=conversation, so_far=(*situation.so_far, *events))


def _replies(recorded: tuple[Recorded, ...]) -> tuple[Reply, ...]:
    sent = (entry.event for entry in recorded if isinstance(entry.event, ReplySent))
    return tuple(reply_from_json(values) for event in sent for values in event.replies)


def _language(message: Message, conversation: Conversation) -> Language:
    """An address, a name or a click has no language of its own; it is answered in that of the conversation, or of the page."""
    before: Language = "zh" if (conversation.language or message.language) == "zh" else "en"
    words = [word for word in message.text.split() if "@" not in word]
    named = bool(conversation.language) and before == "zh" and len(words) <= NAMES and message.text.isascii()
    return before if named or message.text in conversation.buttons else language_of(message.text, before)
