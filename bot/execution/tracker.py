"""The situation as rasa-sdk's actions see it: a tracker's state."""

from collections.abc import Iterator, Mapping
from typing import Any

from analytics.events import ActionTaken
from bot.policies import Situation


def call(name: str, arguments: Mapping[str, str], situation: Situation) -> dict[str, Any]:
    """The call of the action `name`, as a Rasa server posts it, but for the domain."""
    return {
        "next_action": name,
        "sender_id": situation.conversation.id,
        "tracker": tracker(arguments, situation),
    }


def tracker(arguments: Mapping[str, str], situation: Situation) -> dict[str, Any]:
    """The tracker's state with `arguments` as the slots that are to be validated: its last events."""
    flow, message = situation.conversation.flow, _message(situation)
    return {
        "sender_id": situation.conversation.id,
        "slots": {**situation.conversation.slots, **arguments, "requested_slot": (flow.asked or None) if flow else None},
        "latest_message": message,
        "latest_input_channel": situation.message.channel,
        "events": list(_events(message, arguments, situation)),
        "paused": situation.conversation.owner == "person",
        "followup_action": None,
        "active_loop": {"name": flow.name, "is_interrupted": False, "rejected": False} if flow else {},
        "latest_action_name": _latest_action(situation),
    }


def _message(situation: Situation) -> dict[str, Any]:
    understanding = situation.understanding
    return {
        "text": situation.message.text,
        "message_id": situation.message.id,
        "intent": {"name": situation.intent, "confidence": understanding.intent.confidence},
        "intent_ranking": [{"name": one.name, "confidence": one.confidence} for one in understanding.intents],
        "entities": [
            {"entity": one.type, "value": one.normalized, "text": one.value, "start": one.start, "end": one.end}
            for one in understanding.entities
        ],
        "metadata": {
            "language": understanding.language,
            "suggestion": situation.profile.value("suggestion", situation.now),
            "account": situation.conversation.account,
            "clicked": bool(situation.clicked),
            "now": situation.now.isoformat(),
        },
    }


def _events(message: Mapping[str, Any], arguments: Mapping[str, str], situation: Situation) -> Iterator[dict[str, Any]]:
    at = situation.now.timestamp()
    yield {"event": "action", "name": "action_listen", "timestamp": at, "policy": None, "confidence": None}
    yield {
        "event": "user",
        "text": message["text"],
        "parse_data": message,
        "input_channel": situation.message.channel,
        "message_id": message["message_id"],
        "metadata": message["metadata"],
        "timestamp": at,
    }
    for name, value in arguments.items():
        yield {"event": "slot", "name": name, "value": value, "timestamp": at}


def _latest_action(situation: Situation) -> str:
    taken = [event.action for event in situation.so_far if isinstance(event, ActionTaken)]
    return taken[-1] if taken else "action_listen"
