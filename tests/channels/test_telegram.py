"""Telegram in and out."""

import json
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from bot.messages import Card, QuickReply, Reply
from configs.errors import ConfigurationError
from tests.channels.fakes import Asked, Fake
from tests.channels.shop import Shop, open_shop, until

pytestmark = pytest.mark.anyio
ANN = {"id": 5, "is_bot": False, "language_code": "en"}
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": "telegram-secret", "Content-Type": "application/json"}


def update(number: int, **message: Any) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": 5}, "from": ANN, "date": 1, **message}}


async def told(shop: Shop, event: Any, headers: dict[str, str] = HEADERS) -> tuple[int, Any]:
    answer = await shop.post(json.dumps(event).encode(), headers)
    return answer.status_code, answer.json()


def texts(took: list[Asked]) -> list[str]:
    return [asked.body["text"] for asked in took]


async def test_a_message_is_answered_and_the_button_below_it_works(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        assert await told(shop, update(1, text="colours")) == (200, {})
        await until(lambda: platform.took)
        sent = platform.took[0]
        assert sent.path == "/bot77:token/sendMessage"
        assert (sent.body["chat_id"], sent.body["text"]) == ("5", "You said: colours")
        (red,), (blue,) = sent.body["reply_markup"]["inline_keyboard"]
        assert red == {"text": "Red 红", "callback_data": "choose:red"}
        click = {
            "id": "q1",
            "from": ANN,
            "data": blue["callback_data"],
            "message": {"chat": {"id": 5}, "reply_markup": sent.body["reply_markup"]},
        }
        assert await told(shop, {"update_id": 2, "callback_query": click}) == (
            200,
            {"method": "answerCallbackQuery", "callback_query_id": "q1"},
        )
        await until(lambda: len(platform.took) == 2)
        assert texts(platform.took)[1] == f"You said: choose:{'b' * 200}"
        assert await shop.turns() == ["colours", "Blue 蓝"]


@pytest.mark.parametrize(
    "headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "telegram-secre"}, {"X-Telegram-Bot-Api-Secret-Token": ""}]
)
async def test_what_lacks_the_secret_is_refused(database_url: str, platform: Fake, headers: dict[str, str]) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        assert (await told(shop, update(1, text="hello"), headers))[0] == 401
        assert await shop.stores.inbox.unfinished() == []


async def test_without_a_secret_there_is_no_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_SECRET")
    with pytest.raises(ConfigurationError, match="TELEGRAM_SECRET"):
        Telegram()


@pytest.mark.parametrize(
    "event",
    [
        {"update_id": 1, "edited_message": {"chat": {"id": 5}, "text": "hello"}},
        {"update_id": 1, "poll": {"id": "1"}},
        {"update_id": 1, "message": {"chat": {"id": 5}, "from": ANN | {"is_bot": True}, "text": "echo"}},
        {"update_id": "one", "message": []},
        [],
        None,
    ],
)
async def test_other_events_are_taken_and_left(database_url: str, platform: Fake, event: Any) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        assert (await told(shop, event))[0] == 200
        assert await shop.stores.inbox.unfinished() == []


@pytest.mark.parametrize(("language", "begins"), [("en", "That came through"), ("zh-hans", "已收到")])
async def test_a_picture_is_answered_politely_and_once(database_url: str, platform: Fake, language: str, begins: str) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        event = update(1, photo=[{"file_id": "x"}]) | {}
        event["message"]["from"] = ANN | {"language_code": language}
        for _ in range(2):
            assert (await told(shop, event))[0] == 200
        await told(shop, update(2, text="then"))
        await until(lambda: len(platform.took) == 2)
        assert texts(platform.took)[0].startswith(begins)
        assert await shop.turns() == ["[photo]", "then"]


async def test_start_is_a_greeting_and_a_caption_a_text(database_url: str, platform: Fake) -> None:
    async with open_shop(database_url, Telegram(api=platform.url)) as shop:
        await told(shop, update(1, text="/start"))
        await told(shop, update(2, photo=[{"file_id": "x"}], caption="is this\u0000 broken?"))
        await until(lambda: len(platform.took) == 2)
        assert await shop.turns() == ["Hello", "is this broken?"]


def test_pictures_cards_and_long_texts_are_shown() -> None:
    reply = Reply("x " * 3000, (QuickReply("Yes", "yes"),), (Card("Lark", "$49", "https://shop.example/lark.jpg"),))
    calls = Telegram().shown("5", reply)
    assert [call.url.rpartition("/")[2] for call in calls] == ["sendMessage", "sendMessage", "sendPhoto"]
    assert all(len(call.body.get("text", "")) <= 4096 for call in calls)
    assert [bool(call.body.get("reply_markup")) for call in calls] == [False, True, False]
    assert calls[2].body["caption"] == "Lark\n$49"
