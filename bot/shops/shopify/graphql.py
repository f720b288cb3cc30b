"""Calls to Shopify's GraphQL Admin API, at the rate that it allows."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from bot.errors import ShopUnavailable
from bot.shops._web import Patience, Web, content


class GraphQL:
    """The API of one version of one shop."""

    def __init__(self, url: str, version: str, token: str, patience: Patience) -> None:
        headers = {"Accept": "application/json", "X-Shopify-Access-Token": token}
        self._web = Web(f"{url.rstrip('/')}/admin/api/{version}", headers, patience)

    def ask(self, query: str, /, **variables: Any) -> Mapping[str, Any]:
        """The data; a call that was throttled has not been made, so it is made again when the bucket has filled up.

        Raises ShopUnavailable.
        """
        for pause in (*self._web.patience.pauses(), None):
            told = self._told(query, variables)
            if "errors" not in told:
                data: Mapping[str, Any] = told["data"]
                return data
            wait = _throttled(told)
            if wait is None or wait > self._web.patience.seconds or pause is None:
                break
            time.sleep(max(pause, wait))
        raise ShopUnavailable(f"Shopify answers: {_reason(told['errors'])}")

    def done(self, job: Mapping[str, Any], query: str) -> bool:
        """Whether a job has ended, asked a few times."""
        for pause in self._pauses():
            if job["done"]:
                break
            time.sleep(pause)
            job = self.ask(query, id=job["id"])["job"]
        return bool(job["done"])

    def close(self) -> None:
        """Close the connections."""
        self._web.close()

    def _told(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._web.call(
            "POST", "/graphql.json", safe=query.startswith("query"), json={"query": query, "variables": variables}
        )
        if answer.status_code != 200:
            raise ShopUnavailable(f"Shopify answers {answer.status_code}; check bot.shop.url and the version")
        told: dict[str, Any] = content(answer)
        return told

    def _pauses(self) -> Iterator[float]:
        for pause in self._web.patience.pauses():
            yield pause
            yield pause


def _throttled(told: Mapping[str, Any]) -> float | None:
    """Seconds until the bucket holds what the query costs; None when something else is wrong."""
    if not any(error.get("extensions", {}).get("code") == "THROTTLED" for error in told["errors"] if isinstance(error, dict)):
        return None
    cost = told.get("extensions", {}).get("cost", {})
    status = cost.get("throttleStatus", {})
    missing = cost.get("requestedQueryCost", 0) - status.get("currentlyAvailable", 0)
    return max(0.0, float(missing / status.get("restoreRate", 50)))


def _reason(errors: Any) -> str:
    """The first error's words; the API gives a list or, for a wrong address or token, a text."""
    return str(errors[0].get("message", errors[0]) if isinstance(errors, list) else errors)[:200]
