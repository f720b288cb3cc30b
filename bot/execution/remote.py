"""Actions on a rasa-sdk action server, which need not know of this project."""

import json
import zlib
from collections.abc import Mapping
from typing import Any, NoReturn

import httpx
import structlog
from pydantic import BaseModel, ValidationError
from rasa_sdk import __version__ as sdk_version

from bot.execution.domain import Domain
from bot.execution.outcome import Outcome, failed, outcome, rejected
from bot.execution.tracker import call
from bot.policies import Situation
from bot.replies import Wording
from configs.errors import ConfigurationError
from configs.settings import ActionSettings

REJECTED, UNKNOWN, DOMAIN_MISSING = 400, 404, 449
_CONNECT_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Answer(BaseModel):
    """What an action server answers with 200."""

    events: list[dict[str, Any]] = []
    responses: list[dict[str, Any]] = []


class Unanswered(Exception):
    """The server ran nothing, or not so that one could tell; the message says why and what to do."""


class Remote:
    """Calls the server at `settings.url` as a Rasa server does.

    As Rasa does, it names the domain by its digest and sends it when the server asks for it (449).
    Nothing is tried a second time: an action may have been done whose answer was lost. Raises ConfigurationError for a url
    that is none.
    """

    def __init__(self, settings: ActionSettings, domain: Domain, wording: Wording) -> None:
        self._settings = settings
        self._domain = domain
        self._wording = wording
        try:
            httpx.URL(settings.url)
        except httpx.InvalidURL as error:
            raise ConfigurationError(f"bot.actions.url: {settings.url!r} is no address: {error}") from None
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(settings.timeout_seconds, connect=_CONNECT_SECONDS))

    async def run(self, name: str, arguments: Mapping[str, str], situation: Situation) -> Outcome:
        """Run the action `name` with `arguments` offered as slot values."""
        body = {**call(name, arguments, situation), "version": sdk_version, "domain_digest": self._domain.digest}
        try:
            response = await self._post(body)
            if response.status_code == DOMAIN_MISSING:
                response = await self._post({**body, "domain": self._domain.values})
            if _rejects(response):
                return rejected(name, arguments, situation)
            answer = _answer(response, name)
        except (httpx.HTTPError, Unanswered) as error:
            log.warning("action_server_failed", action=name, url=self._settings.url, reason=str(error) or type(error).__name__)
            return failed(name)
        said = [response for response in answer.responses if self._worded(response, name)]
        return outcome(name, arguments, situation, answer.events, said)

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    async def _post(self, body: Mapping[str, Any]) -> httpx.Response:
        content, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
        if self._settings.deflate:
            content, headers = zlib.compress(content), {**headers, "Content-Encoding": "deflate"}
        return await self._client.post(self._settings.url, content=content, headers=headers)

    def _worded(self, response: Mapping[str, Any], action: str) -> bool:
        """Whether a response can be said; Rasa leaves out those that it has no wording for, too."""
        key = response.get("response")
        known = not key or all(key in texts for texts in self._wording.texts.values())
        if not known:
            log.warning("action_response_unknown", action=action, response=key, remedy="word it in replies/en.toml and zh.toml")
        return known


def _rejects(response: httpx.Response) -> bool:
    """Whether the action refused; a server that fails on a packed body answers 400 as well, but names no action."""
    return response.status_code == REJECTED and b'"action_name"' in response.content


def _answer(response: httpx.Response, name: str) -> Answer:
    if response.status_code == UNKNOWN:
        raise Unanswered(f"the server has no action {name!r}, or no webhook at this address; GET /actions lists what it has")
    if response.status_code != httpx.codes.OK:
        raise Unanswered(f"the server answered {response.status_code}: {response.text[:200]}")
    try:
        answer = Answer.model_validate_json(response.content)
    except ValidationError as error:
        _unreadable(str(error.errors()[0]["msg"]))
    if any(not isinstance(event.get("event"), str) for event in answer.events):
        _unreadable("an event has no name")
    return answer


def _unreadable(why: str) -> NoReturn:
    raise Unanswered(f"the server's answer is none of rasa-sdk: {why}")
