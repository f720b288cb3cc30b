"""Slack in and out."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.channels.slack import Slack, signature
from bot.messages import QuickReply, Reply
from tests.channels.fakes import Fake, Fault
from tests.channels.shop import Shop, open_shop, until

pytestmark = pytest.mark.anyio

EXAMPLE = {
    "token": "xyzz0WbapA4vBCDEFasx0q6G",
    "team_id": "T1DC2JH3J",
    "team_domain": "testteamnow",
    "channel_id": "G8PSS9T3V",
    "channel_name": "foobar",
    "user_id": "U2CERLKJA",
    "user_name": "roadrunner",
    "command": "/webhook-collect",
    "text": "",
    "response_url": "https://hooks.slack.com/commands/T1DC2JH3J/397700885554/96rGlfmibIGlgcZRskXaIFfN",
    "trigger_id": "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
}
"""The request that https://docs.slack.dev/authentication/verifying-requests-from-slack signs."""

KNOWN = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def headers(body: bytes, at: float) -> dict[str, str]:
    stamp = str(int(at))
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": signature("SLACK_SECRET", stamp, body)}


async def told(shop: Shop, content: Any, *, form: bool = False, at: float = 0.0) -> tuple[int, Any]:
    body = urlencode({"payload": json.dumps(content)}).encode() if form else json.dumps(content).encode()
    answer = await shop.post(body, headers(body, at or time.time()))
    return answer.status_code, answer.json()


def event(name: str, text: str, **more: Any) -> dict[str, Any]:
    said = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "text": text, "ts": name}
    return {"type": "event_callback", "event_id": f"Ev{name}", "event": said | more}


def test_the_example_of_slacks_documentation_holds() -> None:
    body = urlencode(EXAMPLE).encode()
    assert signature("SLACK_SECRET", "1531420618", body) == KNOWN
    assert signature("SLACK_SECRET", "1531420618", body + b"-") != KNOWN


def test_a_request_is_genuine_for_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    body, at = b'{"type":"event_callback"}', 1_531_420_618
    given = headers(body, at)
    for later, genuine in ((0, True), (300, True), (301, False), (-301, False)):
        monkeypatch.setattr(time, "time", lambda later=later: at + later)
        assert Slack().genuine(given, body) is genuine, later


@pytest.mark.parametrize(
    "broken",
    [{}, {"x-slack-request-timestamp": "now"}, {"x-slack-request-timestamp": "٣"}, {"x-slack-signature": "v0=00"}],
)
def test_anything_else_is_not(broken: dict[str, str]) -> None:
    body = b"{}"
    assert not Slack().genuine({**headers(body, time.time()), **broken} if broken else {}, body)
    assert not Slack().genuine(headers(body, time.time()), b"{ }")


async def test_the_address_is_claimed_only_by_a_signed_challenge(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Slack(api=platform.url)) as shop:
        challenge = {"type": "url_verification", "challenge": "3eZb"}
        assert await told(shop, challenge) == (200, {"challenge": "3eZb"})
        assert (await told(shop, challenge, at=1))[0] == 401


async def test_what_is_said_to_us_is_answered_once_where_it_was_said(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Slack(api=platform.url)) as shop:
        named = event("2.0", "<@UBOT> fish &amp; chips", type="app_mention", channel="C1", channel_type="")
        others = [
            event("3.0", "talk", channel="C1", channel_type="channel"),
            event("4.0", "ours", bot_id="B1"),
            event("5.0", "edited", subtype="message_changed"),
            {"type": "event_callback", "event": None},
            {"type": "app_rate_limited"},
            [],
        ]
        for content in (event("1.0", "hello"), named, *others, event("1.0", "hello"), named):
            assert (await told(shop, content))[0] == 200
        await until(lambda: len(platform.took) == 2)
        await shop.settled()
        assert sorted(await shop.turns()) == ["fish & chips", "hello"]
        where = {(asked.body["channel"], asked.body.get("thread_ts"), asked.body["text"]) for asked in platform.took}
        assert where == {("D1", None, "You said: hello"), ("C1", "2.0", "You said: fish &amp; chips")}


async def test_buttons_and_files(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Slack(api=platform.url)) as shop:
        await told(shop, event("1.0", "colours"))
        await until(lambda: platform.took)
        red, _ = platform.took[0].body["blocks"][1]["elements"]
        click = {"type": "block_actions", "user": {"id": "U1"}, "channel": {"id": "D1"}, "message": {"ts": "1.1"}}
        assert await told(shop, click | {"actions": [red | {"action_ts": "2.0"}]}, form=True) == (200, {})
        await told(shop, event("3.0", "", subtype="file_share"))
        await until(lambda: len(platform.took) == 3)
        assert await shop.turns() == ["colours", "Red 红", "[file]"]
        assert platform.took[1].body["text"] == "You said: choose:red"


async def test_errors_that_come_with_a_200_are_errors(database_url: str, platform: Fake) -> None:
    platform.faults += [Fault(200, {"ok": False, "error": "ratelimited"}), Fault(200, {"ok": False, "error": "is_archived"})]
    async with open_shop(database_url, Slack(api=platform.url)) as shop:
        await told(shop, event("1.0", "hello"))
        await until(lambda: len(platform.asked) == 2)
        await told(shop, event("2.0", "again"))
        await until(lambda: platform.took)
        letter, *_ = await shop.stores.outbox.unfinished()
        assert (letter.state, letter.error) == ("dead", "slack answers is_archived")


def test_a_picture_and_buttons_stand_below_the_text() -> None:
    (call,) = Slack().shown("C1/2.0", Reply("Look", (QuickReply("Yes", "yes"),), image="https://x/y.jpg"))
    assert [block["type"] for block in call.body["blocks"]] == ["section", "image", "actions"]
    assert call.body["thread_ts"] == "2.0"
