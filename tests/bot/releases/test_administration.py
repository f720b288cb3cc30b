"""Who may switch the release over HTTP, what others are told, and the same on the command line."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot import bootstrap
from bot.__main__ import main
from bot.app import Service, create_app
from bot.releases.live import Live
from bot.releases.serving import load as load_release
from bot.releases.store import Releases
from configs.errors import ConfigurationError
from configs.settings import load
from nlu.pipeline import HEADS
from tests.bot.releases.conftest import FIRST, SECOND

SENT = "0123456789abcdef"
CALLS = [("GET", "/status", None), ("PUT", "/model", {"model_file": FIRST}), ("POST", "/model/rollback", None)]


def asked(service: Service, releases: Releases, expected: str, authorization: str | None = None) -> list[tuple[int, str]]:
    """Status and code of every call, to a service that expects that token."""
    opened = Live.open(releases, load_release)
    client = TestClient(create_app(replace(service, live=opened, admin_token=expected)))
    headers = {} if authorization is None else {"Authorization": authorization}
    answers = [client.request(method, path, json=body, headers=headers) for method, path, body in CALLS]
    return [(answer.status_code, answer.json()["error"]) for answer in answers]


def test_without_a_token_nobody_may_and_is_told_what_to_set(service: Service, releases: Releases) -> None:
    assert asked(service, releases, "", "Bearer ") == [(403, "admin_off")] * 3
    assert releases.current() == releases.find(SECOND)


@pytest.mark.parametrize(
    "authorization", [None, "", SENT, "Bearer", "Bearer x", f"Basic {SENT}", f"Bearer {SENT}0", f"Bearer {SENT[:-1]}"]
)
def test_who_does_not_know_the_token_may_not(service: Service, releases: Releases, authorization: str | None) -> None:
    assert asked(service, releases, SENT, authorization) == [(401, "bad_token")] * 3
    assert releases.current() == releases.find(SECOND)


def test_the_administrator_is_told_what_is_wrong(service: Service, releases: Releases) -> None:
    releases.switch(releases.find(SECOND))
    opened = Live.open(releases, load_release)
    app = create_app(replace(service, live=opened, admin_token=SENT))
    with TestClient(app, headers={"Authorization": f"bearer {SENT}"}) as client:
        unknown = client.put("/model", json={"model_file": "nothing"})
        assert (unknown.status_code, unknown.json()["error"], unknown.json()["field"]) == (404, "unknown_release", "model_file")
        for body in ({}, {"model_file": 5}, {"model_file": ""}, {"model_file": FIRST, "force": True}):
            assert client.put("/model", json=body).status_code == 422
        status = client.get("/status").json()
    assert (status["model_id"], status["num_active_training_jobs"], status["refusal"]) == (SECOND, 0, "")
    assert [one["version"].partition("-")[0] for one in status["releases"]] == [SECOND, FIRST]


def test_a_token_that_could_be_guessed_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load()
    name = settings.bot.admin_token_env
    monkeypatch.setenv(name, "changeme")
    with pytest.raises(ConfigurationError, match=rf"^{name} has 8 characters; it needs 16 at least"):
        bootstrap.admin_token(settings)
    monkeypatch.delenv(name)
    assert bootstrap.admin_token(settings) == ""


def test_the_command_lists_switches_and_rolls_back(data: Path, releases: Releases, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--data", str(data)]
    assert main(["models", "list", *where]) == 0
    second, first = capsys.readouterr().out.splitlines()
    assert second.startswith(SECOND)
    assert "serves" in second
    assert "before" in first
    assert "en accuracy 0." in first
    assert main(["models", "use", FIRST, *where]) == 0
    assert releases.current() == releases.find(FIRST)
    assert main(["models", "rollback", *where]) == 0
    assert releases.current() == releases.find(SECOND)
    assert capsys.readouterr().out.count("is the release to serve") == 2


def test_the_command_refuses_what_cannot_serve(data: Path, releases: Releases, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--data", str(data)]
    (releases.find(FIRST).model / HEADS).unlink()
    for command in (["use", FIRST], ["use", "nothing"], ["rollback"]):
        assert main(["models", *command, *where]) == 2
    damaged, unknown, rolled = capsys.readouterr().err.splitlines()
    assert damaged == rolled
    assert f"{HEADS} is missing" in damaged
    assert f"no one release 'nothing'; there are: {SECOND}-" in unknown
    assert releases.current() == releases.find(SECOND)


def test_an_installation_without_releases_has_nothing_to_list_or_roll_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "list", "--data", str(tmp_path)]) == 0
    assert main(["models", "rollback", "--data", str(tmp_path)]) == 2
    assert "no release served before" in capsys.readouterr().err
