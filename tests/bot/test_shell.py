"""The terminal client against a really running server."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from bot import shell
from bot.app.server import listen
from bot.errors import Busy
from configs.errors import ConfigurationError

Turns = dict[tuple[str, str], Any]
Chat = Callable[..., str]


@pytest.fixture
def chat(address: str) -> Chat:
    """What the client shows for some lines."""

    def chatting(*lines: str) -> str:
        output = io.StringIO()
        assert shell.run(f"http://{address}", lines, Console(file=output, width=80)) == 0
        return output.getvalue()

    return chatting


def test_lines_are_answered_in_one_conversation(chat: Chat, turns: Turns) -> None:
    assert chat("hello\n", "\n", "第二句\n") == "You said: hello\nYou said: 第二句\n"
    assert len({conversation for conversation, _ in turns}) == 1


def test_a_number_clicks_a_button(chat: Chat) -> None:
    assert chat("buttons", "2").splitlines() == ["Which one?", "  [1] First", "  [2] 第二", "You said: /second"]


def test_a_number_without_a_button_is_a_message(chat: Chat) -> None:
    assert chat("buttons", "3").splitlines()[-1] == "You said: 3"
    assert chat("2") == "You said: 2\n"


def test_a_card_shows_its_link(chat: Chat) -> None:
    assert "  • Lark Buds 2  $49.90  https://shop.example/lark" in chat("card").splitlines()


def test_markup_in_a_reply_is_only_text(chat: Chat) -> None:
    assert chat("[bold]x[/bold]") == "You said: [bold]x[/bold]\n"


def test_a_refusal_is_shown_in_the_users_language(chat: Chat, failures: list[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    failures.append(Busy())
    assert chat("hello", "again") == "当前咨询人数较多，请稍后重试。\nYou said: again\n"


def test_without_a_server_the_user_is_told_how_to_start_one() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConfigurationError, match=r"no assistant answers at .*python -m bot serve"):
        shell.run(f"http://127.0.0.1:{port}", [])


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://x", "", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="it should look like"):
        shell.run(url, [])


def test_addresses_become_those_of_the_socket() -> None:
    assert shell.socket_address("http://[::1]:8000/") == "ws://[::1]:8000/ws"
    assert shell.socket_address("https://shop.example") == "wss://shop.example/ws"
