"""The situation as rasa-sdk's actions see it: a tracker's state."""

from collections.abc import Mapping
from typing import Any

from bot.policies import Situation


def call(name: str, arguments: Mapping[str, str], situation: Situation) -> dict[str, Any]:
    """The call of the action `name`, as a Rasa server would post it, without a domain."""
    return {
        "next_action": name,
        "sender_id": situation.conversation.id,
        "tracker": tracker(arguments, situation),
        "domain": {},
    }


def tracker(arguments: Mapping[str, str], situation: Situation) -> dict[str, Any]:
    """The tracker's state, with `arguments` in place of the slots' values."""
    flow = situation.conversation.flow
    return {
        "sender_id": situation.conversation.id,
        "slots": {**situation.conversation.slots, **arguments},
        "latest_message": _message(situation),
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {"name": flow.name} if flow else {},
        "latest_action_name": None,
    }


def _message(situation: Situation) -> dict[str, Any]:
    understanding = situation.understanding
    return {
        "text": situation.message.text,
        "message_id": situation.message.id,
        "intent": {"name": situation.intent, "confidence": understanding.intent.confidence},
        "entities": [{"entity": entity.type, "value": entity.normalized} for entity in understanding.entities],
        "metadata": {
            "language": understanding.language,
            "suggestion": situation.profile.value("suggestion", situation.now),
            "account": situation.conversation.account,
            "now": situation.now.isoformat(),
        },
    }
