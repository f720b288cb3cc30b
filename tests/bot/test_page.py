"""The start page in a real browser, over a really running server."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from analytics.stores import StoreUnavailable

expect.set_options(timeout=20_000)

Turns = dict[tuple[str, str], Any]
ONLINE = '#state[data-state="online"]'


def opened(browser: Browser, address: str, **options: Any) -> Page:
    """The page, connected, in a browser profile of its own."""
    page = browser.new_context(**options).new_page()
    page.goto(f"http://{address}/")
    page.wait_for_selector(ONLINE)
    return page


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The English page; any error in its console fails the test."""
    errors: list[str] = []
    page = chromium.new_context(locale="en-GB").new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"http://{address}/")
    page.wait_for_selector(ONLINE)
    yield page
    page.context.close()
    assert errors == []


def say(page: Page, text: str) -> None:
    """Type and press Enter."""
    page.fill("#text", text)
    page.press("#text", "Enter")


def bubbles(page: Page) -> Locator:
    """What was said, by either side."""
    return page.locator("#log .bubble")


def test_a_message_is_sent_and_answered(page: Page) -> None:
    expect(page).to_have_title("Harbour Lane")
    expect(page.locator(".disclosure")).to_contain_text("automated assistant")
    say(page, "hello")
    expect(bubbles(page)).to_have_text(["hello", "You said: hello"])
    expect(page.locator(".customer .state")).to_have_text("Sent", use_inner_text=True)


def test_the_assistant_is_seen_to_write(page: Page) -> None:
    say(page, "slow")
    expect(page.locator("#typing")).to_be_visible()
    expect(bubbles(page)).to_have_count(2)
    expect(page.locator("#typing")).to_be_hidden()


def test_a_quick_reply_sends_its_payload_and_disappears(page: Page) -> None:
    say(page, "buttons")
    page.get_by_role("button", name="第二").click()
    expect(bubbles(page).last).to_have_text("You said: /second")
    expect(bubbles(page).nth(2)).to_have_text("第二")
    expect(page.locator(".choice")).to_have_count(0)
    expect(page.locator("#text")).to_be_focused()


def test_a_card_has_its_picture_and_a_safe_link(page: Page) -> None:
    say(page, "card")
    card = page.locator("a.card")
    expect(card).to_have_attribute("href", "https://shop.example/lark")
    expect(card).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(card.locator("img")).to_be_visible()


def test_a_card_with_an_address_that_is_none_of_the_web_is_no_link(page: Page) -> None:
    say(page, "evil")
    expect(page.locator(".card")).to_have_text("Click")
    assert page.locator("#log a, #log img").count() == 0


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "javascript:alert(1)", "{{7*7}}", '"><svg onload=alert(1)>'],
)
def test_markup_is_shown_and_never_run(page: Page, text: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    say(page, text)
    expect(bubbles(page)).to_have_text([text, f"You said: {text}"])
    assert page.locator("#log script, #log .bubble img, #log .bubble svg, #log .bubble a").count() == 0


def test_an_address_in_a_reply_becomes_a_link(page: Page) -> None:
    say(page, "see https://shop.example/track?x=1, please")
    link = page.locator(".assistant .bubble a")
    expect(link).to_have_attribute("href", "https://shop.example/track?x=1")
    expect(link).to_have_text("https://shop.example/track?x=1")


def test_shift_and_enter_starts_a_line_and_enter_sends(page: Page) -> None:
    page.fill("#text", "one")
    page.press("#text", "Shift+Enter")
    page.keyboard.type("two")
    page.press("#text", "Enter")
    expect(bubbles(page).first).to_have_text("one\ntwo", use_inner_text=True)


def test_enter_that_chooses_a_character_does_not_send(page: Page, turns: Turns) -> None:
    page.fill("#text", "你好")
    for event in ("{key: 'Enter', isComposing: true}", "{key: 'Enter', keyCode: 229}"):
        page.evaluate(f"document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown', {event}))")
    expect(page.locator("#text")).to_have_value("你好")
    assert turns == {}


def test_blank_messages_are_not_sent(page: Page, turns: Turns) -> None:
    say(page, "  \n ")
    expect(bubbles(page)).to_have_count(0)
    assert turns == {}


def test_a_message_that_was_not_stored_can_be_sent_again_with_the_same_id(
    page: Page, turns: Turns, failures: list[Exception]
) -> None:
    failures.append(StoreUnavailable())
    say(page, "hello")
    state = page.locator(".customer .state")
    expect(state).to_contain_text("Not sent")
    expect(state).to_contain_text("could not be saved")
    page.get_by_role("button", name="Try again").click()
    expect(bubbles(page)).to_have_text(["hello", "You said: hello"])
    expect(page.locator(".customer .state")).to_have_text("Sent", use_inner_text=True)
    assert len(turns) == 1


def test_a_message_that_can_never_be_stored_offers_no_second_try(page: Page) -> None:
    say(page, "a\x01b")
    expect(page.locator(".customer .state")).to_contain_text("cannot be stored")
    expect(page.locator(".again")).to_be_hidden()


def test_a_message_written_offline_goes_out_once_when_the_connection_is_back(page: Page, turns: Turns) -> None:
    say(page, "before")
    expect(bubbles(page)).to_have_count(2)
    page.context.set_offline(True)
    # Offline alone does not cut a socket that is open.
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_selector('#state[data-state="offline"]')
    say(page, "after")
    expect(page.locator(".customer .state").last).to_have_text("Sending…", use_inner_text=True)
    page.context.set_offline(False)
    expect(bubbles(page)).to_have_text(["before", "You said: before", "after", "You said: after"])
    assert len(turns) == 2


def test_a_reload_shows_the_same_conversation_and_the_draft(page: Page, turns: Turns) -> None:
    say(page, "one")
    expect(bubbles(page)).to_have_count(2)
    page.fill("#text", "half a sent")
    page.reload()
    expect(bubbles(page)).to_have_text(["one", "You said: one"])
    expect(page.locator("#text")).to_have_value("half a sent")
    say(page, "two")
    expect(bubbles(page)).to_have_count(4)
    assert len({conversation for conversation, _ in turns}) == 1


def test_a_second_tab_shows_what_the_first_one_says(page: Page) -> None:
    second = page.context.new_page()
    second.goto(page.url)
    second.wait_for_selector(ONLINE)
    say(page, "from the first")
    expect(bubbles(second)).to_have_text(["from the first", "You said: from the first"])
    say(second, "from the second")
    expect(bubbles(page)).to_have_count(4)


def test_a_new_conversation_forgets_the_old_one(page: Page, turns: Turns) -> None:
    say(page, "one")
    expect(bubbles(page)).to_have_count(2)
    page.get_by_role("button", name="New conversation").click()
    expect(bubbles(page)).to_have_count(0)
    page.wait_for_selector(ONLINE)
    say(page, "two")
    expect(bubbles(page)).to_have_text(["two", "You said: two"])
    assert len({conversation for conversation, _ in turns}) == 2


def test_a_secret_that_is_not_ours_is_replaced(page: Page) -> None:
    page.evaluate("localStorage.setItem('shopkeeper.conversation', 'anna')")
    page.reload()
    page.wait_for_selector(ONLINE)
    say(page, "hello")
    expect(bubbles(page)).to_have_count(2)


def test_the_page_follows_the_browsers_language_and_the_switch(chromium: Browser, address: str, turns: Turns) -> None:
    page = opened(chromium, address, locale="zh-CN")
    expect(page.locator("#name")).to_have_text("港湾数码")
    expect(page.locator("#state")).to_have_text("在线")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#name")).to_have_text("Harbour Lane")
    expect(page.locator(".choice").first).to_have_text("Where is my order?")
    page.reload()
    expect(page.locator("#name")).to_have_text("Harbour Lane")
    page.context.close()


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_the_edge_at_320_pixels(chromium: Browser, address: str, locale: str, scheme: Any) -> None:
    page = opened(chromium, address, locale=locale, color_scheme=scheme, viewport={"width": 320, "height": 568})
    say(page, "anaddresswithoutanyspace" * 10)
    say(page, "card")
    expect(bubbles(page)).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate("[...document.querySelectorAll('.bar *, .bubble')].every(e => e.getBoundingClientRect().right <= 320)")
    page.context.close()


def test_every_control_has_a_name_and_the_log_is_announced(page: Page) -> None:
    say(page, "buttons")
    expect(page.locator(".choice")).to_have_count(2)
    names = page.evaluate(
        "[...document.querySelectorAll('button')].map(b => b.getAttribute('aria-label') ?? b.textContent.trim())"
    )
    assert all(names)
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()
    expect(page.get_by_role("textbox", name="Write a message")).to_be_visible()


def test_the_documentation_lists_every_operation_without_a_network(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://{address}/docs")
    expect(page.locator("section h2")).to_have_count(8)
    expect(page.locator("pre").nth(1)).to_contain_text('"sender":"anna"')
    assert all(url.startswith((f"http://{address}/", "data:")) for url in asked)
    page.close()
