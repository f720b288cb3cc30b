"""The service over HTTP: channels, understanding, health, metrics and the pages, behind one door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.app import errors, handover, health, knowledge, pages, parse, releases, typing
from bot.app.headers import Envelope
from bot.app.limits import Door
from bot.app.metrics import Metrics
from bot.app.service import Fault, Service
from bot.channels import Context

__all__ = ["Fault", "Metrics", "Service", "create_app"]


class _App(FastAPI):
    """FastAPI within the envelope, which must be outside even of the answer to a crash."""

    def __init__(self, service: Service) -> None:
        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncIterator[None]:
            await service.start()
            try:
                yield
            finally:
                await service.stop()

        self._metrics = service.metrics
        super().__init__(
            title="Shopkeeper",
            version=_version(),
            description="A customer-service assistant for online shops, in English and Chinese.",
            lifespan=lifespan,
            docs_url=None,
            redoc_url=None,
            openapi_url="/openapi.json" if service.docs else None,
            redirect_slashes=False,
        )

    def build_middleware_stack(self) -> ASGIApp:
        """Everything that Starlette stacks up, in the envelope."""
        return Envelope(super().build_middleware_stack(), self._metrics)


def _version() -> str:
    try:
        return version("shopkeeper")
    except PackageNotFoundError:
        return "0"


def create_app(service: Service) -> FastAPI:
    """The application that serves `service`."""
    app = _App(service)
    app.add_middleware(
        Door, hosts=service.hosts, body_bytes=service.limits.body_bytes, larger=knowledge.larger(service.knowledge)
    )
    errors.install(app)
    service.metrics.watch_queue(service.waiting)
    respond = service.metrics.counted(service.respond)
    context = Context(respond, service.history, service.limits, service.watch, service.receive)
    for channel in service.channels:
        app.include_router(channel.routes(context))
    public = (parse.routes(service), typing.routes(service.typing), health.routes(service), service.metrics.routes())
    for router in (*public, pages.routes(service)):
        app.include_router(router)
    if service.live is not None:
        app.include_router(releases.routes(service.live, service.admin_token))
    if service.staff is not None:
        app.include_router(handover.routes(service.staff, service.limits.text_characters))
    if service.knowledge is not None:
        for router in knowledge.routes(service.knowledge):
            app.include_router(router)
    return app
