"""Health and metrics."""

from fastapi.testclient import TestClient

from analytics.stores import StoreUnavailable
from bot.app import Fault, Service
from bot.errors import Busy

MESSAGE = {"sender": "anna", "message": "hello"}


def test_a_sound_node_is_ready(client: TestClient) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "durability": "full", "problems": []})


def test_a_part_that_is_missing_degrades_but_stays_ready(client: TestClient, faults: list[Fault]) -> None:
    faults.append(Fault("redis", "cannot be reached"))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["problems"] == [{"part": "redis", "problem": "cannot be reached"}]


def test_a_node_that_cannot_store_is_not_ready_but_lives(client: TestClient, faults: list[Fault]) -> None:
    faults.append(Fault("database", "cannot be reached", fatal=True))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
    assert client.get("/health/live").json() == {"status": "ok"}


def test_health_answers_head_requests(client: TestClient) -> None:
    assert [client.head(path).status_code for path in ("/health/live", "/health/ready", "/")] == [200, 200, 200]


def test_turns_are_counted_by_how_they_ended(client: TestClient, failures: list[Exception]) -> None:
    failures.extend([Busy(), StoreUnavailable()])
    for _ in range(3):
        client.post("/webhooks/rest/webhook", json=MESSAGE)
    metrics = client.get("/metrics").text
    for outcome in ("busy", "store_unavailable", "answered"):
        assert f'shopkeeper_turns_total{{channel="rest",outcome="{outcome}"}} 1.0' in metrics
    assert "shopkeeper_event_log_errors_total 1.0" in metrics
    assert 'shopkeeper_turn_seconds_count{stage="total"} 3.0' in metrics


def test_requests_are_counted_by_route_and_never_by_what_was_asked_for(client: TestClient) -> None:
    client.post("/webhooks/rest/webhook", json=MESSAGE)
    client.get("/canary-path?canary=1")
    client.request("CANARY", "/")
    metrics = client.get("/metrics").text
    assert 'shopkeeper_http_requests_total{method="POST",route="/webhooks/rest/webhook",status="200"} 1.0' in metrics
    assert 'shopkeeper_http_requests_total{method="GET",route="unknown",status="404"} 1.0' in metrics
    assert "canary" not in metrics.lower()


def test_the_queue_and_the_stages_are_shown(client: TestClient, service: Service) -> None:
    service.metrics.observe("understand", 0.002)
    metrics = client.get("/metrics").text
    assert "shopkeeper_waiting_turns 3.0" in metrics
    assert 'shopkeeper_turn_seconds_count{stage="understand"} 1.0' in metrics
    assert "process_resident_memory_bytes" in metrics
