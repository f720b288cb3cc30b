"""What customers asked and what people told them then, out of conversations."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from analytics.mining.dialogues import Turn
from analytics.mining.redaction import redacted, values
from analytics.mining.substance import asks, greets, tells
from nlu.entities import extract
from nlu.language import language_of
from nlu.review.masking import masked
from nlu.understanding import Language

LONGEST = 300
"""Characters of a question; what is longer is a story."""

PUBLIC = 3
"""Conversations in which an agent gives the same number or address from which on it is the shop's and stays."""

_SHORTEST: dict[Language, int] = {"en": 8, "zh": 4}


@dataclass(frozen=True)
class Pair:
    """A question, masked, and the answer that a person gave, redacted; `language` is that of the answer."""

    question: str
    answer: str
    language: Language
    conversation: str


def pairs(turns: Sequence[Turn]) -> list[Pair]:
    """The pairs of all conversations, whose turns follow one another."""
    public = _public(turns)
    return [
        pair for name, talk in groupby(turns, key=lambda turn: turn.conversation) for pair in _of_talk(name, list(talk), public)
    ]


def _of_talk(name: str, talk: Sequence[Turn], public: Collection[str]) -> Iterator[Pair]:
    """Each run of an agent's messages answers the run of the customer's before it; what an assistant says is left out."""
    runs = [
        (who, [turn.text for turn in group])
        for who, group in groupby((one for one in talk if one.speaker != "assistant"), key=_who)
    ]
    for (asker, asked), (teller, told) in pairwise(runs):
        if (asker, teller) == ("customer", "agent"):
            question, answer = _question(asked), _answer(told)
            if question and answer:
                language = language_of(answer)
                yield Pair(masked(question, language_of(question)), redacted(answer, language, public), language, name)


def _who(turn: Turn) -> str:
    return turn.speaker


def _question(texts: Sequence[str]) -> str:
    """The last of the messages that asks something; "" when none does, or it is about one order."""
    for text in reversed(texts):
        language = language_of(text)
        if _SHORTEST[language] <= len(text) <= LONGEST and asks(text, language) and not greets(text):
            named = any(entity.type in ("order_id", "tracking_number", "phone", "email") for entity in extract(text, language))
            return "" if named else text
    return ""


def _answer(texts: Sequence[str]) -> str:
    told = [text for text in texts if tells(text, language_of(text))]
    return " ".join(told) if told and not any(asks_back(text) for text in texts) else ""


def asks_back(text: str) -> bool:
    """Whether an agent needs to know something first, so that what was said is no answer yet."""
    closing = text.strip()[-1:] in ("?", "？")
    return closing and not greets(text)


def _public(turns: Sequence[Turn]) -> frozenset[str]:
    """Values that agents give to many customers: the shop's own."""
    where: dict[str, set[str]] = {}
    for turn in turns:
        if turn.speaker == "agent":
            for value in values(turn.text, language_of(turn.text)):
                where.setdefault(value, set()).add(turn.conversation)
    return frozenset(value for value, talks in where.items() if len(talks) >= PUBLIC)
