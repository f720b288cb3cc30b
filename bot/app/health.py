"""Whether this node lives and whether it can take messages."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from bot.app.service import Service


def routes(service: Service) -> APIRouter:
    """`/health/live` touches nothing; `/health/ready` is 503 only when no message can be accepted here."""
    router = APIRouter(prefix="/health", tags=["operations"])

    @router.head("/live", include_in_schema=False)
    @router.get("/live", summary="Whether the process answers")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @router.head("/ready", include_in_schema=False)
    @router.get("/ready", summary="Whether messages are accepted, and what is degraded")
    async def ready() -> JSONResponse:
        faults = await service.ready()
        fatal = any(fault.fatal for fault in faults)
        body: dict[str, Any] = {
            "status": "unavailable" if fatal else "degraded" if faults else "ok",
            "durability": await service.durability(),
            "problems": [{"part": fault.part, "problem": fault.problem} for fault in faults],
        }
        return JSONResponse(body, status_code=503 if fatal else 200)

    return router
