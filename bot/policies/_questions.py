"""What a flow asks the customer: for a slot, or for a yes."""

from analytics.events import ConfirmationAsked, SlotAsked
from bot.flows import Flow, Slot
from bot.messages import QuickReply
from bot.policies import CHOOSE, Decision, Situation
from bot.policies._confirming import YES_OR_NO
from bot.replies import Saying


def question(flow: Flow, slot: Slot, attempt: int, situation: Situation) -> Decision:
    """Ask for a slot, for the `attempt`th time."""
    event = SlotAsked(flow=flow.name, slot=slot.name, attempt=attempt)
    if slot.options:
        return Decision(f"{slot.name} is needed", events=(event,), action=slot.options, waits=False)
    buttons = tuple(QuickReply(f"word_{slot.name}_{choice}", CHOOSE + choice) for choice in slot.choices)
    return Decision(f"{slot.name} is needed", (Saying(f"ask_{slot.name}", values(flow, situation), buttons),), (event,))


def confirmation(flow: Flow, attempt: int, situation: Situation) -> Decision:
    """Ask for a yes, for the `attempt`th time."""
    saying = Saying(f"confirm_{flow.name}", values(flow, situation), YES_OR_NO)
    return Decision("a yes is needed", (saying,), (ConfirmationAsked(flow=flow.name, attempt=attempt),))


def values(flow: Flow, situation: Situation) -> dict[str, str]:
    """The slots' values as they are said."""
    slots = situation.conversation.slots.items()
    choices = {slot.name: slot.choices for slot in flow.slots}
    return {name: f"word_{name}_{value}" if value in choices.get(name, ()) else value for name, value in slots}
