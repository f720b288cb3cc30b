"""Which value a message gives a slot."""

from collections.abc import Iterator

from analytics.events import FlowStarted, SlotAsked, SlotFilled
from bot.flows import CONTACT, Flow, Slot, find, starting
from bot.policies import CHOOSE, Situation, happened
from bot.policies._confirming import refuses
from bot.policies._phrases import asks, brief, corrected, corrects
from nlu.text import normalized

LIKELY = 0.7  # an intent that is more than a guess


def candidate(slot: Slot, situation: Situation) -> str:
    """A value for `slot` that is new and has not been refused in this turn; empty when the message has none."""
    if any(isinstance(event, SlotFilled) and event.slot == slot.name for event in situation.so_far):
        return ""  # of two numbers in one message the first counts
    known, refused = situation.conversation.slots.get(slot.name), situation.conversation.tried
    account = situation.conversation.account
    if known and _is_told(slot, situation):
        return ""
    if slot.account and (known or (account and account not in refused)):
        return "" if known else account  # another address, say for the invoice, does not ask who it is once more
    active = situation.conversation.flow
    values = {**(active.heard if active else {}), **situation.conversation.slots}
    taken = {*refused, *(value for name, value in values.items() if name != slot.name or value == known)}
    said = (value for value in _said(slot, situation) if value not in taken)
    return next(said, "") or ("" if known or refused else _remembered(slot, situation))


def missing(flow: Flow, situation: Situation) -> Slot | None:
    """The first slot that has no value and needs one."""
    values = situation.conversation.slots
    unknown = (slot for slot in flow.slots if slot.name not in values)
    return next((slot for slot in unknown if _needed(slot, situation)), None)


def _needed(slot: Slot, situation: Situation) -> bool:
    known = slot.opening or (slot.stranger and bool(situation.conversation.account))
    return due(slot, situation) and not known


def due(slot: Slot, situation: Situation) -> bool:
    """Whether a slot is asked for at all, by the values of the others."""
    values = situation.conversation.slots
    return all(values.get(name) in allowed for name, allowed in slot.when.items())


def early(slot: Slot, flow: Flow, situation: Situation) -> bool:
    """Whether what the slot's value belongs to is still to be asked for."""
    owner = flow.slot(slot.of)
    return owner is not None and owner.name not in situation.conversation.slots and _needed(owner, situation)


def answers(flow: Flow, situation: Situation) -> Slot | None:
    """The slot that was asked for, if the message has a value for it."""
    slot = asked(flow, situation)
    return slot if slot is not None and candidate(slot, situation) else None


def asked(flow: Flow, situation: Situation) -> Slot | None:
    """The slot that the customer was asked for before this message."""
    active = situation.conversation.flow
    if active is None or happened(situation, SlotAsked):
        return None
    return flow.slot(active.asked)


def named(flow: Flow, situation: Situation) -> bool:
    """Whether the message names a value for a slot of the flow."""
    slots = (slot for slot in flow.slots if slot.entity or not slot.in_words)
    return any(candidate(slot, situation) for slot in slots)


def rechosen(flow: Flow, situation: Situation) -> bool:
    """Whether the message takes another of a slot's choices when the flow asks for a yes."""
    active = situation.conversation.flow
    slots = (slot for slot in flow.slots if slot.choices and due(slot, situation))
    return active is not None and active.confirming and any(candidate(slot, situation) for slot in slots)


def picks(flow: Flow, situation: Situation) -> bool:
    """Whether a typed message has the words for one of the choices of a slot that the flow knows or asks for."""
    if situation.clicked:
        return False
    asks_for = asked(flow, situation)
    slots = (slot for slot in flow.slots if slot is asks_for or slot.name in situation.conversation.slots)
    return any(value != situation.conversation.slots.get(slot.name) for slot in slots for value in _chosen(slot, situation))


def wondered(flow: Flow, situation: Situation) -> bool:
    """Whether the message asks something back instead of answering in its own words."""
    slot = asked(flow, situation)
    return slot is not None and slot.text and asks(situation.understanding.text)


def past_identity(flow: Flow, situation: Situation) -> bool:
    """Whether the customer has been asked for more than whom it is about."""
    slot = asked(flow, situation)
    return slot is not None and slot not in flow.identity


def _said(slot: Slot, situation: Situation) -> Iterator[str]:
    active = situation.conversation.flow
    is_asked = active is not None and active.asked == slot.name and not happened(situation, SlotAsked)
    if is_asked and situation.clicked.startswith(CHOOSE):
        yield situation.clicked.removeprefix(CHOOSE)
    if active is not None and slot.name in active.heard:
        yield active.heard[slot.name]
    if situation.clicked:
        return
    yield from _chosen(slot, situation)
    if not _identifies(slot, situation):
        for kind in slot.entity:
            yield from situation.understanding.values(kind)
    if is_asked and _worded(slot, situation):
        yield situation.understanding.text.strip()
    if active is not None and active.confirming and slot.text and not situation.understanding.entities:
        yield from filter(None, [_told_anew(situation)])


def _told_anew(situation: Situation) -> str:
    """What a correction at the confirmation says instead in the customer's own words: "sorry, white, not black"."""
    text = situation.understanding.text
    return "" if refuses(situation) or asks(text) else corrected(text)


def _is_told(slot: Slot, situation: Situation) -> bool:
    """Whether a message is the answer in the customer's own words to the question for another slot.

    What it names, "the same phone in green", does not change what is known, unless it begins with words of correction.
    """
    active = situation.conversation.flow
    if active is None or not slot.of or corrects(situation.understanding.text):
        return False
    filled = (event.slot for event in situation.so_far if isinstance(event, SlotFilled))
    others = (find(active.name).slot(name) for name in (active.asked, *filled))
    return any(other.text for other in others if other and other != slot)


def _identifies(slot: Slot, situation: Situation) -> bool:
    """Whether what the message holds for `slot` was said to show who somebody is, and for nothing else."""
    active = situation.conversation.flow
    shown = any(isinstance(event, SlotFilled) and event.slot == CONTACT.name for event in situation.so_far)
    return shown and active is not None and slot.name != CONTACT.name and bool(set(slot.entity) & set(CONTACT.entity))


def _worded(slot: Slot, situation: Situation) -> bool:
    """Whether the customer's own words may be the answer: no refusal, and no question before it was asked again."""
    understanding, active = situation.understanding, situation.conversation.flow
    text = understanding.text
    if refuses(situation):
        return False
    if asks(text) and active is not None and active.attempts < 2:
        return False
    return slot.text or (bool(slot.options) and brief(text) and not _wants_another(situation))


def _wants_another(situation: Situation) -> bool:
    """Whether the message's intent is likely one that starts another flow than that under way."""
    likely, active = situation.understanding.intent.confidence >= LIKELY, situation.conversation.flow
    wanted = starting(situation.intent)
    return likely and wanted is not None and (active is None or wanted.name != active.name)


def _chosen(slot: Slot, situation: Situation) -> Iterator[str]:
    understanding = situation.understanding
    text, active = (understanding.read or normalized(understanding.text)).lower(), situation.conversation.flow
    for name, choice in slot.choices.items():
        if choice.meant(text, understanding.language):
            yield name
    for name, choice in slot.choices.items():
        if active and active.asked == slot.name and situation.intent in choice.intents:
            yield name


def _remembered(slot: Slot, situation: Situation) -> str:
    if slot.recalled and happened(situation, FlowStarted):
        return str(situation.profile.value(slot.recalled, situation.now) or "")
    return ""
