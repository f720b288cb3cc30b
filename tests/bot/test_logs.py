"""Logs are JSON lines that never hold what a customer wrote."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient

from bot.app import Service, create_app, logs
from bot.errors import Busy

Logged = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Configures logging when first called, gives what was logged since when called again; undone afterwards."""
    handlers, level = logging.root.handlers[:], logging.root.level

    def lines() -> list[dict[str, Any]]:
        written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        # Only now is the stream the one of the test itself.
        logs.configure()
        return written

    yield lines
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def test_no_canary_reaches_the_log(service: Service, failures: list[Exception], logged: Logged) -> None:
    logged()
    failures.extend([RuntimeError("canary in an exception"), Busy("canary")])
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        for _ in range(3):
            body = {"sender": "canary-sender", "message": "canary text"}
            client.post("/webhooks/rest/webhook?token=canary", json=body, headers={"authorization": "Bearer canary"})
        client.post("/webhooks/rest/webhook", json={"canary": 1})
        client.get("/canary")
    lines = logged()
    assert [line["status"] for line in lines] == [500, 503, 200, 422, 404]
    assert "canary" not in json.dumps(lines)


def test_a_request_is_one_line_with_its_id(service: Service, logged: Logged) -> None:
    logged()
    TestClient(create_app(service)).get("/%E2%80%A8%0D%0Aevil", headers={"x-request-id": "test-request-1"})
    (line,) = logged()
    assert (line["event"], line["request_id"], line["status"], line["route"]) == ("request", "test-request-1", 404, "unknown")


def test_an_exception_is_logged_by_type_and_place_without_its_message(logged: Logged) -> None:
    logged()
    try:
        _break()
    except ValueError:
        logging.getLogger("sqlalchemy").exception("it broke")
        structlog.get_logger().exception("it broke here")
    lines = logged()
    assert [line["event"] for line in lines] == ["it broke", "it broke here"]
    for line in lines:
        assert line["exception"] == "ValueError"
        assert line["frames"][-1].endswith(" _break")
        assert "canary" not in json.dumps(line)


def _break() -> None:
    raise ValueError("canary")
