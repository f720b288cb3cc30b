"""One model of buttons for every platform: cut to what it shows, numbered in the text where it shows too few, and found again."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.messages import Message, QuickReply, Reply

DIGEST = "#"
"""How what stands for a payload begins that is too long for a platform."""

_NUMBER = re.compile(r"\s*[(（]?(\d{1,2})[)）.。、]?\s*")
_JOINER = "\u200d"
_INDICATORS = range(0x1F1E6, 0x1F200)
_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True)
class Limits:
    """What a platform shows: so many buttons, so many characters of a title, bytes of a payload, characters of a text.

    With `most` 0 it has no buttons.
    """

    most: int
    title: int
    payload: int
    text: int


def shown(reply: Reply, limits: Limits) -> Reply:
    """`reply` as the platform can show it, with buttons whose payloads are all different; a text that is too long is left so."""
    buttons = tuple({button.payload: button for button in reply.quick_replies}.values())
    if len(buttons) > limits.most:
        lines = (f"{number}. {button.title}" for number, button in enumerate(buttons, 1))
        return replace(reply, text="\n".join((reply.text, *lines)), quick_replies=())
    return replace(reply, quick_replies=tuple(_cut(button, limits) for button in buttons))


def chosen(message: Message, offered: Sequence[QuickReply], limits: Limits) -> Message:
    """`message` as the click that it is, by what was offered last: a number where buttons were numbered, or a payload."""
    offered = tuple({button.payload: button for button in offered}.values())
    for button in offered:
        if message.payload and message.payload in (button.payload, _short(button.payload, limits.payload)):
            return replace(message, text=button.title, payload=button.payload)
    number = _NUMBER.fullmatch(message.text)
    if number and len(offered) > limits.most and 1 <= int(number[1]) <= len(offered):
        button = offered[int(number[1]) - 1]
        return replace(message, text=button.title, payload=button.payload)
    return message


def pieces(text: str, most: int) -> list[str]:
    """`text` in pieces of at most so many characters, cut at the ends of lines or words where there are any."""
    found = []
    while len(text) > most:
        end = max(text.rfind("\n", 0, most), text.rfind(" ", 0, most)) + 1 or len(_begin(text, most))
        found.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [piece for piece in (*found, text) if piece]


def short(text: str, most: int) -> str:
    """`text` in at most so many characters; what is cut ends with an ellipsis and never within a character as people see it."""
    return text if len(text) <= most else _begin(text, most - 1).rstrip() + "…"


def _cut(button: QuickReply, limits: Limits) -> QuickReply:
    return QuickReply(short(button.title.strip(), limits.title), _short(button.payload, limits.payload))


def _short(payload: str, most: int) -> str:
    """The payload, or a digest of it when it has more bytes than the platform gives back."""
    encoded = payload.encode()
    return payload if len(encoded) <= most else DIGEST + hashlib.sha256(encoded).hexdigest()[:32]


def _begin(text: str, most: int) -> str:
    """The beginning of `text` of at most so many characters, at least one, that ends between two grapheme clusters (UAX 29)."""
    end = most
    while end and _joined(text, end):
        end -= 1
    return text[: end or most]


def _joined(text: str, place: int) -> bool:
    """Whether what stands before and after this place is one cluster."""
    after = text[place]
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or after == _JOINER or ord(after) in _TONES:
        return True
    flags = 0
    while flags < place and ord(text[place - flags - 1]) in _INDICATORS:
        flags += 1
    return text[place - 1] == _JOINER or (ord(after) in _INDICATORS and flags % 2 == 1)
