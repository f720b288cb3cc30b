"""Asks a shop's web interface, and tries again where that is safe."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.errors import ShopUnavailable

UNTOUCHED = (429, 503)
"""Answers that say that nothing was done."""


@dataclass(frozen=True)
class Patience:
    """How long one call may take, how often it is tried, and the first pause, which doubles; all in seconds."""

    seconds: float
    tries: int
    pause: float

    def pauses(self) -> Iterator[float]:
        """The pauses between tries."""
        return (self.pause * 2**number for number in range(self.tries - 1))


@dataclass
class Web:
    """A web interface at `url`; every call has the `headers`."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    patience: Patience
    auth: tuple[str, str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(headers=dict(self.headers), auth=self.auth, timeout=self.patience.seconds)

    def call(self, method: str, path: str, *, safe: bool = False, **content: Any) -> httpx.Response:
        """The answer, unless it says that the system cannot be used: then, and when none comes, ShopUnavailable.

        Tried again are calls that the system says it has not done, those that only read, and those that are `safe` to repeat.
        """
        reading = safe or method in ("GET", "PUT", "DELETE")
        pauses = self.patience.pauses()
        while True:
            answer, reason, again = self._try(method, path, reading, content)
            pause = next(pauses, None) if again else None
            if answer is not None and not reason:
                return answer
            if pause is None or (asked := _asked(answer)) > self.patience.seconds:
                raise ShopUnavailable(f"the shop's system at {self.url} {reason}")
            time.sleep(max(pause, asked))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _try(self, method: str, path: str, reading: bool, content: Mapping[str, Any]) -> tuple[httpx.Response | None, str, bool]:
        """The answer, what is wrong with it, and whether to try again."""
        try:
            answer = self._client.request(method, f"{self.url.rstrip('/')}{path}", **content)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return None, f"cannot be reached: {error}", True
        except httpx.TransportError as error:
            return None, f"does not answer: {type(error).__name__}", reading
        code = answer.status_code
        if code in (401, 403):
            return answer, f"refuses the credentials ({code})", False
        if code in UNTOUCHED or code >= 500:
            return answer, f"answers {code}", reading or code in UNTOUCHED
        return answer, "", False


def content(answer: httpx.Response) -> Any:
    """The answer's JSON, numbers exact; raises ShopUnavailable when it is none."""
    try:
        return answer.json(parse_float=Decimal)
    except ValueError:
        raise ShopUnavailable(f"the shop's system answers {answer.url.path} with something that is no JSON") from None


def _asked(answer: httpx.Response | None) -> float:
    """The pause that the answer asks for."""
    told = answer.headers.get("retry-after", "") if answer is not None else ""
    try:
        return float(told or 0)
    except ValueError:
        return _until(told)


def _until(told: str) -> float:
    try:
        return (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0.0
