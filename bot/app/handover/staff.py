"""Who serves customers: names with tokens, and the counter at which they do."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from bot.app.knowledge.editors import Editors
from bot.handover.counter import Counter

BEARER = HTTPBearer(auto_error=False, scheme_name="Agent", description="a token that [bot] agent_tokens_env names")


@dataclass(frozen=True)
class Agents(Editors):
    """Tokens of those who talk to customers, by their names."""

    OFF: ClassVar[str] = "desk_off"
    REFUSED: ClassVar[str] = "bad_agent_token"


@dataclass(frozen=True)
class Staff:
    """The people and what they work with."""

    agents: Agents
    counter: Counter


def _name(request: Request) -> str:
    return str(request.state.agent)


Name = Annotated[str, Depends(_name)]
"""The name of the agent who sends the request."""
