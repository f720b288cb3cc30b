"""The line above the input and a person's words, in a real browser over a really running server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.app import Service
from bot.channels.websocket import conversation_of
from tests.bot.handover.serving import ANNA, bearer, service

LOCALES = pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
ASK = {"en-GB": "a person please", "zh-CN": "转人工"}
LINE = {
    "en-GB": "You are number 1 in line. The next colleague who is free writes here.",
    "zh-CN": "您排在第 1 位。 有同事空闲后会在这里回复您。",
}
OVERTAKEN = {"en-GB": "Somebody with an emergency goes first. You are number 2", "zh-CN": "有更紧急的顾客优先。 您排在第 2 位"}
SERVED = {"en-GB": "anna is here for you.", "zh-CN": "anna 正在为您服务。"}
NOBODY = {"en-GB": "No longer needed", "zh-CN": "不需要了"}
URGENT = {"en-GB": "my lawyer calls you", "zh-CN": "我要起诉"}


@pytest.fixture
def desk(serving: Callable[[Service], AbstractContextManager[str]], tmp_path: Any) -> Iterator[httpx.Client]:
    """Anna's client of the running service."""
    with (
        serving(service(f"sqlite:///{tmp_path}/log.db")) as address,
        httpx.Client(base_url=f"http://{address}", headers=bearer(ANNA)) as client,
    ):
        yield client


def opened(browser: Browser, desk: httpx.Client, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(str(desk.base_url))
    page.wait_for_selector('#state[data-state="online"]')
    return page


def say(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")


def come(desk: httpx.Client) -> None:
    assert desk.put("/desk/presence", json={"capacity": 1, "languages": ["en", "zh"]}).status_code == 204


@LOCALES
def test_the_page_shows_the_place_the_person_and_what_they_say(chromium: Browser, desk: httpx.Client, locale: str) -> None:
    page = opened(chromium, desk, locale=locale)
    line = page.locator("#queue")
    expect(line).to_be_hidden()
    expect(line).to_have_attribute("aria-live", "polite")
    say(page, ASK[locale])
    expect(line.locator("span")).to_have_text(LINE[locale])
    desk.post("/webhooks/rest/webhook", json={"sender": "other", "message": URGENT[locale]})
    expect(line.locator("span")).to_contain_text(OVERTAKEN[locale])
    come(desk)
    conversation = conversation_of(page.evaluate("localStorage.getItem('shopkeeper.conversation')"))
    assert desk.post("/desk/conversations/rest:other/close").status_code == 204
    expect(line.locator("span")).to_have_text(SERVED[locale])
    expect(line.get_by_role("button")).to_be_hidden()
    for text in ("one", "二"):
        desk.post(f"/desk/conversations/{conversation}/replies", json={"id": text, "text": text})
    expect(page.locator(".agent .bubble")).to_have_text(["one", "二"])
    expect(page.locator(".agent .foot strong").first).to_have_text("anna")
    page.reload()
    expect(page.locator(".agent .bubble")).to_have_text(["one", "二"])
    expect(line.locator("span")).to_have_text(SERVED[locale])
    desk.post(f"/desk/conversations/{conversation}/close")
    expect(line).to_be_hidden()
    page.context.close()


@LOCALES
def test_a_button_gives_the_place_up(chromium: Browser, desk: httpx.Client, locale: str) -> None:
    page = opened(chromium, desk, locale=locale, viewport={"width": 320, "height": 568})
    say(page, ASK[locale])
    expect(page.locator("#queue")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name=NOBODY[locale]).click()
    expect(page.locator("#queue")).to_be_hidden()
    expect(page.locator("#log .assistant .bubble")).to_have_count(2)
    assert desk.get("/desk/queue").json()["waiting"] == []
    page.context.close()


def test_the_line_speaks_the_language_that_is_switched_to(chromium: Browser, desk: httpx.Client) -> None:
    page = opened(chromium, desk, locale="en-GB")
    say(page, ASK["en-GB"])
    expect(page.locator("#queue span")).to_have_text(LINE["en-GB"])
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#queue span")).to_have_text(LINE["zh-CN"])
    expect(page.locator("#queue button")).to_have_text(NOBODY["zh-CN"])
    page.context.close()
