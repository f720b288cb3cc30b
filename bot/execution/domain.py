"""The domain that a remote action server is told, out of the flows and the wording."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.flows import Flow, Slot
from bot.replies import Wording

_VALIDATE = "validate_"


@dataclass(frozen=True)
class Domain:
    """A domain as Rasa sends it; every flow with slots is a form."""

    values: Mapping[str, Any]

    @cached_property
    def digest(self) -> str:
        """By this a server knows whether it has been told this domain."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()

    @classmethod
    def of(cls, flows: Iterable[Flow], wording: Wording, language: str = "en") -> "Domain":
        """The domain of these flows, its responses in `language`."""
        known = tuple(flows)
        slots = {slot.name: _slot(slot) for flow in known for slot in flow.slots}
        actions = {name for flow in known for name in _actions(flow) if name}
        values = {
            "version": "3.1",
            "intents": sorted({intent for flow in known for intent in flow.intents}),
            "entities": sorted({kind for flow in known for slot in flow.slots for kind in slot.entity}),
            "slots": slots,
            "forms": {name: {"required_slots": [slot.name for slot in flow.slots]} for flow in known for name in _forms(flow)},
            "responses": {key: [{"text": one.text} for one in texts] for key, texts in wording.texts[language].items()},
            "actions": sorted(actions),
            "e2e_actions": [],
            "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        }
        return cls(values)


def _slot(slot: Slot) -> dict[str, Any]:
    entities = [{"type": "from_entity", "entity": kind} for kind in slot.entity]
    mappings = entities or [{"type": "from_text"}]
    return {"type": "text", "initial_value": None, "influence_conversation": True, "mappings": mappings}


def _actions(flow: Flow) -> Iterator[str]:
    yield from (flow.action, flow.condition, flow.guard)
    for slot in flow.slots:
        yield from (slot.check, slot.options)


def _forms(flow: Flow) -> set[str]:
    """The names of the form: the flow's, and those that Rasa's validations of its slots expect."""
    checks = {slot.check.removeprefix(_VALIDATE) for slot in flow.slots if slot.check.startswith(_VALIDATE)}
    return {flow.name, *checks} if flow.slots else set()
