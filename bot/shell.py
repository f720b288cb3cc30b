"""The terminal client: a line goes out over the server's WebSocket, the replies are shown, a number clicks a button."""

import json
import os
import sys
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.text import Text
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.sync.client import ClientConnection, connect

from configs.errors import ConfigurationError

ANSWER_SECONDS = 60.0
_WORDS = {
    "en": {
        "hint": "Write a message; a number clicks a button; Ctrl-D leaves.",
        "gone": "The server closed the connection.",
        "late": "No answer.",
    },
    "zh": {"hint": "输入消息；输入数字即点击按钮；按 Ctrl-D 退出。", "gone": "服务器已断开连接。", "late": "没有收到回复。"},
}


def _language() -> str:
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if locale.startswith("zh") else "en"


def socket_address(url: str) -> str:
    """The WebSocket of the server at `url`; raises ConfigurationError for what is no http address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ConfigurationError(f"{url!r} is no address of a server; it should look like http://127.0.0.1:8000")
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}/ws"


class _Conversation:
    """One conversation over an open socket."""

    def __init__(self, socket: ClientConnection, console: Console) -> None:
        self._socket = socket
        self._console = console
        self._language = _language()
        self._choices: list[dict[str, str]] = []
        self._send(type="hello", version=1, language=self._language)

    def _send(self, **frame: object) -> None:
        self._socket.send(json.dumps(frame, ensure_ascii=False))

    def word(self, name: str) -> str:
        """One of the client's own sentences."""
        return _WORDS[self._language][name]

    def say(self, line: str) -> None:
        """Send `line`, or the button whose number it is, and show what comes back."""
        number = int(line) if line.isascii() and line.isdigit() else 0
        chosen = self._choices[number - 1] if 0 < number <= len(self._choices) else {"title": line, "payload": ""}
        identity = str(uuid.uuid4())
        self._send(type="message", id=identity, text=chosen["title"], payload=chosen["payload"])
        with self._busy():
            frame = self._answer(identity)
        if frame["type"] == "error":
            self._console.print(Text(frame["message"][self._language], "red"))
        else:
            self._show(frame["replies"])

    def _busy(self) -> AbstractContextManager[object]:
        return self._console.status("…") if self._console.is_terminal else nullcontext()

    def _answer(self, identity: str) -> dict[str, Any]:
        while True:
            frame: dict[str, Any] = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            if frame["type"] == "error" or (frame.get("reply_to") == identity and frame["type"] == "reply"):
                return frame

    def _show(self, replies: list[dict[str, Any]]) -> None:
        self._choices = []
        for reply in replies:
            self._console.print(Text(reply["text"], "green"), soft_wrap=not self._console.is_terminal)
            if reply["image"]:
                self._console.print(Text(reply["image"], "blue"), soft_wrap=True)
            for card in reply["cards"]:
                details = "  ".join(part for part in (card["text"], card["link"]) if part)
                self._console.print(Text.assemble("  • ", (card["title"], "bold"), "  ", details), soft_wrap=True)
            for choice in reply["quick_replies"]:
                self._choices.append(choice)
                self._console.print(
                    Text.assemble(("  [", "dim"), (str(len(self._choices)), "cyan"), ("] ", "dim"), choice["title"])
                )


def _typed(console: Console) -> Iterator[str]:
    while True:
        try:
            yield console.input(Text("> ", "bold"))
        except EOFError:
            return


def run(url: str, lines: Iterable[str] | None = None, console: Console | None = None) -> int:
    """Chat with the server at `url`, such as "http://127.0.0.1:8000", until the `lines` (those of stdin) end.

    Returns the exit code: 1 when the server went away. Raises ConfigurationError when there is no server.
    """
    console = console or Console(highlight=False)
    address = socket_address(url)
    try:
        socket = connect(address, compression=None, open_timeout=5)
    except (OSError, InvalidHandshake, InvalidURI, TimeoutError):
        raise ConfigurationError(f"no assistant answers at {url}; start one with: python -m bot serve") from None
    with socket:
        return _chat(_Conversation(socket, console), lines, console)


def _chat(conversation: _Conversation, lines: Iterable[str] | None, console: Console) -> int:
    interactive = lines is None and sys.stdin.isatty()
    if interactive:
        console.print(Text(conversation.word("hint"), "dim"))
    try:
        for line in _typed(console) if interactive else lines or sys.stdin:
            if line.strip():
                conversation.say(line.strip())
    except KeyboardInterrupt:
        return 130
    except ConnectionClosed:
        Console(stderr=True).print(Text(conversation.word("gone"), "red"))
        return 1
    except TimeoutError:
        Console(stderr=True).print(Text(conversation.word("late"), "red"))
        return 1
    return 0
