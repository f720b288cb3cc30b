"""Who customers are, and how they are forgotten."""

from sqlalchemy import Connection, delete, select, update

from bot.errors import UnknownOrder
from bot.requests import DeleteAccount, Receipt
from bot.shops._contacts import is_theirs
from bot.shops.demo import reading
from bot.shops.demo.counter import Counter
from knowledge_base.demo.tables import addresses, customers, orders, requests, views

OPEN = ("placed", "paid", "packed", "shipped")
BLANK = dict.fromkeys(("name_en", "name_zh", "phone", "city", "address"), "")


def owner(connection: Connection, number: str, contact: str) -> str:
    """The order's customer when `contact` is theirs, else ""."""
    try:
        customer = reading.order(connection, number).customer
    except UnknownOrder:
        return ""
    known = connection.execute(select(customers.c.email, customers.c.phone).where(customers.c.id == customer)).one()
    return customer if is_theirs(contact, *known) else ""


def delete_account(counter: Counter, request: DeleteAccount) -> Receipt:
    """Blank all that says who a customer is, unless one of their orders is still open; the orders are kept."""
    if not request.customer.isprintable():
        return Receipt(False, "state")
    theirs = orders.c.customer == request.customer
    known = counter.connection.scalar(select(customers.c.id).where(customers.c.id == request.customer).with_for_update())
    still_open = counter.connection.scalar(select(orders.c.number).where(theirs, orders.c.state.in_(OPEN)).limit(1))
    if known is None or still_open is not None:
        return Receipt(False, "state")
    blank = {**BLANK, "email": f"{known}@deleted.invalid"}
    for forgotten in (
        update(customers).where(customers.c.id == known).values(blank),
        update(requests).where(requests.c.customer == known).values(asked={}),
        delete(addresses).where(addresses.c.number.in_(select(orders.c.number).where(theirs))),
        delete(views).where(views.c.customer == known),
    ):
        counter.connection.execute(forgotten)
    return Receipt(True)
