"""Journeys: conversations as TOML files, one a file, each turn with what must come of it."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import timedelta
from typing import Any, Literal

from pydantic import ConfigDict, model_validator
from pydantic.dataclasses import dataclass

from bot.testing.times import Later, Moment
from nlu.understanding import Language

STRICT = ConfigDict(extra="forbid")
Owner = Literal["assistant", "person"]


@dataclass(frozen=True, config=STRICT)
class Turn:
    """One message and what must come of it; what is left out is not looked at.

    A message is typed (`say`: one text, or several that mean the same, each of which is played) or a button, named by its payload
    (`click`); with the `id` of an earlier one it is that message sent again. `conversation` is another one of the same customer.
    It comes `at` a time, or so much `later` than the one before.

    Said must be the keys in `wording`, in order, in `language` (by default that of the file), or those of `among` between others;
    a turn with an `article` says that article, with `articles` those, and a `silent` one nothing. `contains` are texts in the
    replies, `lacks` texts that are not, `buttons` all payloads offered. `actions` are all actions taken, in order; `flow` is the
    one under way afterwards, "" for none, and `outcome` how a flow ended. `slots` have these values, `profile` attributes too,
    and `knows` are names of attributes that are there.
    """

    say: str = ""
    variations: tuple[str, ...] = ()
    click: str = ""
    id: str = ""
    conversation: str = "1"
    at: Moment | None = None
    later: Later = timedelta(0)
    language: Language | None = None
    wording: tuple[str, ...] | None = None
    among: tuple[str, ...] = ()
    article: str = ""
    articles: tuple[str, ...] = ()
    silent: bool = False
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    buttons: tuple[str, ...] | None = None
    actions: tuple[str, ...] | None = None
    flow: str | None = None
    outcome: str | None = None
    owner: Owner | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)
    knows: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, values: Any) -> Any:
        """Of several texts the first is said, the others are its variations."""
        said = values.get("say") if isinstance(values, dict) else None
        return {**values, "say": said[0], "variations": said[1:]} if isinstance(said, list) and said else values

    @model_validator(mode="after")
    def _says_what_comes(self) -> "Turn":
        if bool(self.say) == bool(self.click):
            raise ValueError("a turn either says or clicks something")
        if self.silent and (self.wording or self.said or self.among):
            raise ValueError("a silent turn has no wording and no article")
        if not self.silent and not self.expects:
            raise ValueError("a turn expects something: a wording, an article, actions, slots, ...; or that it is silent")
        return self

    @property
    def expects(self) -> bool:
        """Whether anything must come of it."""
        looked_at = (self.wording, self.buttons, self.actions, self.flow, self.outcome, self.owner)
        asked = self.said or self.among or self.contains or self.lacks or self.slots or self.profile or self.knows
        return bool(asked) or any(value is not None for value in looked_at)

    @property
    def keys(self) -> tuple[str, ...] | None:
        """The wordings that must be said, None when any may be."""
        if self.silent:
            return ()
        return self.wording if self.wording is not None or not self.said else ("article",) * len(self.said)

    @property
    def said(self) -> tuple[str, ...]:
        """The articles that must be said, in order."""
        return self.articles or ((self.article,) if self.article else ())


@dataclass(frozen=True, config=STRICT)
class Fixtures:
    """What is so before the first turn.

    `orders` are orders by number: a state, for a typical order in it, or an entry as in `knowledge_base/demo/fixed.toml`, whose
    days count from that of the journey; `profile` are the customer's attributes.
    """

    orders: Mapping[str, str | Mapping[str, Any]] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, config=STRICT)
class Journey:
    """A conversation; `orders` are the states in which the shop's orders are at its end, `at` is when it begins, if not now.

    `account` is the shop's customer whom the channel vouches for; without one, customers have to show whose an order is.
    """

    name: str
    title: str
    language: Language
    turns: tuple[Turn, ...]
    customer: str = ""
    account: str = ""
    at: Moment | None = None
    fixtures: Fixtures = field(default_factory=Fixtures)
    orders: Mapping[str, str] = field(default_factory=dict)

    @model_validator(mode="after")
    def _has_turns(self) -> "Journey":
        if not self.turns:
            raise ValueError("a journey has at least one turn: [[turns]] with say = or click =")
        return self

    @property
    def label(self) -> str:
        """The file's name without `.toml`, and for a variation its number."""
        return f"{self.name}.{self.language}"

    @property
    def set_up(self) -> bool:
        """Whether it needs more than a running service: fixtures, or another time."""
        travels = self.at is not None or any(turn.at is not None or turn.later for turn in self.turns)
        return travels or self.fixtures != Fixtures()

    @property
    def variations(self) -> tuple["Journey", ...]:
        """The journey with its first texts, then, until all were said, with the next ones."""
        most = max(len(turn.variations) for turn in self.turns)
        return (self, *(self._varied(number) for number in range(most)))

    def _varied(self, number: int) -> "Journey":
        turns = (
            replace(turn, say=turn.variations[number % len(turn.variations)], variations=()) if turn.variations else turn
            for turn in self.turns
        )
        return replace(self, name=f"{self.name}#{number + 2}", turns=tuple(turns))
