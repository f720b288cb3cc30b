"""Who may edit the articles: names with tokens."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from fastapi import Request
from fastapi.security import HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from bot.edge.problems import Problem
from configs.errors import ConfigurationError

ADMINISTRATOR = "admin"
BEARER = HTTPBearer(auto_error=False, scheme_name="Editor", description="a token that [bot] editor_tokens_env names")
SHORTEST = 16  # characters of a token
_NAME = re.compile(r"[\w.-]{1,100}")


@dataclass(frozen=True)
class Editors:
    """Tokens by the name of their owner; the administrator's is among them where there is one."""

    OFF: ClassVar[str] = "editing_off"
    REFUSED: ClassVar[str] = "bad_editor_token"

    tokens: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, variable: str, value: str, administrator: str) -> Self:
        """The editors that `value`, as `anna:TOKEN,bob:TOKEN`, names, and the `administrator` by her token, "" for none.

        Raises ConfigurationError that names the `variable`, and no token.
        """
        tokens = {ADMINISTRATOR: administrator} if administrator else {}
        for number, pair in enumerate(filter(None, (part.strip() for part in value.split(","))), 1):
            name, _, token = (part.strip() for part in pair.partition(":"))
            problem = _problem(name, token, tokens)
            if problem:
                raise ConfigurationError(f"{variable}: entry {number} {problem}; write it as NAME:TOKEN,NAME:TOKEN")
            tokens[name] = token
        return cls(tokens)

    def author(self, request: Request) -> str:
        """The name of whoever sends `request`; raises Problem."""
        if not self.tokens:
            raise Problem(self.OFF)
        scheme, sent = get_authorization_scheme_param(request.headers.get("authorization"))
        # All are compared, so that the time it takes does not tell whose token was nearly right.
        same = [name for name, token in self.tokens.items() if hmac.compare_digest(token.encode(), sent.encode())]
        if scheme.lower() != "bearer" or not same:
            raise Problem(self.REFUSED, headers={"WWW-Authenticate": "Bearer"})
        return same[0]


def _problem(name: str, token: str, known: Mapping[str, str]) -> str:
    if not _NAME.fullmatch(name):
        return "needs a name of letters, digits, dots, dashes or underscores before its colon"
    if name == ADMINISTRATOR:
        return f"is called {ADMINISTRATOR}, as the administrator is"
    if name in known:
        return f"is of {name}, who has a token already"
    if len(token) < SHORTEST:
        return f"({name}) has a token of {len(token)} characters; it needs {SHORTEST} at least, as `openssl rand -hex 24` gives"
    if not token.isascii():
        return f"({name}) has a token with characters that are not ASCII"
    if token in known.values():
        return f"({name}) has the token of somebody else"
    return ""
