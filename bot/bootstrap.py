"""Composes the service: the one place where everything is made and handed to what needs it."""

from pathlib import Path

from analytics.models.copurchase import CoPurchase
from analytics.pipeline import Pipeline as Follower
from analytics.profiler import Profiler
from analytics.stores.opening import open_stores
from bot import replies
from bot.actions import Actions, Toolbox
from bot.admission import Admission
from bot.app import Metrics, Service
from bot.background import Background
from bot.channels import Channel
from bot.dialogue import Dialogue, Parts
from bot.history import History
from bot.policies import Policy
from bot.preparation import load_model, shop_entry
from bot.shops import Shop
from configs import plugins
from configs.settings import Settings
from knowledge_base import pipeline as knowledge
from knowledge_base.demo.sales import DemoSales
from knowledge_base.products import Product
from nlu.batcher import Batcher
from retrieval import pipeline as retrieval

NAME = {"en": "Harbour Lane", "zh": "港湾数码"}


def assemble(settings: Settings, data: Path) -> Service:
    """The service over what `bot.preparation.prepare` has made.

    Raises ConfigurationError, ModelError, RetrievalError or StoreUnavailable with what to do.
    """
    products = knowledge.load_products()
    understander = load_model(settings, data, products)
    searcher = retrieval.load(data / retrieval.FOLDER, understander)
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in settings.bot.policies]
    channels = [plugins.build(Channel, "bot.channels", entry) for entry in settings.bot.channels]
    shop = plugins.build(Shop, "bot.shops", shop_entry(settings, data))
    toolbox = Toolbox(shop, knowledge.load_policies(), {product.sku: product for product in products})
    profiler = _profiler(settings, data, products)
    stores = open_stores(settings.database.format(data=data))
    batcher, metrics = Batcher(understander), Metrics()
    parts = Parts(
        stores.log, stores.profiles, batcher.understand, searcher, policies, Actions(toolbox), replies.load(), metrics.observe
    )
    admission = Admission(Dialogue(parts).respond, settings.limits)
    background = Background(stores, Follower(stores.log, stores.profiles, profiler), batcher, shop)
    return Service(
        respond=admission.respond,
        parse=batcher.understand,
        history=History(stores.log).entries,
        ready=background.faults,
        channels=channels,
        limits=settings.limits,
        durability=stores.log.durability,
        waiting=lambda: admission.waiting,
        start=background.start,
        stop=background.stop,
        metrics=metrics,
        name=NAME,
    )


def _profiler(settings: Settings, data: Path, products: tuple[Product, ...]) -> Profiler:
    """The demo shop's sales teach what to suggest; another shop's backend has none to read yet."""
    entry = shop_entry(settings, data)
    known = {product.sku: product for product in products}
    if entry["name"] != "demo":
        return Profiler(known)
    return Profiler(known, CoPurchase().fit(DemoSales(entry["database"]).purchases(), products))
