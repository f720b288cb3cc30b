"""WhatsApp in and out."""

from typing import Any

import pytest

from bot.channels.whatsapp import WhatsApp
from bot.messages import QuickReply, Reply
from tests.channels.fakes import Fake
from tests.channels.shop import Shop, open_shop, until
from tests.channels.test_messenger import KNOWN, signed

pytestmark = pytest.mark.anyio


def change(*messages: Any, phone: str = "42", **more: Any) -> dict[str, Any]:
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": phone}, "messages": list(messages), **more}
    return {"field": "messages", "value": value}


def said(name: str, kind: str = "text", **content: Any) -> dict[str, Any]:
    return {"id": f"wamid.{name}", "from": "4477009", "timestamp": "1", "type": kind, **content}


async def told(shop: Shop, *entries: list[dict[str, Any]]) -> int:
    body, headers = signed({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": one} for one in entries]})
    return (await shop.post(body, headers)).status_code


def test_the_known_signature_holds() -> None:
    assert WhatsApp("42").genuine({"x-hub-signature-256": KNOWN}, b"Hello, World!")
    assert not WhatsApp("42").genuine({}, b"Hello, World!")


async def test_every_message_of_a_batch_is_answered_once(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, WhatsApp("42", api=platform.url)) as shop:
        entries = [
            [change(*(said(f"{e}{c}{m}", text={"body": f"{e}{c}{m}"}) for m in range(2))) for c in range(2)] for e in range(3)
        ]
        others = [change(said("x", text={"body": "not ours"}), phone="43"), change(statuses=[{"id": "s", "status": "read"}])]
        assert [await told(shop, *entries, others) for _ in range(2)] == [200, 200]
        await until(lambda: len(platform.took) == 12)
        await shop.settled()
        assert len(await shop.turns()) == await shop.replies() == 12
        assert {asked.path for asked in platform.took} == {"/42/messages"}
        assert platform.took[0].body["to"] == "4477009"


async def test_choices_captions_pictures_and_people_without_a_number(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, WhatsApp("42", api=platform.url)) as shop:
        await told(shop, [change(said("1", text={"body": "colours"}))])
        await until(lambda: platform.took)
        red, _ = platform.took[0].body["interactive"]["action"]["buttons"]
        assert red == {"type": "reply", "reply": {"id": "choose:red", "title": "Red 红"}}
        chosen = {"type": "button_reply", "button_reply": red["reply"]}
        await told(shop, [change(said("2", "interactive", interactive=chosen))])
        await told(shop, [change(said("3", "image", image={"id": "m", "caption": "broken"}))])
        await told(shop, [change(said("4", "audio", audio={"id": "m"}))])
        await told(shop, [change({"id": "wamid.5", "from_user_id": "GB.1", "type": "text", "text": {"body": "hi"}})])
        await until(lambda: len(platform.took) == 5)
        assert sorted(await shop.turns()) == ["Red 红", "[audio]", "broken", "colours", "hi"]
        assert {asked.body["to"] for asked in platform.took} == {"4477009", "GB.1"}


def test_few_buttons_are_buttons_more_are_a_list_and_still_more_numbers() -> None:
    def body(count: int) -> dict[str, Any]:
        buttons = tuple(QuickReply(f"Title {number}", str(number)) for number in range(count))
        return dict(WhatsApp("42").shown("1", Reply("Which?", buttons))[-1].body)

    assert len(body(3)["interactive"]["action"]["buttons"]) == 3
    assert len(body(10)["interactive"]["action"]["sections"][0]["rows"]) == 10
    assert body(11)["text"]["body"].endswith("11. Title 10")


def test_above_buttons_there_are_no_more_characters_than_allowed() -> None:
    calls = WhatsApp("42").shown("1", Reply("word " * 500, (QuickReply("Yes", "yes"),), image="https://x/y.jpg"))
    assert [call.body["type"] for call in calls] == ["image", "text", "text", "interactive"]
    assert len(calls[-1].body["interactive"]["body"]["text"]) <= 1024
