"""Plays a journey against a service and compares what it says, stores and does with what the journey expects."""

import asyncio
import re
import string
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from analytics.events import MessageReceived, ReplySent
from analytics.profiles import Profile
from analytics.stores.opening import Stores
from bot.channels import Respond
from bot.conversation import Conversation, fold
from bot.messages import Message, Reply, reply_from_json
from bot.replies import Wording
from bot.shops import Shop
from knowledge_base.articles import Article
from tests.journeys.script import Journey, Turn

PROFILE_SECONDS = 2.0
ARTICLE = "article"

Replies = tuple[Reply, ...]
Said = dict[str, Replies]
"""The replies in a conversation, by message id, in order."""


@dataclass(frozen=True)
class Stage:
    """Where journeys are played: what answers on which channel, where it stores, its shop, and what it may say."""

    respond: Respond
    channel: str
    stores: Stores
    shop: Shop
    wording: Wording
    articles: Mapping[str, Article]


async def play(journey: Journey, stage: Stage) -> None:
    """Say everything that `journey` says; raises AssertionError that names the turn in which something else came."""
    played: dict[str, Said] = {}
    for number, turn in enumerate(journey.turns, start=1):
        where = f"{journey.label}, turn {number} ({turn.say or turn.click})"
        conversation = f"{stage.channel}:{journey.label}/{turn.conversation}"
        said = played.setdefault(conversation, {})
        name = turn.id or str(number)
        language = turn.language or journey.language
        text = turn.say or _title(turn.click, where, [replies for known, replies in said.items() if known != name])
        customer = f"{stage.channel}:{journey.customer}"  # on PostgreSQL another test's profiles are in the same database
        message = Message(name, conversation, customer, stage.channel, text, turn.click, language)
        replies = await stage.respond(message)
        assert said.setdefault(name, replies) == replies, f"{where}: sent again, it gets {replies}"
        _compare(where, turn, replies, language, stage)
        await _compare_stored(where, turn, message, stage)
    await _compare_logged(played, stage)
    states = {number: stage.shop.order(number).state for number in journey.orders}
    assert states == journey.orders, f"{journey.label}: the orders are {states}"


def _title(payload: str, where: str, said: Sequence[Replies]) -> str:
    """What is written on the button, which must be under what was said last."""
    buttons = {button.payload: button.title for replies in said[-1:] for reply in replies for button in reply.quick_replies}
    assert payload in buttons, f"{where}: there are only the buttons {buttons}"
    return buttons[payload]


def _compare(where: str, turn: Turn, replies: Replies, language: str, stage: Stage) -> None:
    texts = [reply.text for reply in replies]
    said = iter(turn.said)
    expected = [_pattern(key, next(said) if key == ARTICLE else "", language, stage) for key in turn.keys]
    fits = len(texts) == len(expected) and all(re.fullmatch(*pair, re.DOTALL) for pair in zip(expected, texts, strict=True))
    assert fits, f"{where}: expected {[*turn.keys]} in {language}, got {texts}"
    articles = [reply.data["article_id"] for reply in replies if "article_id" in reply.data]
    assert articles == [*turn.said], f"{where}: the articles are {articles}"
    missing = [text for text in turn.contains if text not in "\n".join(texts)]
    assert not missing, f"{where}: there is no {missing} in {texts}"
    buttons = tuple(button.payload for reply in replies for button in reply.quick_replies)
    assert turn.buttons in (None, buttons), f"{where}: the buttons are {buttons}"


def _pattern(key: str, article: str, language: str, stage: Stage) -> str:
    """Any variation of the wording, with anything in place of its variables; an article is the text of that article."""
    if key == ARTICLE:
        return re.escape(stage.articles[article].passage(language).answer)
    return "|".join(_filled(variation) for variation in stage.wording.texts[language][key])


def _filled(variation: str) -> str:
    parts = string.Formatter().parse(variation)
    return "".join(re.escape(literal) + (".+" if variable else "") for literal, variable, _, _ in parts)


async def _compare_stored(where: str, turn: Turn, message: Message, stage: Stage) -> None:
    stored = fold(Conversation(message.conversation), await stage.stores.log.read(message.conversation))
    assert turn.owner in (None, stored.owner), f"{where}: the owner is {stored.owner}"
    slots = {name: stored.slots.get(name) for name in turn.slots}
    assert slots == turn.slots, f"{where}: the slots are {slots}"
    end = time.monotonic() + PROFILE_SECONDS
    while wrong := _wrong(turn, (await stage.stores.profiles.load([message.customer])).get(message.customer)):
        assert time.monotonic() < end, f"{where}: after {PROFILE_SECONDS:.0f} s the profile has {wrong}"
        await asyncio.sleep(0.02)


def _wrong(turn: Turn, profile: Profile | None) -> dict[str, object]:
    """The attributes that are not as the turn expects, with the values that they have."""
    now = datetime.now(UTC)
    values = {name: profile.value(name, now) if profile else None for name in (*turn.profile, *turn.knows)}
    return {name: value for name, value in values.items() if value is None or value != turn.profile.get(name, value)}


async def _compare_logged(played: Mapping[str, Said], stage: Stage) -> None:
    """Every message and its replies are in the log, once and in order."""
    for conversation, said in played.items():
        happened = [entry.event for entry in await stage.stores.log.read(conversation)]
        received = [event.message_id for event in happened if isinstance(event, MessageReceived)]
        assert received == list(said), f"the log holds the messages {received} of {conversation}"
        sent = [tuple(map(reply_from_json, event.replies)) for event in happened if isinstance(event, ReplySent)]
        assert sent == list(said.values()), f"the log holds the replies {sent} of {conversation}"
