"""Amounts as they are said."""

from decimal import Decimal


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency's code (ISO 4217): 12.50 USD."""
    return f"{amount:.2f} {currency}"
