"""Which order a customer last spoke of."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from analytics.events import FlowEnded, MessageUnderstood, Recorded, SlotFilled, SlotRejected
from analytics.evidence import MOST, RULES, concluded, forgotten, listed
from analytics.profiles import Profile

SLOT = "order_id"

MENTIONED = 0.6
"""The confidence in a number that nobody has looked up; one that was looked up has 1."""

Order = dict[str, Any]


def follow(profile: Profile, recorded: Recorded) -> Profile:
    """`profile` with `orders` and `last_order` as they are after `recorded`.

    A number counts from when it was mentioned or accepted until it is refused or a flow of its conversation fails; once a flow
    has ended otherwise, it stays.
    """
    orders: list[Order] = listed(profile, "orders", recorded.at)
    left = _after(recorded, orders)
    if left == orders:
        return profile
    profile = concluded(profile, "orders", left, recorded)
    if not left:
        return forgotten(profile, "last_order")
    last = left[0]
    said = replace(recorded, id=last["event"], at=datetime.fromisoformat(last["at"]))
    return concluded(profile, "last_order", last["number"], said, RULES, 1.0 if last["checked"] else MENTIONED)


def _after(recorded: Recorded, orders: list[Order]) -> list[Order]:
    match recorded.event:
        case MessageUnderstood(entities=entities):
            for number in (value for kind, value in entities if kind == SLOT):
                orders = _spoken(recorded, orders, number, checked=False)
        case SlotFilled(slot=slot, value=number) if slot == SLOT:
            return _spoken(recorded, orders, number, checked=True)
        case SlotRejected(slot=slot, value=number) if slot == SLOT:
            return [order for order in orders if order["number"] != number]
        case FlowEnded(outcome="failed"):
            return [order for order in orders if order["settled"] or order["conversation"] != recorded.conversation]
        case FlowEnded():
            return [order | {"settled": order["settled"] or order["conversation"] == recorded.conversation} for order in orders]
    return orders


def _spoken(recorded: Recorded, orders: list[Order], number: str, checked: bool) -> list[Order]:
    known = next((order for order in orders if order["number"] == number), {"checked": False, "settled": False})
    order = {
        "number": number,
        "conversation": recorded.conversation,
        "event": recorded.id,
        "at": recorded.at.isoformat(),
        "checked": checked or known["checked"],
        "settled": known["settled"],
    }
    return [order, *(other for other in orders if other["number"] != number)][: MOST["orders"]]
