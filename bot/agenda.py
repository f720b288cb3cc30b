"""What a turn has to serve, in which order, and what must wait: a message may ask for several things."""

from dataclasses import dataclass, replace
from typing import cast

from analytics.events import RequestQueued, RequestResumed
from bot.conversation import MESSAGE_FORM, Conversation
from bot.flows import find, starting
from bot.policies import Situation
from bot.policies.small_talk import WORDINGS
from bot.replies import Saying
from nlu.understanding import Entity, EntityType, Intent, Request, Understanding

PLAIN = 0.9  # how probable an intent is that needs no question before it


@dataclass(frozen=True)
class Agenda:
    """Understandings to serve one after the other, each of one request, and those whose flow has to wait for another.

    A question that is no flow's is served as if none were under way, unless it is the last: then the flow goes on.
    """

    parts: tuple[Understanding, ...]
    waiting: tuple[RequestQueued, ...] = ()


def planned(situation: Situation) -> Agenda:
    """Questions first, then one flow, rather the one under way; what a flow under way does is refused before all else."""
    understanding = situation.understanding
    flow = situation.conversation.flow
    if situation.clicked or not understanding.wanted or (flow and flow.name == MESSAGE_FORM):
        return Agenda((understanding,))
    refused = [one for one in understanding.requests if one.negated and flow and _does(flow_of(one.intent), flow.name)]
    asked = [one for one in understanding.wanted if not flow_of(one.intent)]
    wanted = [one for one in understanding.wanted if flow_of(one.intent)]
    wanted.sort(key=lambda one: flow is None or flow_of(one.intent) != flow.name)
    parts = [replace(understanding, intents=(Intent("deny", 1.0),), entities=(), requests=tuple(refused))] if refused else []
    parts += [understanding.of(one) for one in (*asked, *wanted[:1])]
    return Agenda(tuple(parts), tuple(_queued(understanding.of(one)) for one in wanted[1:]))


def _does(flow: str, other: str) -> bool:
    """Whether two flows do the same in the end, as a return and a refund do."""
    return bool(flow) and find(flow).action == find(other).action


def flow_of(intent: Intent) -> str:
    """The name of the flow that an intent starts, empty for one that starts none."""
    flow = starting(intent.name)
    return flow.name if flow else ""


def may_follow(understanding: Understanding, conversation: Conversation) -> bool:
    """Whether a message may lean on the last question: no click, no order, nothing under way, and not plainly something else.

    That is a courtesy, or what a flow or a person deals with.
    """
    busy = conversation.flow is not None or bool(understanding.values("order_id"))
    if not conversation.question or busy or understanding.text in conversation.buttons:
        return False
    intent = understanding.intent
    other = bool(flow_of(intent)) or intent.name in ("contact_human_agent", "complaint")
    return intent.name not in WORDINGS and not (other and intent.confidence >= PLAIN)


def aside(understanding: Understanding, last: bool) -> bool:
    """Whether a part is served as if no flow were under way."""
    return not last and bool(understanding.wanted)


def resumed(situation: Situation) -> tuple[Understanding, RequestResumed, Saying]:
    """The request that has waited longest as if it had just been made, and the word to the customer."""
    waiting = situation.conversation.queue[0]
    entities = tuple(Entity(cast(EntityType, kind), value, 0, 0, value) for kind, value in waiting.entities)
    intents = (Intent(waiting.intent, 1.0),)
    vector = situation.understanding.vector
    request = Request(waiting.text, 0, len(waiting.text), intents, False, vector)
    understanding = replace(
        situation.understanding, text=waiting.text, intents=intents, out_of_scope=False, entities=entities, requests=(request,)
    )
    return understanding, RequestResumed(flow=waiting.flow), Saying("next_request", {"text": waiting.text})


def _queued(understanding: Understanding) -> RequestQueued:
    entities = tuple((entity.type, entity.normalized) for entity in understanding.entities)
    return RequestQueued(
        flow=flow_of(understanding.intent), intent=understanding.intent.name, text=understanding.text, entities=entities
    )
