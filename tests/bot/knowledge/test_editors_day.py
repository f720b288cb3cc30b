"""An editor's day over HTTP, on the whole service."""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot import bootstrap
from bot.app import create_app
from configs.settings import load
from tests.bot.knowledge.conftest import ANNA, bearer

GOODS_EN = ("kettle", "lamp", "backpack", "jacket", "camera", "keyboard", "blender", "tent", "watch", "scooter")
GOODS_ZH = ("水壶", "台灯", "背包", "夹克", "相机", "键盘", "搅拌机", "帐篷", "手表", "滑板车")
TRAITS_EN = ("size", "weight", "colour", "material", "warranty", "origin", "price", "battery", "packaging", "age limit")
TRAITS_ZH = ("尺寸", "重量", "颜色", "材质", "保修", "产地", "价格", "电池", "包装", "年龄限制")
BAD = 20


def row(number: int, answer: str | None = None) -> list[str]:
    """One of 500 rows: in English, in Chinese, or in both."""
    good, trait, model = number % 10, number // 10 % 10, number // 100
    english = [f"What is the {TRAITS_EN[trait]} of the {GOODS_EN[good]} model {model}?", answer or f"See label {number}."]
    chinese = [f"{model}型{GOODS_ZH[good]}的{TRAITS_ZH[trait]}是多少？", answer or f"见标签 {number}。"]
    if number % 3 == 0:
        chinese = ["", ""]
    elif number % 3 == 1:
        english = ["", ""]
    return [f"a{number:03}", *english, *chinese]


def sheet(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([["id", "en.question", "en.answer", "zh.question", "zh.answer"], *rows])
    return text.getvalue().encode()


def damaged(number: int) -> list[str]:
    """A row with something wrong in it."""
    name, *cells = row(number)
    return [[name, *cells, "", "one too many"], ["no id", *cells], [name, "What?", "", "", ""], [name, "", "", "", ""]][
        number % 4
    ]


@pytest.fixture
def client(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The whole service over an installation of its own."""
    shutil.copytree(prepared / "releases", tmp_path / "releases")
    shutil.copy(prepared / "shop.db", tmp_path / "shop.db")
    settings = load()
    monkeypatch.setenv(settings.bot.editor_tokens_env, f"anna:{ANNA}")
    with TestClient(create_app(bootstrap.assemble(settings, tmp_path)), headers=bearer(ANNA)) as client:
        yield client


def test_an_editor_s_day(client: TestClient) -> None:
    bad = range(7, 500, 25)
    rows = [damaged(number) if number in bad else row(number) for number in range(500)]
    name = {"name": "faq.csv"}

    report = client.post("/knowledge/imports", params={**name, "dry_run": True}, content=sheet(rows)).json()
    assert (report["counts"]["added"], report["counts"]["errors"]) == (500 - BAD, BAD)
    assert [int(one["place"].split()[1]) for one in report["problems"] if one["severity"] == "error"] == [
        number + 2 for number in bad
    ]

    fixed = [row(number) for number in range(500)]
    told = client.post("/knowledge/imports", params=name, content=sheet(fixed), headers={"Idempotency-Key": "day"}).json()
    assert (len(told["drafts"]), told["counts"]["errors"]) == (500, 0)
    first = client.post("/knowledge/publish", json={"note": "开店"}, headers={"Idempotency-Key": "go"}).json()
    assert (first["number"], first["articles"], first["tests"]) == (1, 500, None)

    asked = [(cells[1] or cells[3], cells[0]) for cells in fixed[::25]]
    for question, article in asked:
        assert client.post("/knowledge/tests/cases", json={"question": question, "article": article}).json()["added"]
    tested = client.post("/knowledge/tests", json={}).json()
    assert (tested["edition"], tested["figures"][0]["hit1"], tested["failed"]) == (1, 1.0, [])

    victim = asked[3][1]
    tag = client.get(f"/knowledge/articles/{victim}").headers["etag"]
    broken = {
        "en": {"question": "Do you sponsor sports clubs?", "answer": "No."},
        "zh": {"question": "你们赞助球队吗？", "answer": "不。"},
    }
    assert client.put(f"/knowledge/articles/{victim}", json=broken, headers={"If-Match": tag}).status_code == 200
    refused = client.post("/knowledge/publish", json={})
    assert (refused.status_code, refused.json()["error"]) == (409, "gate_closed")
    assert [one["question"] for one in refused.json()["tests"]["worse"]] == [asked[3][0]]
    assert client.get("/knowledge/editions/live").json()["number"] == 1

    assert client.post("/knowledge/publish", json={"force": True}).json()["number"] == 2
    assert [one["article"] for one in client.post("/knowledge/tests", json={}).json()["failed"]] == [victim]
    back = client.post("/knowledge/rollback", json={"edition": 1}).json()
    assert (back["number"], back["base"]) == (3, first["base"])
    assert client.post("/knowledge/tests", json={}).json()["failed"] == []
    assert [one["author"] for one in client.get("/knowledge/editions").json()] == ["anna"] * 3
