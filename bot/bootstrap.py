"""Composes the service: the one place where everything is made and handed to what needs it."""

import os
from functools import partial
from pathlib import Path

from analytics.models.copurchase import CoPurchase
from analytics.pipeline import Pipeline as Follower
from analytics.profiler import Profiler
from analytics.stores.opening import open_stores
from bot import replies
from bot.actions import Actions, Toolbox
from bot.admission import Admission
from bot.anticipation import Anticipation
from bot.app import Metrics, Service
from bot.app.handover.staff import Agents, Staff
from bot.app.knowledge.bench import Bench, Served
from bot.app.knowledge.editors import Editors
from bot.app.knowledge.office import Office
from bot.background import Background
from bot.channels import Channel
from bot.dialogue import Dialogue, Parts
from bot.handover.counter import Counter
from bot.handover.desk import Desk
from bot.handover.reception import Reception
from bot.history import History
from bot.policies import Policy
from bot.preparation import shop_entry
from bot.releases.following import Following
from bot.releases.indexing import Job
from bot.releases.live import Live
from bot.releases.rebuilding import Rebuilding
from bot.releases.serving import load
from bot.releases.store import Releases
from bot.shops import Shop
from configs import plugins
from configs.errors import ConfigurationError
from configs.settings import Settings
from knowledge_base import pipeline as knowledge
from knowledge_base.conflicts import conflicts
from knowledge_base.demo.sales import DemoSales
from knowledge_base.products import Product
from knowledge_base.replays import Replays
from nlu.entities import Catalogue, Recognizer

SHORTEST_TOKEN = 16  # characters
NAME = {"en": "Harbour Lane", "zh": "港湾数码"}


def assemble(settings: Settings, data: Path) -> Service:
    """The service over what `bot.preparation.prepare` has made.

    Raises ConfigurationError or StoreUnavailable with what to do.
    """
    products = knowledge.load_products()
    metrics, recognizer = Metrics(), Recognizer.of(settings.nlu, Catalogue.of(products))
    opened = partial(
        load, threads=settings.nlu.threads, recognizer=recognizer, workers=settings.nlu.workers, configured=settings.retrieval
    )
    articles = Following(knowledge.library(data, settings.knowledge.database), metrics)
    live = Live.open(Releases(data), opened, metrics.switched, articles)
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in settings.bot.policies]
    channels = [plugins.build(Channel, "bot.channels", entry) for entry in settings.bot.channels]
    shop = plugins.build(Shop, "bot.shops", shop_entry(settings, data))
    toolbox = Toolbox(shop, knowledge.load_policies(), {product.sku: product for product in products})
    profiler = _profiler(settings, data, products)
    stores = open_stores(settings.database.format(data=data))
    typing = Anticipation(lambda: live.serving.answerer, stores.log, stores.profiles, shop, settings.bot.related)
    parts = Parts(
        log=stores.log,
        profiles=stores.profiles,
        mind=lambda: live.serving,
        policies=policies,
        actions=Actions(toolbox),
        wording=replies.load(),
        observe=metrics.observe,
        related=typing.related,
        reception=Reception.of(settings.handover),
    )
    admission = Admission(Dialogue(parts).respond, settings.limits)
    rebuilding = Rebuilding(Job(data, settings.knowledge.database, settings.retrieval.index), settings.retrieval.rebuild_above)
    office = _office(settings, data, live)
    follower = Follower(stores.log, stores.profiles, profiler)
    desk = Desk(stores.log, usual=settings.handover.handling_minutes * 60)
    background = Background(stores, follower, live, shop, articles, rebuilding, office, typing, desk)
    return Service(
        respond=admission.respond,
        parse=lambda text: live.serving.understand(text),
        explain=lambda text: live.serving.explain(text),
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
        live=live,
        admin_token=admin_token(settings),
        knowledge=office,
        typing=typing,
        watch=desk.watch,
        staff=Staff(agents(settings), Counter(stores.log, desk)),
    )


def admin_token(settings: Settings) -> str:
    """The administrator's token, "" when none is set; raises ConfigurationError for one that could be guessed."""
    name = settings.bot.admin_token_env
    token = os.environ.get(name, "")
    if token and len(token) < SHORTEST_TOKEN:
        raise ConfigurationError(
            f"{name} has {len(token)} characters; it needs {SHORTEST_TOKEN} at least, as `openssl rand -hex 24` gives"
        )
    return token


def editors(settings: Settings) -> Editors:
    """Who may edit the articles: whom the variable names, and the administrator; raises ConfigurationError."""
    name = settings.bot.editor_tokens_env
    return Editors.of(name, os.environ.get(name, ""), admin_token(settings))


def agents(settings: Settings) -> Agents:
    """Who may serve customers: whom the variable names; raises ConfigurationError."""
    name = settings.bot.agent_tokens_env
    return Agents.of(name, os.environ.get(name, ""), "")


def _office(settings: Settings, data: Path, live: Live) -> Office:
    """What editors work with; their tests ask what serves at that moment."""
    database = settings.knowledge.database
    return Office(
        library=knowledge.library(data, database),
        replays=Replays(database.format(data=data)),
        editors=editors(settings),
        bench=Bench(lambda: Served(live.serving.understander, live.serving.overlay)),
        data=data,
        knowledge=settings.knowledge,
        retrieval=settings.retrieval,
        concerns=conflicts,
    )


def _profiler(settings: Settings, data: Path, products: tuple[Product, ...]) -> Profiler:
    """The demo shop's sales teach what to suggest; another shop's backend has none to read yet."""
    entry = shop_entry(settings, data)
    known = {product.sku: product for product in products}
    if entry["name"] != "demo":
        return Profiler(known)
    return Profiler(known, CoPurchase().fit(DemoSales(entry["database"]).purchases(), products))
