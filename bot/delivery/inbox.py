"""Messages that platforms have sent: kept before the platform hears so, answered afterwards, each once."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from pydantic import TypeAdapter

from analytics.events import MessageReceived, Recorded, ReplySent
from analytics.stores import Conflict, Duplicate, TurnLog
from analytics.stores.jobs import Job, SqlJobs, Task
from bot.channels import Respond
from bot.channels._buttons import chosen
from bot.channels._platform import UNREADABLE, Platform
from bot.conversation import Conversation, fold
from bot.delivery.worker import clock
from bot.messages import Message, QuickReply, Reply, reply_from_json
from bot.replies import Saying, Wording

LONGEST_NUMBER = 6
"""Characters of a text that may choose a numbered button."""

EXCUSE = Saying("no_text")
_MESSAGE = TypeAdapter(Message)


class Inbox:
    """Messages of `platforms`, which `respond` answers; a second delivery of one is told by its source in the log."""

    def __init__(
        self,
        log: TurnLog,
        jobs: SqlJobs,
        platforms: Mapping[str, Platform],
        respond: Respond,
        wording: Wording,
        now: Callable[[], datetime] = clock,
    ) -> None:
        self._log, self._jobs, self._platforms, self._now = log, jobs, platforms, now
        self._respond, self._wording = respond, wording

    async def receive(self, messages: Sequence[Message]) -> None:
        """Keep `messages`, those of a conversation in this order; raises StoreUnavailable."""
        await self._jobs.put([_task(message) for message in messages], self._now())

    async def answer(self, job: Job) -> None:
        """Answer a message; raises Busy, TurnTimeout or StoreUnavailable when it has to be tried again."""
        message = _MESSAGE.validate_python(job.content)
        if message.payload.startswith(UNREADABLE):
            await self._excuse(message)
        else:
            await self._respond(await self._resolved(message))

    async def _resolved(self, message: Message) -> Message:
        if not message.payload and len(message.text) > LONGEST_NUMBER:
            return message
        offered = _offered(await self._log.read(message.conversation))
        return chosen(message, offered, self._platforms[message.channel].limits)

    async def _excuse(self, message: Message) -> None:
        """Say that only text is read, unless a person has the conversation, who can see what came."""
        while True:
            conversation = fold(Conversation(message.conversation), await self._log.read(message.conversation))
            events = (_received(message), _sent(message, self._excuses(message, conversation)))
            source = (message.channel, f"{message.conversation}/{message.id}")
            with suppress(Conflict):
                with suppress(Duplicate):
                    await self._log.append(conversation.id, conversation.position, events, *source)
                return

    def _excuses(self, message: Message, conversation: Conversation) -> tuple[Reply, ...]:
        if conversation.owner == "person":
            return ()
        language = conversation.language or message.language or "en"
        return (self._wording.reply(EXCUSE, language, conversation.said.get(EXCUSE.key, 0), message.channel),)


def _task(message: Message) -> Task:
    return Task(f"{message.channel}/{message.conversation}/{message.id}", message.conversation, asdict(message))


def _received(message: Message) -> MessageReceived:
    return MessageReceived(
        message_id=message.id,
        channel=message.channel,
        customer=message.customer,
        text=message.text,
        payload=message.payload,
    )


def _sent(message: Message, replies: Sequence[Reply]) -> ReplySent:
    return ReplySent(
        reply_to=message.id, replies=tuple(reply.to_json() for reply in replies), wording=(EXCUSE.key,) if replies else ()
    )


def _offered(recorded: Sequence[Recorded]) -> Sequence[QuickReply]:
    """The buttons of the last reply that was given."""
    for entry in reversed(recorded):
        if isinstance(entry.event, ReplySent):
            replies = [reply_from_json(values) for values in entry.event.replies]
            return [button for reply in replies for button in reply.quick_replies]
    return ()
