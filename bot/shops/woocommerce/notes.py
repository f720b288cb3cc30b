"""What the shop's staff reads of a request."""

from dataclasses import asdict

from bot.requests import OrderRequest

WORDS = {"sku": "product", "tax_number": "tax number", "words": "in the customer's words"}


def text(request: OrderRequest, mark: str) -> str:
    """The request in plain words; `mark` tells whether a note is there already."""
    told = {WORDS.get(name, name): value for name, value in asdict(request).items() if value and name != "number"}
    lines = [f"{name}: {value}" for name, value in told.items()]
    return "\n".join([f"The customer asks for: {type(request).__name__.lower()}", *lines, f"[{mark}]"])
