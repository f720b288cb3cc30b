"""Hostile and broken input at the REST edge: a status, a code, nothing stored, nothing repeated."""

import json
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WEBHOOK = "/webhooks/rest/webhook"
MESSAGE = {"sender": "anna", "message": "hello", "message_id": "m1"}
JSON = {"content-type": "application/json"}


Turns = dict[tuple[str, str], Any]


def raw(**changes: Any) -> bytes:
    return json.dumps(MESSAGE | changes).encode()


BODIES = {
    "no body": (b"", 422, "body_missing"),
    "a brace": (b"{", 400, "bad_json"),
    "two values": (b"{} {}", 400, "bad_json"),
    "invalid UTF-8": (b'{"text": "\xff"}', 400, "bad_encoding"),
    "GBK": ('{"text": "你好"}'.encode("gbk"), 400, "bad_encoding"),
    "UTF-16 with a mark": ('{"text": "x"}'.encode("utf-16"), 400, "bad_encoding"),
    "UTF-16 without a mark": ('{"text": "x"}'.encode("utf-16-le"), 400, "bad_json"),
    "UTF-8 with a mark": (b'\xef\xbb\xbf{"text": "x"}', 400, "bad_encoding"),
    "NaN": (b'{"text": NaN}', 422, "bad_number"),
    "Infinity": (b'{"text": -Infinity}', 422, "bad_number"),
    "1e999": (b'{"text": 1e999}', 422, "bad_number"),
    "400 digits": (b'{"text": ' + b"9" * 400 + b"}", 422, "bad_number"),
    "5,000 digits": (b'{"text": ' + b"9" * 5000 + b"}", 422, "bad_number"),
    "100,000 brackets": (b"[" * 100_000, 400, "too_deep"),
    "33 levels": (b"[" * 33 + b"]" * 33, 400, "too_deep"),
    "a list": (b"[]", 422, "wrong_type"),
    "a string": (b'"hello"', 422, "wrong_type"),
    "null": (b"null", 422, "wrong_type"),
    "an empty object": (b"{}", 422, "missing_field"),
}

TEXTS = {
    "a lone surrogate": ('"\\ud800"', "bad_text"),
    "NUL": ('"a\\u0000b"', "bad_text"),
    "an escape character": ('"a\\u001b[31mb"', "bad_text"),
    "a number": ("1", "wrong_type"),
    "true": ("true", "wrong_type"),
    "null": ("null", "wrong_type"),
    "nothing": ('""', "empty_text"),
    "spaces": ('" \u3000\\n\\t "', "empty_text"),
    "joiners and direction marks": ('"\u200d\u200f\u202e\ufeff\u3164"', "empty_text"),
    "4,001 characters": (f'"{"x" * 4001}"', "too_long"),
    "4,001 emoji": (f'"{"😀" * 4001}"', "too_long"),
}

FIELDS = {
    "an extra field": ({"role": "admin"}, "unknown_field"),
    "no sender": ({"sender": None}, "wrong_type"),
    "an empty sender": ({"sender": ""}, "empty_text"),
    "a sender of 201": ({"sender": "x" * 201}, "too_long"),
    "two lines as sender": ({"sender": "a\nb"}, "bad_text"),
    "a surrogate as id": ({"message_id": "\udfff"}, "bad_text"),
    "true as id": ({"message_id": True}, "wrong_type"),
    "a list as metadata": ({"metadata": []}, "wrong_type"),
    "an unknown language": ({"metadata": {"language": "tlh"}}, "bad_value"),
    "a number as customer": ({"metadata": {"customer": 7}}, "wrong_type"),
}


@pytest.mark.parametrize(("body", "status", "code"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("path", [WEBHOOK, "/model/parse"])
def test_a_bad_body_is_refused_with_its_code(
    client: TestClient, turns: Turns, path: str, body: bytes, status: int, code: str
) -> None:
    answer = client.post(path, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert turns == {}


@pytest.mark.parametrize(("literal", "code"), TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(("path", "field", "rest"), [(WEBHOOK, "message", '"sender": "a", '), ("/model/parse", "text", "")])
def test_a_bad_text_is_refused_with_its_code(
    client: TestClient, turns: Turns, path: str, field: str, rest: str, literal: str, code: str
) -> None:
    answer = client.post(path, content=f'{{{rest}"{field}": {literal}}}'.encode(), headers=JSON)
    assert (answer.status_code, answer.json()["error"], answer.json()["field"]) == (422, code, field)
    assert turns == {}


@pytest.mark.parametrize(("changes", "code"), FIELDS.values(), ids=FIELDS)
def test_a_bad_field_is_refused_with_its_code(client: TestClient, turns: Turns, changes: dict[str, Any], code: str) -> None:
    answer = client.post(WEBHOOK, content=json.dumps(MESSAGE | changes), headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (422, code)
    assert turns == {}


@pytest.mark.parametrize("field", ["sender", "message"])
def test_a_missing_field_is_named(client: TestClient, field: str) -> None:
    answer = client.post(WEBHOOK, json={name: value for name, value in MESSAGE.items() if name != field})
    assert (answer.status_code, answer.json()["error"], answer.json()["field"]) == (422, "missing_field", field)


def test_a_refusal_speaks_both_languages_and_names_our_field_and_the_request(client: TestClient) -> None:
    answer = client.post(WEBHOOK, content=raw(message=" "), headers=JSON | {"x-request-id": "test-request-1"})
    body = answer.json()
    assert body["message"] == {"en": "A text has nothing to read in it.", "zh": "文本中没有可读内容。"}
    assert body["field"] == "message"
    assert body["request_id"] == answer.headers["x-request-id"] == "test-request-1"


@pytest.mark.parametrize("secret", ['{"sender": "a", "canary": 1}', '{"sender": "canary\\u0000", "message": "x"}', '{"canary"'])
def test_a_refusal_never_repeats_its_input(client: TestClient, secret: str) -> None:
    answer = client.post(WEBHOOK, content=secret, headers=JSON)
    assert answer.status_code >= 400
    assert "canary" not in answer.text


@pytest.mark.parametrize(
    "body",
    [b"[" * 1_000_000, b'{"a":' * 200_000, b'"' + b'\\"' * 500_000 + b"[" * 40, b'["' * 500_000],
    ids=["brackets", "objects", "escaped quotes", "open strings"],
)
def test_a_body_made_to_be_slow_is_refused_quickly(client: TestClient, body: bytes) -> None:
    started = time.perf_counter()
    assert client.post(WEBHOOK, content=body, headers=JSON).status_code == 400
    assert time.perf_counter() - started < 1.0


def test_braces_in_a_text_are_not_depth(client: TestClient) -> None:
    assert client.post(WEBHOOK, json=MESSAGE | {"message": "[" * 1000 + '"{\\"'}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/jsonp"},
        {},
    ],
    ids=lambda headers: headers.get("content-type", "none"),
)
def test_a_body_of_another_type_is_415(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post(WEBHOOK, content=raw(), headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (415, "unsupported_media_type")


def test_a_compressed_body_is_415(client: TestClient) -> None:
    answer = client.post(WEBHOOK, content=raw(), headers=JSON | {"content-encoding": "gzip"})
    assert (answer.status_code, answer.json()["error"]) == (415, "unsupported_encoding")


def test_a_body_of_one_byte_too_much_is_413_before_it_is_parsed(client: TestClient) -> None:
    answer = client.post(WEBHOOK, content=b"{" * 1_048_577, headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (413, "body_too_large")
    assert client.post(WEBHOOK, content=b"{" * 1_048_576, headers=JSON).json()["error"] == "too_deep"


@pytest.mark.parametrize("length", ["-1", "1e3", "²", ""])
def test_a_content_length_that_is_no_number_is_400(client: TestClient, length: str) -> None:
    headers = {b"content-type": b"application/json", b"content-length": length.encode("latin-1")}
    answer = client.post(WEBHOOK, content=raw(), headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")


def test_headers_of_70_kb_are_431(client: TestClient) -> None:
    answer = client.get("/health/live", headers={"x-long": "x" * 70_000})
    assert (answer.status_code, answer.json()["error"]) == (431, "headers_too_large")


@pytest.mark.parametrize(
    "path", ["/x/%ff%fe", "/%00", "/widget/..%2f..%2fetc%2fpasswd", "/widget/%2e%2e", "/webhooks", "/widget/"]
)
def test_an_unknown_path_is_404(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "TRACE", "PATCH"])
def test_another_method_is_405_and_told_which_it_may_be(client: TestClient, method: str) -> None:
    answer = client.request(method, WEBHOOK)
    assert (answer.status_code, answer.json()["error"], answer.headers["allow"]) == (405, "method_not_allowed", "POST")


def test_a_query_that_is_no_boolean_is_refused(client: TestClient) -> None:
    answer = client.post(WEBHOOK, params={"stream": "loud"}, json=MESSAGE)
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_value")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 4000,
        "👩‍👩‍👧‍👦" * 500,
        "Z̸͍͎a̷͔͝l̵̛g̶o",
        "\u202egnp.exe",
        "退货 please, 123繁體",
        "%_ ' OR 1=1; DROP TABLE events --",
        "{{7*7}} {0.__class__} %s%n ${jndi:ldap://x}",
        "line one\nline two\ttab",
        "<script>alert(1)</script>",
    ],
)
def test_an_unusual_text_is_answered_as_it_was_written(client: TestClient, text: str) -> None:
    answer = client.post(WEBHOOK, json=MESSAGE | {"message": text})
    assert answer.json() == [{"recipient_id": "anna", "text": f"You said: {text}"}]


def test_of_duplicate_keys_the_last_wins(client: TestClient) -> None:
    answer = client.post(WEBHOOK, content=b'{"sender": "a", "message": "one", "message": "two"}', headers=JSON)
    assert answer.json()[0]["text"] == "You said: two"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
LIKE_OURS = st.fixed_dictionaries(
    {}, optional={"sender": ANY_JSON, "message": ANY_JSON | st.text(min_size=1), "message_id": ANY_JSON, "metadata": ANY_JSON}
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary()
    | ANY_JSON.map(lambda value: json.dumps(value).encode())
    | LIKE_OURS.map(lambda value: json.dumps(value).encode())
)
def test_no_body_at_all_makes_a_server_error(client: TestClient, body: bytes) -> None:
    answer = client.post(WEBHOOK, content=body, headers=JSON)
    assert answer.status_code in (200, 400, 422, 429)
