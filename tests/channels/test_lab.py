"""The lab: a chat through a platform of our own, against the whole service side."""

from pathlib import Path

import pytest

from analytics.stores.opening import open_stores
from bot import replies
from bot.app import create_app
from bot.channels.telegram import Telegram as Channel
from bot.delivery.post import Post
from bot.dialogue import Dialogue, Parts
from bot.lab.commands import serving, talk
from bot.lab.platform import platform
from bot.lab.telegram import Telegram
from tests.bot.handover.serving import NoActions, Table
from tests.channels.shop import Echo, service_of


def test_a_line_and_a_button_go_through_webhook_inbox_and_outbox(tmp_path: Path) -> None:
    chat = Telegram("77:token", "telegram-secret")
    with platform(chat.show) as messenger:
        stores = open_stores(f"sqlite:///{tmp_path}/lab.db")
        channel = Channel(api=messenger.url)
        dialogue = Dialogue(Parts(stores.log, stores.profiles, Table, [Echo()], NoActions(), replies.load()))
        with serving(create_app(service_of(stores, channel, Post(stores, [channel], dialogue.respond, replies.load())))) as url:
            said = list(talk(chat, messenger, url, ["colours", "2", "你好"]))
    assert said == ["You said: colours", "  [1] Red 红", "  [2] Blue 蓝", f"You said: choose:{'b' * 200}", "You said: 你好"]


@pytest.mark.parametrize(("path", "data"), [("/botother/sendMessage", "x"), ("/bot77:token/sendMessage", "x" * 65)])
def test_what_telegram_would_refuse_the_lab_refuses(path: str, data: str) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": data}]]}
    with pytest.raises(ValueError, match=r"callback_data|no call of this bot"):
        Telegram("77:token", "s").show(path, {"text": "hello", "reply_markup": keyboard})
