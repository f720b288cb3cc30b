"""Until when something may be done about what was delivered."""

from datetime import date, timedelta

from bot.orders import Order


def until(order: Order, days: int) -> date | None:
    """The last of `days` days after the delivery; None for what has not been delivered."""
    return order.delivered + timedelta(days=days) if order.delivered else None


def open_on(order: Order, days: int, today: date) -> bool:
    """Whether `today` is within `days` days after the delivery."""
    last = until(order, days)
    return last is not None and today <= last
