"""Which release serves, and another one in its place: Rasa's `GET /status` and `PUT /model`, and a rollback."""

import asyncio
import hmac
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict

from bot.edge.problems import Problem
from bot.edge.strict_json import JSONRoute
from bot.edge.texts import STRICT, Identifier
from bot.errors import ReleaseRefused, UnknownRelease
from bot.releases.live import Live

BEARER = HTTPBearer(auto_error=False, description="the token in the variable that [bot] admin_token_env names")


class Kept(BaseModel):
    """A release that may serve; `refused` says why it could not when it was last tried."""

    version: str
    made: datetime
    refused: str = ""


class Status(BaseModel):
    """Rasa's answer, and what we know besides.

    The release `model_file` serves, `model_id` is its model, and `edition` numbers the articles' edition that is searched.
    """

    model_config = ConfigDict(protected_namespaces=())

    model_file: str
    model_id: str
    num_active_training_jobs: int = 0
    previous: str
    refusal: str
    releases: list[Kept]
    edition: int = 0


class Wanted(BaseModel):
    """The release that shall serve, or the beginning of its version."""

    model_config = STRICT | {"protected_namespaces": (), "json_schema_extra": {"examples": [{"model_file": "0e7ff55e9c7e"}]}}

    model_file: Identifier


def routes(live: Live, token: str) -> APIRouter:
    """The routes, for whoever sends `token` as a bearer token; for nobody while it is ""."""

    def administrator(given: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]) -> None:
        if not token:
            raise Problem("admin_off")
        if given is None or not hmac.compare_digest(given.credentials.encode(), token.encode()):
            raise Problem("bad_token", headers={"WWW-Authenticate": "Bearer"})

    router = APIRouter(tags=["operations"], route_class=JSONRoute, dependencies=[Depends(administrator)])

    @router.get("/status", summary="Which release serves, and which could")
    async def status() -> Status:
        return await asyncio.to_thread(_status, live)

    @router.put("/model", summary="Serve another release", status_code=204)
    async def use(body: Wanted) -> None:
        try:
            await live.use(body.model_file)
        except UnknownRelease:
            raise Problem("unknown_release", field="model_file") from None
        except ReleaseRefused as refused:
            raise Problem("release_refused", reason=str(refused)) from None

    @router.post("/model/rollback", summary="Serve the release before")
    async def rollback() -> Status:
        try:
            await live.rollback()
        except UnknownRelease as unknown:
            raise Problem("unknown_release", reason=str(unknown)) from None
        except ReleaseRefused as refused:
            raise Problem("release_refused", reason=str(refused)) from None
        return await asyncio.to_thread(_status, live)

    return router


def _status(live: Live) -> Status:
    kept = [Kept(version=one.version, made=one.made, refused=one.refusal) for one in live.releases.all()]
    previous = live.releases.pointer().previous
    return Status(
        model_file=live.serving.version,
        model_id=live.serving.model,
        previous=previous,
        refusal=live.refusal,
        releases=kept,
        edition=live.serving.edition,
    )
