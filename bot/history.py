"""What was said in a conversation, for a page that shows it again."""

from collections.abc import Sequence

from analytics.events import AgentReplied, MessageReceived, Recorded, ReplySent
from analytics.stores import EventLog
from bot.channels import Entry
from bot.messages import Reply, reply_from_json


class History:
    """The log, seen as messages and replies."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def entries(self, conversation: str, after: int) -> Sequence[Entry]:
        """What was said after the position `after`, in order."""
        found = (_entry(recorded) for recorded in await self._log.read(conversation, after))
        return [entry for entry in found if entry is not None]


def _entry(recorded: Recorded) -> Entry | None:
    match recorded.event:
        case MessageReceived(message_id=name, text=text):
            return Entry(recorded.position, "customer", name, recorded.at, text=text)
        case ReplySent(reply_to=name, replies=replies) if replies:
            said = tuple(reply_from_json(values) for values in replies)
            return Entry(recorded.position, "assistant", name, recorded.at, replies=said)
        case AgentReplied(agent=name, text=text):
            return Entry(recorded.position, "agent", "", recorded.at, replies=(Reply(text, data={"agent": name}),))
    return None
