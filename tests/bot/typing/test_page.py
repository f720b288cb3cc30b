"""Suggestions on the start page, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

expect.set_options(timeout=20_000)

ONLINE = '#state[data-state="online"]'
Turns = dict[tuple[str, str], Any]


@pytest.fixture
def errors() -> list[str]:
    """What the console complained of."""
    return []


@pytest.fixture(params=["en-GB", "zh-CN"])
def page(request: pytest.FixtureRequest, chromium: Browser, address: str, errors: list[str]) -> Iterator[Page]:
    """The page in one of its languages, on a telephone for the second; any error in its console fails the test."""
    size = {"width": 390, "height": 664} if request.param == "zh-CN" else {"width": 1000, "height": 800}
    page = chromium.new_context(locale=request.param, viewport=size).new_page()  # type: ignore[arg-type]
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"http://{address}/?page=cart&cart=filled")
    page.wait_for_selector(ONLINE)
    yield page
    page.context.close()
    assert errors == []


def typed(page: Page) -> None:
    """Type the beginning of a question about refunds, and see suggestions."""
    chinese = page.evaluate("navigator.language") == "zh-CN"
    page.locator("#text").press_sequentially("tuik" if chinese else "refu")
    expect(page.locator("#completions")).to_be_visible()
    expect(page.locator("#completions li").first).to_contain_text("退款" if chinese else "refu")


def messages(turns: Turns) -> list[Any]:
    return [message for message, _ in turns.values()]


def test_arrows_and_enter_choose_a_question_and_send_it_with_its_article(page: Page, turns: Turns) -> None:
    typed(page)
    field, options = page.locator("#text"), page.locator("#completions li")
    expect(field).to_have_attribute("role", "combobox")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "completion-1")
    title = options.nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#log .customer .bubble")).to_have_text([title])
    expect(page.locator("#log .assistant .bubble")).to_have_count(1)
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    (message,) = messages(turns)
    assert message.payload.startswith("article:")
    assert message.context == ("page:cart", "cart:filled")


def test_enter_without_a_choice_sends_what_was_typed(page: Page, turns: Turns) -> None:
    typed(page)
    text = page.locator("#text").input_value()
    page.keyboard.press("Enter")
    expect(page.locator("#log .customer .bubble")).to_have_text([text])
    expect(page.locator("#completions")).to_be_hidden()
    expect(page.locator("#log .assistant .bubble")).to_have_count(1)
    assert messages(turns)[0].payload == ""


def test_escape_closes_the_list_and_the_next_key_opens_it_again(page: Page) -> None:
    typed(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#completions li").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#completions")).to_be_hidden()
    assert page.locator("#text").get_attribute("role") is None
    assert page.locator("#text").get_attribute("aria-activedescendant") is None
    page.keyboard.press("Backspace")
    expect(page.locator("#completions")).to_be_visible()


def test_a_question_can_be_tapped_and_the_field_keeps_the_focus(page: Page) -> None:
    typed(page)
    title = page.locator("#completions li").first.inner_text()
    page.locator("#completions li").first.click()
    expect(page.locator("#log .customer .bubble")).to_have_text([title])
    expect(page.locator("#text")).to_be_focused()


def test_keys_of_an_input_method_are_not_taken(page: Page, turns: Turns) -> None:
    typed(page)
    page.evaluate(
        "for (const key of ['ArrowDown', 'Enter'])"
        " document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown', {key, isComposing: true, bubbles: true}))"
    )
    assert page.locator("#text").get_attribute("aria-activedescendant") is None
    expect(page.locator("#completions")).to_be_visible()
    assert turns == {}


def test_an_older_answer_never_replaces_a_newer_one(page: Page) -> None:
    page.route("**/complete?*text=re&*", lambda route: None)
    page.locator("#text").fill("re")
    page.wait_for_timeout(200)
    page.locator("#text").fill("")
    typed(page)


def test_several_lines_and_a_field_that_is_left_close_the_list(page: Page) -> None:
    typed(page)
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#completions")).to_be_hidden()
    page.keyboard.press("Backspace")
    expect(page.locator("#completions")).to_be_visible()
    page.locator("#log").focus()
    expect(page.locator("#completions")).to_be_hidden()


def test_nothing_runs_over_the_edge(page: Page) -> None:
    typed(page)
    width = page.evaluate("innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box, field = page.locator("#completions").bounding_box(), page.locator("#text").bounding_box()
    assert box is not None
    assert field is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= field["y"]


def test_an_empty_chat_begins_with_what_is_likely_on_this_page(page: Page, turns: Turns) -> None:
    chinese = page.evaluate("navigator.language") == "zh-CN"
    chips = page.locator(".greeting .choice")
    expect(chips).to_have_count(5)
    expect(chips.last).to_have_text("转人工客服" if chinese else "Talk to a person")
    expect(page.locator(".greeting")).to_contain_text("优惠券怎么用？" if chinese else "How do I use a coupon code?")
    page.get_by_role("button", name="优惠券怎么用？" if chinese else "How do I use a coupon code?").click()
    expect(page.locator("#log .assistant .bubble")).to_have_count(1)
    expect(page.locator(".greeting .choice")).to_have_count(0)
    assert messages(turns)[0].payload == "article:use-coupon"


def test_chips_follow_the_language(page: Page) -> None:
    chinese = page.evaluate("navigator.language") == "zh-CN"
    page.get_by_role("button", name="English" if chinese else "中文").click()
    expect(page.locator(".greeting .choice").last).to_have_text("Talk to a person" if chinese else "转人工客服")
    expect(page.locator(".greeting")).to_contain_text("How do I use a coupon code?" if chinese else "优惠券怎么用？")
