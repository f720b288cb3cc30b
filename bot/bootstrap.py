"""Composes the service: the one place where everything is made and handed to what needs it."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from analytics.models.copurchase import CoPurchase
from analytics.pipeline import Pipeline as Follower
from analytics.profiler import Profiler
from analytics.stores import EventLog
from analytics.stores.opening import Stores, open_stores
from bot import content, flows
from bot.actions import Toolbox
from bot.admission import Admission
from bot.anticipation import Anticipation
from bot.app import Metrics, Service
from bot.app.handover.staff import Agents, Staff
from bot.app.knowledge.bench import Bench, Served
from bot.app.knowledge.editors import Editors
from bot.app.knowledge.office import Office
from bot.autopilot.gate import Gate, Measured, always
from bot.autopilot.measuring import Measuring
from bot.background import Background
from bot.channels import Channel
from bot.delivery.post import Post
from bot.dialogue import Dialogue, Mind, Parts
from bot.execution.domain import Domain
from bot.execution.local import Local, executor
from bot.execution.remote import Remote
from bot.execution.routed import Routed
from bot.execution.server import create_action_server
from bot.handover.counter import Counter
from bot.handover.desk import Desk
from bot.handover.reception import Reception
from bot.history import History
from bot.policies import Decision, Policy, Situation
from bot.preparation import shop_entry
from bot.releases.following import Following
from bot.releases.indexing import Job
from bot.releases.live import Live, Load
from bot.releases.rebuilding import Rebuilding
from bot.releases.serving import load
from bot.releases.store import Releases
from bot.shops import Shop
from bot.verification import Verifier
from configs import plugins
from configs.errors import ConfigurationError
from configs.settings import AutopilotSettings, Settings
from knowledge_base import pipeline as knowledge
from knowledge_base.conflicts import conflicts
from knowledge_base.demo.sales import DemoSales
from knowledge_base.products import Product
from knowledge_base.replays import Replays
from nlu import own_sentences
from nlu.entities import Catalogue, Recognizer

SHORTEST_TOKEN = 16  # characters
NAME = {"en": "Harbour Lane", "zh": "港湾数码"}


def assemble(settings: Settings, data: Path) -> Service:
    """The service over what `bot.preparation.prepare` has made.

    Raises ConfigurationError or StoreUnavailable with what to do.
    """
    products, metrics = knowledge.load_products(), Metrics()
    articles = Following(knowledge.library(data, settings.knowledge.database), metrics)
    live = Live.open(Releases(data), opener(settings, products), metrics.switched, articles)
    channels = [plugins.build(Channel, "bot.channels", entry) for entry in settings.bot.channels]
    shop = plugins.build(Shop, "bot.shops", shop_entry(settings, data))
    stores = open_stores(settings.database.format(data=data))
    typing = Anticipation(lambda: live.serving.answerer, stores.log, stores.profiles, shop, settings.bot.related)
    executed = actions(settings, data, toolbox(products, stores, shop))
    measuring = Measuring(stores.log, partial(_model, live)) if settings.bot.autopilot.on else None
    spoken = parts(settings, data, lambda: live.serving)(
        log=stores.log,
        profiles=stores.profiles,
        actions=executed,
        observe=metrics.observe,
        related=typing.related,
        measured=measuring or always,
    )
    admission = Admission(Dialogue(spoken).respond, settings.limits)
    rebuilding = Rebuilding(Job(data, settings.knowledge.database, settings.retrieval.index), settings.retrieval.rebuild_above)
    office = _office(settings, data, live, stores.log)
    follower = Follower(stores.log, stores.profiles, profiler(settings, data, products))
    desk = Desk(stores.log, usual=settings.handover.handling_minutes * 60)
    post = Post(stores, channels, metrics.counted(admission.respond), spoken.wording, metrics.tried)
    background = Background(stores, follower, live, shop, articles, rebuilding, office, typing, executed, desk, post, measuring)
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
        receive=post.receive,
        staff=Staff(agents(settings), Counter(stores.log, desk)),
    )


def opener(settings: Settings, products: tuple[Product, ...]) -> Load:
    """Loads releases as the settings say; their models find the entities of the shop that sells `products`."""
    recognizer, nlu = Recognizer.of(settings.nlu, Catalogue.of(products)), settings.nlu
    return partial(load, threads=nlu.threads, recognizer=recognizer, workers=nlu.workers, configured=settings.retrieval)


def parts(settings: Settings, data: Path, mind: Callable[[], Mind]) -> Callable[..., Parts]:
    """Makes what a dialogue is made of, given where turns are kept, where profiles are read, and its actions.

    The assistant is taken to be right wherever that is not `measured`. Raises ConfigurationError.
    """
    folder = content.folder_of(settings, data)
    wording = content.use(folder, settings.bot.tone)
    policies = [plugins.build(Policy, "bot.policies", entry) for entry in settings.bot.policies]
    reception = Reception.of(settings.handover)
    check_autopilot(settings.bot.autopilot, folder)

    def made(measured: Measured = always, **given: Any) -> Parts:
        gate = Gate(settings.bot.autopilot, measured, wording)

        def received(decision: Decision, situation: Situation) -> Decision:
            return reception(gate(decision, situation), situation)

        return Parts(mind=mind, policies=policies, wording=wording, reception=received, **given)

    return made


def toolbox(products: tuple[Product, ...], stores: Stores, shop: Shop) -> Toolbox:
    """What actions work with in `shop`."""
    verifier = Verifier(shop, stores.attempts)
    return Toolbox(shop, verifier, knowledge.load_policies(), {product.sku: product for product in products})


def action_server(settings: Settings, data: Path) -> FastAPI:
    """The actions of this project as a Rasa server calls them; the shop must have been prepared.

    Raises ConfigurationError.
    """
    products, own = knowledge.load_products(), data / "actions"
    own.mkdir(parents=True, exist_ok=True)
    stores = open_stores(settings.database.format(data=own))  # SQLite has one process, and that is the service
    shop = plugins.build(Shop, "bot.shops", shop_entry(settings, data))
    recognizer = Recognizer.of(settings.nlu, Catalogue.of(products))
    wording = content.use(content.folder_of(settings, data), settings.bot.tone)
    return create_action_server(executor(toolbox(products, stores, shop)), wording, recognizer)


def check_autopilot(autopilot: AutopilotSettings, folder: Path) -> None:
    """Refuse a level for an intent that neither is shipped nor in the `folder` of the shop's own; raises ConfigurationError."""
    known = {one.name for one in own_sentences.intents(folder)}
    if unknown := sorted(set(autopilot.intents) - known):
        raise ConfigurationError(f"bot.autopilot.intents: there is no intent {unknown[0]!r}; all are in nlu/data/intents.yaml")


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


def actions(settings: Settings, data: Path, toolbox: Toolbox) -> Routed:
    """Runs actions here, or where the settings say."""
    configured = settings.bot.actions
    if not configured.url:
        return Routed(Local(toolbox))
    wording = content.use(content.folder_of(settings, data), settings.bot.tone)
    remote = Remote(configured, Domain.of(flows.load(), wording), wording)
    return Routed(Local(toolbox), remote, configured.run == "all")


def _model(live: Live) -> Path:
    """The folder of the model that serves."""
    return live.releases.find(live.serving.version).model


def _office(settings: Settings, data: Path, live: Live, log: EventLog) -> Office:
    """What editors work with; their tests ask what serves at that moment."""
    database = settings.knowledge.database
    return Office(
        library=knowledge.library(data, database),
        log=log,
        replays=Replays(database.format(data=data)),
        editors=editors(settings),
        bench=Bench(lambda: Served(live.serving.understander, live.serving.overlay)),
        data=data,
        knowledge=settings.knowledge,
        retrieval=settings.retrieval,
        concerns=conflicts,
    )


def profiler(settings: Settings, data: Path, products: tuple[Product, ...]) -> Profiler:
    """The demo shop's sales teach what to suggest; another shop's backend has none to read yet."""
    entry = shop_entry(settings, data)
    known = {product.sku: product for product in products}
    if entry["name"] != "demo":
        return Profiler(known)
    return Profiler(known, CoPurchase().fit(DemoSales(entry["database"]).purchases(), products))
