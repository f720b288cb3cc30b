"""What every answer carries, and who is let in by name."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot.app import Service, create_app

ROUTES = ["/", "/docs", "/openapi.json", "/health/live", "/health/ready", "/metrics", "/widget/chat.js", "/widget/chat.css"]


@pytest.mark.parametrize("path", [*ROUTES, "/nowhere", "/webhooks/rest/webhook"])
def test_every_route_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "strict-transport-security" not in headers


def test_a_crash_and_a_refusal_at_the_door_carry_them_too(client: TestClient, failures: list[Exception]) -> None:
    failures.append(RuntimeError())
    crash = client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "x"})
    door = client.get("/", headers={"x-long": "x" * 70_000})
    assert (crash.status_code, door.status_code) == (500, 431)
    for answer in (crash, door):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_json_is_never_kept_and_a_page_asks_each_time(client: TestClient) -> None:
    assert client.get("/health/ready").headers["cache-control"] == "no-store"
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    same = client.get("/", headers={"if-none-match": page.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["content-security-policy"] == page.headers["content-security-policy"]


def test_over_https_the_browser_is_told_to_stay_there(service: Service) -> None:
    with TestClient(create_app(service), base_url="https://testserver") as client:
        assert client.get("/").headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("given", ["short", "has space in it", "x" * 65, "<script>alert</script>"])
def test_a_request_id_that_is_not_a_plain_word_is_replaced(client: TestClient, given: str) -> None:
    assert len(client.get("/health/live", headers={"x-request-id": given}).headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("shop.example", 200),
        ("SHOP.example:8000", 200),
        ("chat.sub.example", 200),
        ("[::1]", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("shop.example.evil.example", 400),
        ("sub.example", 400),
        ("", 400),
    ],
)
def test_only_known_hosts_are_answered_when_they_are_listed(service: Service, host: str, status: int) -> None:
    client = TestClient(create_app(replace(service, hosts=("shop.example", "*.sub.example", "[::1]"))))
    answer = client.get("/health/live", headers={"host": host})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["error"] == "bad_host"


def test_the_documentation_can_be_turned_off(service: Service) -> None:
    client = TestClient(create_app(replace(service, docs=False)))
    assert [client.get(path).status_code for path in ("/docs", "/openapi.json")] == [404, 404]
