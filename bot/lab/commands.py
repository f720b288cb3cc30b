"""`python -m bot lab telegram`: a chat with the shop through a messenger that stands in for the real one."""

import argparse
import logging
import os
import queue
import secrets
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import httpx
from fastapi import FastAPI

from bot import bootstrap, preparation
from bot.app import create_app, logs
from bot.app.server import listen, server
from bot.lab.platform import Platform, platform
from bot.lab.telegram import HOOK, Telegram
from configs.settings import Settings

Add = Callable[..., argparse.ArgumentParser]
DATABASE = "sqlite:///{data}/lab.db"
PATIENCE = 12.0
"""Seconds that a line waits for what it is answered; a person may be asked, who says nothing here."""

QUIET = 0.3
"""Seconds without another message after which the answer is complete."""

EXAMPLES = """examples:
  python -m bot lab telegram                        write as a customer would; a number presses a button; Ctrl-D leaves
  echo 我的订单到哪了 | python -m bot lab telegram --language zh

Everything is as it is in earnest, the webhook with its secret, the inbox and the outbox; only Telegram is not the real one.
What is said is kept in DATA/lab.db.
"""


def add_commands(add: Add, stored: argparse.ArgumentParser) -> None:
    """`lab`, made with `add`; what is `stored` is named by options that it shares."""
    told = "chat through a messenger without credentials"
    plain = argparse.RawDescriptionHelpFormatter
    lab = add("lab", parents=[stored], help=told, description=told, epilog=EXAMPLES, formatter_class=plain)
    lab.add_argument("platform", choices=["telegram"], help="which messenger")
    lab.add_argument("--language", choices=["en", "zh"], default="en", help="what the customer's messenger speaks (%(default)s)")
    lab.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prepare what is missing, then chat until the lines of stdin end."""
    preparation.prepare(settings, arguments.data, overlaid=True)
    logs.configure(logging.WARNING)
    chat = Telegram(f"1:{secrets.token_hex(8)}", secrets.token_hex(16), arguments.language)
    os.environ.update(chat.environment())
    with platform(chat.show) as messenger:
        channels = [chat.channel(messenger.url)]
        ours = settings.model_copy(update={"database": DATABASE, "bot": settings.bot.model_copy(update={"channels": channels})})
        with serving(create_app(bootstrap.assemble(ours, arguments.data))) as url:
            for line in talk(chat, messenger, url, (line.strip() for line in sys.stdin if line.strip())):
                print(line, flush=True)
    return 0


def talk(chat: Telegram, messenger: Platform, url: str, lines: Iterable[str]) -> Iterator[str]:
    """What the service at `url` shows for each of the `lines`, one after the other."""
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        for line in lines:
            client.post(HOOK, json=chat.update(line), headers=chat.headers()).raise_for_status()
            yield from _answer(messenger)


def _answer(messenger: Platform) -> Iterator[str]:
    patience = PATIENCE
    while True:
        try:
            yield from messenger.shown.get(timeout=patience)
        except queue.Empty:
            return
        patience = QUIET


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of `app`, served beside the terminal."""
    listener = listen("127.0.0.1", 0)
    uvicorn = server(app)
    thread = threading.Thread(target=uvicorn.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        uvicorn.should_exit = True
        thread.join()
