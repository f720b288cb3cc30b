"""Does each kind of request once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot import requests
from bot.requests import Receipt, Request
from bot.shops.demo import accounts, amending, cases, keeping, prices
from bot.shops.demo.counter import Counter

DOES: Mapping[type[Request], Callable[[Counter, Any], Receipt]] = {
    requests.Cancel: amending.cancel,
    requests.Change: amending.change,
    requests.Readdress: amending.readdress,
    requests.Return: cases.take_back,
    requests.Exchange: cases.exchange,
    requests.Report: cases.report,
    requests.Repair: cases.repair,
    requests.Invoice: cases.invoice,
    requests.ProtectPrice: prices.protect_price,
    requests.Checkout: prices.check_out,
    requests.DeleteAccount: accounts.delete_account,
}


def perform(counter: Counter, request: Request, key: str) -> Receipt:
    """Do what is asked unless it was done under this key before; the receipt has the order as it is afterwards."""
    if type(request) not in DOES:
        return Receipt(False, "unsupported")
    before = keeping.kept(counter.connection, key)
    if before is not None:
        return before
    receipt = DOES[type(request)](counter, request)
    if receipt.order is not None:
        receipt = replace(receipt, order=counter.order(receipt.order.number))
    keeping.keep(counter, request, key, receipt)
    return receipt
