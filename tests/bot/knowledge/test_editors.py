"""Who may edit: names with tokens in one variable."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot import bootstrap
from bot.app import Service, create_app
from bot.app.knowledge import Office
from bot.app.knowledge.editors import Editors
from configs.errors import ConfigurationError
from configs.settings import load
from tests.bot.knowledge.conftest import ADMIN, ANNA, BOB, bearer

ARTICLE = {"en": {"question": "Is there a gift wrap?", "answer": "Yes."}}


def called(app: FastAPI, headers: dict[bytes, bytes]) -> set[tuple[int, str]]:
    """Status and code of every operation under /knowledge."""
    client = TestClient(app, headers=headers)  # type: ignore[arg-type]
    operations = [
        (method, path.replace("{", "").replace("}", ""))
        for path, methods in client.get("/openapi.json").json()["paths"].items()
        for method in methods
        if path.startswith("/knowledge")
    ]
    assert len(operations) >= 20
    answers = [client.request(method, path, content=b"{") for method, path in operations]
    return {(answer.status_code, answer.json()["error"]) for answer in answers}


def test_without_any_token_nobody_may_do_anything(service: Service, office: Office) -> None:
    app = create_app(replace(service, knowledge=replace(office, editors=Editors.of("TOKENS", "", ""))))
    assert called(app, {b"Authorization": b"Bearer "}) == {(403, "editing_off")}


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer x", f"Basic {ANNA}", f"Bearer {ANNA}0", f"Bearer {ANNA[:-1]}", "Bearer 林"]
)
def test_who_knows_no_token_may_do_nothing_and_is_told_before_the_body_is_read(
    service: Service, office: Office, sent: str
) -> None:
    app = create_app(replace(service, knowledge=office))
    assert called(app, {b"Authorization": sent.encode()} if sent else {}) == {(401, "bad_editor_token")}


@pytest.mark.parametrize(("token", "author"), [(ANNA, "anna"), (BOB, "林梅"), (ADMIN, "admin")])
def test_the_name_of_the_token_is_the_author(anna: TestClient, office: Office, token: str, author: str) -> None:
    answer = anna.put("/knowledge/articles/gift-wrap", json=ARTICLE, headers=bearer(token))
    assert answer.json()["author"] == author
    (revision,) = office.library.history("gift-wrap")
    assert revision.author == author


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("anna", "entry 1 (anna) has a token of 0 characters; it needs 16 at least"),
        (ANNA + ":", f"entry 1 ({ANNA}) has a token of 0 characters"),
        (f":{ANNA}", "entry 1 needs a name"),
        (f"an na:{ANNA}", "entry 1 needs a name"),
        (f"anna:{ANNA},bob:short", "entry 2 (bob) has a token of 5 characters"),
        (f"anna:{ANNA},bob:令牌令牌令牌令牌令牌令牌令牌令牌", "entry 2 (bob) has a token with characters that are not ASCII"),
        (f"anna:{ANNA},anna:{BOB}", "entry 2 is of anna, who has a token already"),
        (f"anna:{ANNA},bob:{ANNA}", "entry 2 (bob) has the token of somebody else"),
        (f"bob:{ADMIN}", "entry 1 (bob) has the token of somebody else"),
        (f"admin:{ANNA}", "entry 1 is called admin"),
    ],
)
def test_a_malformed_variable_stops_the_start_and_names_the_entry(value: str, problem: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Editors.of("SHOP_TOKENS", value, ADMIN)
    assert str(refused.value).startswith(f"SHOP_TOKENS: {problem}")
    assert BOB not in str(refused.value)


def test_the_variable_is_the_one_that_the_settings_name(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load()
    monkeypatch.setenv(settings.bot.editor_tokens_env, f" anna : {ANNA} , 林梅:{BOB},")
    monkeypatch.setenv(settings.bot.admin_token_env, ADMIN)
    assert bootstrap.editors(settings).tokens == {"admin": ADMIN, "anna": ANNA, "林梅": BOB}
    monkeypatch.delenv(settings.bot.editor_tokens_env)
    monkeypatch.delenv(settings.bot.admin_token_env)
    assert bootstrap.editors(settings).tokens == {}
