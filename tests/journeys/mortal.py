"""A service that really runs, in a process of its own that can be killed at any moment and started again."""

import asyncio
import multiprocessing
import os
import socket
import sys
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from bot.messages import Message, QuickReply, Reply

START_SECONDS = 60.0
# Forked from a process that has imported the program, which is half of a start.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.__main__"])


def serve(options: list[str], log: Path) -> None:
    """Run the command, and keep what it prints in `log`."""
    from bot.__main__ import main  # imported by the process that this one is forked from

    with log.open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    sys.exit(main(["serve", *options]))


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass
class Mortal:
    """`python -m bot serve` on the data folder `data`, with the log in `database`."""

    data: Path
    database: str
    port: int = 0
    process: BaseProcess | None = None

    async def start(self) -> None:
        """Start it and wait until it answers; raises AssertionError with its log when it does not."""
        # A port that was free before the death may be somebody's connection by now.
        self.port = free_port()
        config = self.data / "journeys.toml"
        config.write_text(f'database = "{self.database}"\n', encoding="utf-8")
        options = ["--data", str(self.data), "--port", str(self.port), "--config", str(config)]
        self.process = FORKS.Process(target=serve, args=(options, self.data / "serve.log"), daemon=True)
        self.process.start()
        end = time.monotonic() + START_SECONDS
        while not await self._answers():
            alive = self.process.is_alive() and time.monotonic() < end
            assert alive, f"it does not start: {(self.data / 'serve.log').read_text(encoding='utf-8')[-2000:]}"
            await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, flushed or closed."""
        if self.process is not None:
            self.process.kill()
            await asyncio.to_thread(self.process.join)

    async def restart(self) -> None:
        """Kill it and start it again."""
        await self.kill()
        await self.start()

    async def say(self, message: Message) -> tuple[Reply, ...]:
        """Send `message` over REST and return its replies; raises httpx.HTTPError when none come."""
        body = {
            "sender": message.conversation.removeprefix("rest:"),
            "message": message.payload or message.text,
            "message_id": message.id,
            "metadata": {"customer": message.customer, "language": message.language},
        }
        async with self._client() as client:
            answer = await client.post("/webhooks/rest/webhook", json=body)
        return tuple(_reply(values) for values in answer.raise_for_status().json())

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=10.0)

    async def _answers(self) -> bool:
        try:
            async with self._client() as client:
                return (await client.get("/health/live")).is_success
        except httpx.TransportError:
            return False


def _reply(values: dict[str, object]) -> Reply:
    buttons = values.get("buttons", [])
    custom = values.get("custom", {})
    assert isinstance(buttons, list)
    assert isinstance(custom, dict)
    return Reply(str(values["text"]), tuple(QuickReply(**button) for button in buttons), data=custom)
