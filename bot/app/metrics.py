"""What Prometheus reads at `/metrics`; labels hold names of our own only, never anything from outside."""

from collections.abc import Callable
from time import perf_counter

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from analytics.stores import StoreUnavailable
from bot.channels import Respond
from bot.edge.problems import FAILURES
from bot.messages import Message, Reply

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counters of one service."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter("shopkeeper_http_requests", "HTTP requests", ["method", "route", "status"], registry=registry)
        self.turns = Counter("shopkeeper_turns", "Messages by how their turn ended", ["channel", "outcome"], registry=registry)
        self.log_errors = Counter("shopkeeper_event_log_errors", "Turns that the event log could not keep", registry=registry)
        self._jobs = Counter(
            "shopkeeper_jobs",
            "Messages of messengers by how trying to answer or deliver them ended",
            ["queue", "outcome"],
            registry=registry,
        )
        self._releases = Counter("shopkeeper_release_switches", "Tries to serve another release", ["outcome"], registry=registry)
        self._edition = Gauge("shopkeeper_edition", "The articles' edition that is searched", registry=registry)
        self._edition_seconds = Histogram(
            "shopkeeper_edition_seconds",
            "Seconds from publishing an edition to searching it",
            buckets=_SECONDS,
            registry=registry,
        )
        self._edition_failures = Counter(
            "shopkeeper_edition_failures", "Tries to take over an edition that failed", registry=registry
        )
        self._waiting = Gauge("shopkeeper_waiting_turns", "Turns that wait or are under way", registry=registry)
        self._seconds = Histogram(
            "shopkeeper_turn_seconds", "Seconds by stage of a turn", ["stage"], buckets=_SECONDS, registry=registry
        )

    def observe(self, stage: str, seconds: float) -> None:
        """Note how long a stage of a turn took; "total" is the turn as a whole."""
        self._seconds.labels(stage).observe(seconds)

    def tried(self, queue: str, outcome: str) -> None:
        """Note that a message in the inbox or outbox is "done", tried again "later", or "dead"."""
        self._jobs.labels(queue, outcome).inc()

    def switched(self, outcome: str) -> None:
        """Note that another release is "served" or "refused"."""
        self._releases.labels(outcome).inc()

    def edition_served(self, number: int, seconds: float | None) -> None:
        """Note the edition that is searched now, and the seconds since it was published, where it was waited for."""
        self._edition.set(number)
        if seconds is not None:
            self._edition_seconds.observe(seconds)

    def edition_failed(self) -> None:
        """Note that an edition could not be taken over."""
        self._edition_failures.inc()

    def watch_queue(self, waiting: Callable[[], int]) -> None:
        """Ask `waiting` for the length of the queue whenever the metrics are read."""
        self._waiting.set_function(waiting)

    def counted(self, respond: Respond) -> Respond:
        """`respond`, with its turns counted and timed."""

        async def counting(message: Message) -> tuple[Reply, ...]:
            started = perf_counter()
            outcome = "failed"
            try:
                replies = await respond(message)
                outcome = "answered"
            except tuple(FAILURES) as failure:
                outcome = FAILURES[type(failure)]
                self.log_errors.inc(isinstance(failure, StoreUnavailable))
                raise
            else:
                return replies
            finally:
                self.turns.labels(message.channel, outcome).inc()
                self.observe("total", perf_counter() - started)

        return counting

    def routes(self) -> APIRouter:
        """The route that Prometheus reads."""
        router = APIRouter(tags=["operations"])

        @router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
        async def metrics() -> Response:
            return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

        return router
