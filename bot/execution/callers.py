"""Calls from a Rasa server, completed with what actions of this project read and Rasa need not send."""

from collections.abc import Sequence
from typing import Any

from nlu.entities import Recognizer
from nlu.language import language_of
from nlu.understanding import Language


def completed(call: dict[str, Any], recognizer: Recognizer) -> dict[str, Any]:
    """The call with the message's id, its language, and the entities that Rasa's model has no type for."""
    tracker = call.get("tracker", {})
    message = tracker.get("latest_message") or {}
    users = _users(tracker)
    last = users[-1] if users else {}
    text = str(message.get("text") or "")
    metadata = message.get("metadata") or {}
    language = metadata.get("language") or language_of(text)
    whole = {
        **message,
        "text": text,
        "message_id": message.get("message_id") or last.get("message_id") or str(last.get("timestamp", "")),
        "entities": _entities(message.get("entities") or [], text, language, recognizer),
        "metadata": {"suggestion": None, **metadata, "language": language},
    }
    sender = tracker.get("sender_id") or call.get("sender_id") or "default"
    return {**call, "tracker": {**tracker, "sender_id": sender, "latest_message": whole}}


def language_of_call(call: dict[str, Any]) -> Language:
    """What a completed call's answer is worded in."""
    return "zh" if call["tracker"]["latest_message"]["metadata"]["language"] == "zh" else "en"


def turns_of_call(call: dict[str, Any]) -> int:
    """How often the customer has written."""
    return len(_users(call["tracker"]))


def _users(tracker: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return [event for event in tracker.get("events") or [] if event.get("event") == "user"]


def _entities(known: list[dict[str, Any]], text: str, language: str, recognizer: Recognizer) -> list[dict[str, Any]]:
    types = {entity.get("entity") for entity in known}
    found = recognizer.extract(text, "zh" if language == "zh" else "en")
    own = [{"entity": one.type, "value": one.normalized, "start": one.start, "end": one.end} for one in found]
    return [*known, *(entity for entity in own if entity["entity"] not in types)]
