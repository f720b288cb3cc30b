"""The turns of past conversations out of the shop's own log."""

from analytics.events import AgentReplied, MessageReceived, Recorded, ReplySent
from analytics.mining.dialogues import Turn
from analytics.stores import EventLog
from analytics.stores.reading import everything


async def turns(log: EventLog) -> list[Turn]:
    """What was said, conversation by conversation; raises StoreUnavailable."""
    talks: dict[str, list[Turn]] = {}
    async for recorded in everything(log):
        talks.setdefault(recorded.conversation, []).extend(_turns(recorded))
    return [turn for talk in talks.values() for turn in talk]


def _turns(recorded: Recorded) -> list[Turn]:
    talk, time = recorded.conversation, recorded.at.isoformat()
    match recorded.event:
        case MessageReceived(text=text, payload="") if text.strip():
            return [Turn(talk, "customer", text, time)]
        case AgentReplied(text=text):
            return [Turn(talk, "agent", text, time)]
        case ReplySent(replies=replies):
            return [Turn(talk, "assistant", str(reply.get("text", "")), time) for reply in replies]
    return []
