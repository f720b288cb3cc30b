"""rasa-sdk's responses as sayings."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.messages import Card, QuickReply
from bot.replies import Saying

PLAIN = "article"  # the wording that is nothing but its text
_PARTS = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
_OURS = {"data", "cards"}
_ANSWERS = ("/affirm", "/deny")


def saying(response: Mapping[str, Any], slots: Mapping[str, Any]) -> Saying:
    """The saying of a response: a wording by its key, filled with the `slots` and its own variables, or a text as it is."""
    custom = response.get("custom") or {}
    ours = isinstance(custom, Mapping) and custom.keys() <= _OURS
    cards = tuple(Card(**card) for card in custom.get("cards", ())) if ours else ()
    data = custom.get("data", {}) if ours else {"custom": custom}
    variables = {name: value for name, value in response.items() if name not in _PARTS}
    key = response.get("response")
    said = {**slots, **variables} if key else {"text": response.get("text") or ""}
    return Saying(key or PLAIN, said, tuple(_buttons(response)), (*cards, *_cards(response)), data)


def _buttons(response: Mapping[str, Any]) -> Iterator[QuickReply]:
    """Yield the buttons: a payload that names an intent is said in the words of its title, but for a yes and a no."""
    for button in response.get("buttons") or ():
        title = str(button.get("title", ""))
        payload = str(button.get("payload") or title)
        if payload in _ANSWERS:
            yield QuickReply(title, payload.removeprefix("/"))
        elif title:
            yield QuickReply(title, title if payload.startswith("/") else payload)


def _cards(response: Mapping[str, Any]) -> Iterator[Card]:
    if response.get("image"):
        yield Card("", image=str(response["image"]))
    if isinstance(response.get("attachment"), str):
        yield Card(response["attachment"], link=response["attachment"])
    for element in response.get("elements") or ():
        link = element.get("item_url") or next((one["url"] for one in element.get("buttons") or () if one.get("url")), "")
        yield Card(element.get("title") or "", element.get("subtitle") or "", element.get("image_url") or "", link)
