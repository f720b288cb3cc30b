"""A closed-loop HTTP client on bare sockets, so that little of the machine is spent on asking."""

import asyncio
import json
import time
from dataclasses import dataclass

MESSAGES = (
    "hello",
    "how long does shipping take",
    "can I pay in instalments",
    "我的包裹一般几天能到",
    "what is your return policy",
    "耳机坏了怎么保修",
    "how much is shipping",
    "thanks a lot",
)


@dataclass(frozen=True)
class Load:
    """Milliseconds that each request took, the seconds of the whole, and how many requests failed."""

    milliseconds: tuple[float, ...]
    seconds: float
    errors: int

    @property
    def rate(self) -> float:
        """Answered requests a second."""
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: float) -> float:
        """The time under which that `share` of the requests was answered, in milliseconds."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def turns(host: str, port: int, clients: int, requests: int, run: str) -> Load:
    """Send `requests` messages of eight-turn conversations from `clients` at once, each when its last one is answered."""
    times: list[float] = []
    errors = 0
    numbers = iter(range(requests))

    async def client(name: int) -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection(host, port)
        for turn, _ in enumerate(numbers):
            sender = f"{run}-{name}-{turn // len(MESSAGES)}"
            body = json.dumps({"sender": sender, "message": MESSAGES[turn % len(MESSAGES)]}).encode()
            headers = (f"Host: {host}", "Content-Type: application/json", f"Content-Length: {len(body)}")
            head = "\r\n".join(("POST /webhooks/rest/webhook HTTP/1.1", *headers, "", ""))
            started = time.perf_counter()
            writer.write(head.encode() + body)
            status, answer = await _answer(reader)
            times.append((time.perf_counter() - started) * 1000)
            errors += status != 200 or answer == b"[]"
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(client(name) for name in range(clients)))
    return Load(tuple(times), time.perf_counter() - started, errors)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    status = int((await reader.readline()).split()[1])
    length = 0
    while (line := await reader.readline()) != b"\r\n":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return status, await reader.readexactly(length)
