"""LINE in and out."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from bot.channels.line import Line
from bot.messages import QuickReply, Reply
from tests.channels.fakes import RESET, Asked, Fake, Fault, fake
from tests.channels.shop import Shop, open_shop, until

pytestmark = pytest.mark.anyio


def signed(content: Any) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(content).encode()
    return body, {"X-Line-Signature": base64.b64encode(hmac.new(b"line-secret", body, hashlib.sha256).digest()).decode()}


def event(name: str, kind: str = "message", **content: Any) -> dict[str, Any]:
    source = {"type": "user", "userId": "U1"}
    return {"type": kind, "webhookEventId": name, "mode": "active", "source": source, "replyToken": "r", **content}


def text(name: str, said: str, **more: Any) -> dict[str, Any]:
    return event(name, message={"type": "text", "id": "1", "text": said}, **more)


async def told(shop: Shop, *events: Any) -> int:
    body, headers = signed({"destination": "U0", "events": list(events)})
    return (await shop.post(body, headers)).status_code


def test_only_a_signed_body_is_genuine() -> None:
    body, headers = signed({"events": []})
    channel = Line()
    given = headers["X-Line-Signature"]
    assert channel.genuine({"x-line-signature": given}, body)
    assert not channel.genuine({"x-line-signature": given}, body + b" ")
    assert not channel.genuine({"x-line-signature": given.lower()}, body)
    assert not channel.genuine({}, body)


async def test_a_batch_is_answered_once_and_the_console_may_test(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Line(api=platform.url)) as shop:
        assert await told(shop) == 200
        group = text("g", "not to us") | {"source": {"type": "group", "groupId": "G", "userId": "U1"}}
        batch = [text(f"e{number}", f"m{number}") for number in range(4)]
        others = [text("s", "standby", mode="standby"), group, event("f", "follow"), {"type": 1}]
        assert [await told(shop, *batch, *others) for _ in range(2)] == [200, 200]
        await until(lambda: len(platform.took) == 4)
        await shop.settled()
        assert await shop.turns() == ["m0", "m1", "m2", "m3"]
        assert [asked.body["messages"][0]["text"] for asked in platform.took] == [f"You said: m{number}" for number in range(4)]
        assert platform.took[0].body["to"] == "U1"


async def test_postbacks_and_stickers(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Line(api=platform.url)) as shop:
        await told(shop, text("1", "colours"))
        await until(lambda: platform.took)
        red, _ = (item["action"] for item in platform.took[0].body["messages"][0]["quickReply"]["items"])
        assert (red["label"], red["data"]) == ("Red 红", "choose:red")
        await told(shop, event("2", "postback", postback={"data": "choose:red"}))
        await told(shop, event("3", message={"type": "sticker", "id": "1"}))
        await until(lambda: len(platform.took) == 3)
        assert await shop.turns() == ["colours", "Red 红", "[sticker]"]


async def test_a_try_whose_answer_was_lost_is_not_shown_twice(database_url: str) -> None:
    known: set[str] = set()

    def once(asked: Asked) -> tuple[int, Any]:
        key = asked.headers["x-line-retry-key"]
        if key in known:
            return 409, {"message": "The retry key is already accepted"}
        known.add(key)
        return 200, {}

    with fake(once) as platform:
        platform.faults.append(Fault(RESET, after=True))
        async with open_shop(database_url, Line(api=platform.url)) as shop:
            await told(shop, text("1", "hello"))
            await until(lambda: len(platform.asked) == 2)
            await shop.settled()
            assert len(platform.took) == 1


def test_pictures_come_first_and_labels_are_cut() -> None:
    calls = Line().shown("U1", Reply("Look", (QuickReply("A title of more than twenty", "x"),), image="https://x/y.jpg"))
    picture, words = (call.body["messages"][0] for call in calls)
    assert picture["originalContentUrl"] == "https://x/y.jpg"
    assert words["quickReply"]["items"][0]["action"]["label"] == "A title of more tha…"
