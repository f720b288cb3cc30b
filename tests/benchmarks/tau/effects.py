"""What each call that writes does to the database, by the retail policy: for what the shop is asked, and for the gold calls."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from bot.requests import Refusal
from tests.benchmarks.tau.database import Database

Call = Mapping[str, Any]
Row = dict[str, Any]
PLACE = ("address1", "address2", "city", "state", "country", "zip")


class Refused(Exception):
    """The policy does not allow it."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


def replayed(calls: Iterable[Call], database: Database) -> Database:
    """The database after `calls`, of which those that are refused or only read change nothing."""
    for call in calls:
        try:
            perform(call, database)
        except Refused:
            continue
    return database


def perform(call: Call, database: Database) -> None:
    """Do what one call says; raises Refused before anything has changed."""
    if call["name"] in DOES:
        DOES[call["name"]](database, call)


def balances(call: Call, database: Database) -> Row:
    """The customer's ways to pay."""
    return cast(Row, database["users"][database["orders"][call["order_id"]]["user_id"]]["payment_methods"])


def _cancel(database: Database, call: Call) -> None:
    order = _order(database, call, "pending")
    refunds = [_moved("refund", paid["amount"], paid["payment_method_id"]) for paid in order["payment_history"]]
    for refund in refunds:
        _credit(balances(call, database), refund["payment_method_id"], refund["amount"])
    order.update(status="cancelled", cancel_reason=call["reason"], payment_history=[*order["payment_history"], *refunds])


def _readdress(database: Database, call: Call) -> None:
    order = database["orders"][call["order_id"]]
    if not order["status"].startswith("pending"):
        raise Refused("state")
    order["address"] = {part: call[part] for part in PLACE}


def _move(database: Database, call: Call) -> None:
    database["users"][call["user_id"]]["address"] = {part: call[part] for part in PLACE}


def _pay_otherwise(database: Database, call: Call) -> None:
    order, method, methods = _order(database, call, "pending"), call["payment_method_id"], balances(call, database)
    first = order["payment_history"][0]
    if len(order["payment_history"]) > 1 or first["payment_method_id"] == method:
        raise Refused("payment")
    _afford(methods, method, first["amount"])
    order["payment_history"] += [
        _moved("payment", first["amount"], method),
        _moved("refund", first["amount"], first["payment_method_id"]),
    ]
    _credit(methods, method, -first["amount"])
    _credit(methods, first["payment_method_id"], first["amount"])


def _modify(database: Database, call: Call) -> None:
    order, method, methods = _order(database, call, "pending"), call["payment_method_id"], balances(call, database)
    pairs = _pairs(database, order, call)
    difference = _difference(pairs)
    _afford(methods, method, difference)
    for item, variant in pairs:
        item.update(item_id=variant["item_id"], price=variant["price"], options=variant["options"])
    order["payment_history"].append(_moved("payment" if difference > 0 else "refund", abs(difference), method))
    _credit(methods, method, -difference)
    order["status"] = "pending (item modified)"


def _exchange(database: Database, call: Call) -> None:
    order, method = _order(database, call, "delivered"), call["payment_method_id"]
    difference = _difference(_pairs(database, order, call))
    _afford(balances(call, database), method, difference)
    order.update(
        status="exchange requested",
        exchange_items=sorted(call["item_ids"]),
        exchange_new_items=sorted(call["new_item_ids"]),
        exchange_payment_method_id=method,
        exchange_price_difference=difference,
    )


def _take_back(database: Database, call: Call) -> None:
    order, method = _order(database, call, "delivered"), call["payment_method_id"]
    if method != order["payment_history"][0]["payment_method_id"] and not method.startswith("gift_card"):
        raise Refused("payment")
    _items(order, call["item_ids"])
    order.update(status="return requested", return_items=sorted(call["item_ids"]), return_payment_method_id=method)


DOES: Mapping[str, Callable[[Database, Call], None]] = {
    "cancel_pending_order": _cancel,
    "modify_pending_order_address": _readdress,
    "modify_user_address": _move,
    "modify_pending_order_payment": _pay_otherwise,
    "modify_pending_order_items": _modify,
    "exchange_delivered_order_items": _exchange,
    "return_delivered_order_items": _take_back,
}


def _order(database: Database, call: Call, state: str) -> Row:
    order = database["orders"][call["order_id"]]
    if order["status"] != state:
        raise Refused("state")
    return cast(Row, order)


def _items(order: Row, wanted: Iterable[str]) -> list[Row]:
    """The pieces of those ids, each piece once."""
    left, found = list(order["items"]), []
    for item_id in wanted:
        piece = next((one for one in left if one["item_id"] == item_id), None)
        if piece is None:
            raise Refused("product")
        left.remove(piece)
        found.append(piece)
    return found


def _pairs(database: Database, order: Row, call: Call) -> list[tuple[Row, Row]]:
    """Each piece with the variant of its product that comes in its place."""
    pairs = []
    for item, new in zip(_items(order, call["item_ids"]), call["new_item_ids"], strict=True):
        variant = database["products"][item["product_id"]]["variants"].get(new)
        if variant is None or not variant["available"]:
            raise Refused("sold_out")
        pairs.append((item, variant))
    return pairs


def _difference(pairs: Iterable[tuple[Row, Row]]) -> float:
    return round(sum(float(variant["price"]) - float(item["price"]) for item, variant in pairs), 2)


def _afford(methods: Row, method: str, amount: float) -> None:
    if method not in methods or methods[method].get("balance", amount) < amount:
        raise Refused("payment")


def _credit(methods: Row, method: str, amount: float) -> None:
    if "balance" in methods[method]:
        methods[method]["balance"] = round(methods[method]["balance"] + amount, 2)


def _moved(kind: str, amount: float, method: str) -> Row:
    return {"transaction_type": kind, "amount": amount, "payment_method_id": method}
