"""What actions work with, in tests: a demo shop, and guesses at its customers counted in a database beside it."""

from pathlib import Path

from analytics.stores.opening import open_stores
from bot.actions import Toolbox
from bot.shops.demo import Demo
from bot.verification import Verifier
from knowledge_base.pipeline import load_policies, load_products


def toolbox(shop: Demo, folder: Path) -> Toolbox:
    """A toolbox for `shop`; the guesses are counted in `folder`."""
    attempts = open_stores(f"sqlite:///{folder}/attempts.db").attempts
    return Toolbox(shop, Verifier(shop, attempts), load_policies(), {product.sku: product for product in load_products()})
