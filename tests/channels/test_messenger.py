"""Facebook Messenger in and out."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest

from analytics.events import AgentReplied
from bot.channels.messenger import Messenger
from bot.messages import QuickReply, Reply
from tests.channels.fakes import Fake, Fault
from tests.channels.shop import Shop, open_shop, until

pytestmark = pytest.mark.anyio
KNOWN = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def signed(content: Any) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(content).encode()
    digest = hmac.new(b"It's a Secret to Everybody", body, hashlib.sha256).hexdigest()
    return body, {"X-Hub-Signature-256": f"sha256={digest}"}


async def told(shop: Shop, *entries: list[dict[str, Any]]) -> int:
    body, headers = signed({"object": "page", "entry": [{"id": "page", "messaging": events} for events in entries]})
    return (await shop.post(body, headers)).status_code


def event(name: str, **message: Any) -> dict[str, Any]:
    return {"sender": {"id": "ann"}, "recipient": {"id": "page"}, "timestamp": 1, "message": {"mid": name, **message}}


def test_the_known_signature_holds_and_no_other() -> None:
    channel = Messenger()
    assert channel.genuine({"x-hub-signature-256": KNOWN}, b"Hello, World!")
    for headers in ({}, {"x-hub-signature-256": ""}, {"x-hub-signature-256": KNOWN[:-1] + "8"}, {"x-hub-signature": KNOWN}):
        assert not channel.genuine(headers, b"Hello, World!")
    assert not channel.genuine({"x-hub-signature-256": KNOWN}, b"Hello, World?")


async def test_the_webhook_is_claimed_with_our_word_only(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Messenger(api=platform.url)) as shop:
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158", "hub.verify_token": "open sesame"}
        answer = await shop.client.get("/webhooks/messenger/webhook", params=asked)
        assert (answer.status_code, answer.text) == (200, "1158")
        for wrong in (asked | {"hub.verify_token": "open"}, asked | {"hub.mode": "x"}, {}):
            assert (await shop.client.get("/webhooks/messenger/webhook", params=wrong)).status_code == 401


async def test_every_event_of_a_batch_is_answered_once(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Messenger(api=platform.url)) as shop:
        batch = [[event(f"m{entry}.{number}", text=f"{entry}.{number}") for number in range(2)] for entry in range(3)]
        echo, receipt = event("e", text="echo", is_echo=True), {"sender": {"id": "ann"}, "read": {"watermark": 1}}
        assert [await told(shop, *batch, [echo, receipt, {"odd": 1}, 7]) for _ in range(3)] == [200] * 3  # type: ignore[list-item]
        await until(lambda: len(platform.took) == 6)
        await shop.settled()
        assert await shop.turns() == ["0.0", "0.1", "1.0", "1.1", "2.0", "2.1"]
        assert [asked.body["message"]["text"] for asked in platform.took] == [f"You said: {text}" for text in await shop.turns()]
        assert {asked.headers["authorization"] for asked in platform.took} == {"Bearer page-token"}


async def test_quick_replies_postbacks_and_pictures(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Messenger(api=platform.url)) as shop:
        await told(shop, [event("1", text="colours")])
        await until(lambda: platform.took)
        red, _ = platform.took[0].body["message"]["quick_replies"]
        assert red == {"content_type": "text", "title": "Red 红", "payload": "choose:red"}
        await told(shop, [event("2", text="Red 红", quick_reply={"payload": "choose:red"})])
        await told(shop, [{"sender": {"id": "ann"}, "timestamp": 5, "postback": {"title": "Start", "payload": "start"}}])
        await told(shop, [event("3", attachments=[{"type": "image", "payload": {"url": "https://x"}}])])
        await until(lambda: len(platform.took) == 4)
        texts = [asked.body["message"]["text"] for asked in platform.took]
        assert texts[1:3] == ["You said: choose:red", "You said: Start"]
        assert texts[3].startswith("That came through")


async def test_a_rate_told_by_its_code_is_waited_for(database_url: str, platform: Fake) -> None:
    platform.faults.append(Fault(400, {"error": {"code": 613, "message": "rate"}}))
    async with open_shop(database_url, Messenger(api=platform.url)) as shop:
        await told(shop, [event("1", text="hello")])
        await until(lambda: platform.took)
        assert len(platform.asked) == 2


async def test_outside_the_window_nothing_is_sent_and_the_outbox_says_why(
    database_url: str, platform: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_shop(database_url, Messenger(api=platform.url)) as shop:
        await told(shop, [event("1", text="hello")])
        await until(lambda: platform.took)
        await shop.settled()
        monkeypatch.setattr(Messenger, "window", timedelta(0))
        position = (await shop.stores.log.read("messenger:ann"))[-1].position
        await shop.stores.log.append("messenger:ann", position, [AgentReplied(agent="anna", text="sorry, I was away")])
        assert (await shop.buried()).error == "the customer wrote last more than 0 hours ago"
        assert len(platform.asked) == 1


def test_titles_are_cut_and_pictures_come_first() -> None:
    reply = Reply("Look", (QuickReply("A title of more than twenty characters", "x" * 1001),), image="https://x/y.jpg")
    picture, text = (call.body["message"] for call in Messenger().shown("ann", reply))
    assert picture["attachment"]["payload"]["url"] == "https://x/y.jpg"
    assert text["quick_replies"][0]["title"] == "A title of more tha…"
    assert len(text["quick_replies"][0]["payload"]) <= 1000
