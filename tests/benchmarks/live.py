"""How soon an edit is searchable while customers ask, how long they wait meanwhile, and whether anybody is failed."""

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import numpy as np

from configs.progress import Progress, bars
from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article
from knowledge_base.library import Library
from nlu.pipeline import FOLDER, Pipeline
from retrieval import pipeline as retrieval
from tests.benchmarks import invented
from tests.benchmarks.figures import Figure
from tests.benchmarks.turns import HOST, served

ASKING = 0.1  # seconds between two questions whether an edit is said by now
GIVEN_UP = 30.0  # seconds


@dataclass
class Seen:
    """What was seen: seconds from publishing to searchable, milliseconds of customers' questions, and how many failed."""

    edits: list[float] = field(default_factory=list)
    questions: list[float] = field(default_factory=list)
    failed: int = 0
    lost: int = 0


def measure(data: Path, count: int = 10_000, rate: int = 50, seconds: int = 60, kept: Path | None = None) -> list[Figure]:
    """A service over `count` invented articles, with the model and the shop in `data`; what is `kept` is made only once."""
    with tempfile.TemporaryDirectory() as folder, bars() as progress:
        copy = kept or Path(folder) / "data"
        if not (copy / retrieval.FOLDER).exists():
            furnish(data, copy, count, progress)
        with served(copy) as (port, _, _), closing(knowledge.library(copy)) as library:
            seen = asyncio.run(_day(library, f"http://{HOST}:{port}", rate, seconds, progress))
    return _figures(seen, count, rate)


def furnish(data: Path, copy: Path, count: int, progress: Progress) -> None:
    """Fill `copy` with the model and the shop in `data`, and with invented articles, published and indexed."""
    shutil.copytree(data, copy, ignore=shutil.ignore_patterns("shopkeeper.db*", "index", "releases", "runs", "knowledge"))
    articles = invented.articles(count)
    with closing(knowledge.library(copy)) as library:
        library.found(articles, "benchmark")
    retrieval.build(articles, Pipeline.load(copy / FOLDER, threads=2), copy / retrieval.FOLDER, progress=progress)


async def _day(library: Library, url: str, rate: int, seconds: int, progress: Progress) -> Seen:
    """Ask `rate` questions and make one edit a second."""
    seen, order, desk = Seen(), random.Random(7), asyncio.Lock()
    articles = library.published()
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=GIVEN_UP, limits=limits) as client, asyncio.TaskGroup() as group:
        # It listens before it has loaded what it serves.
        (await client.get("/health/live", timeout=300.0)).raise_for_status()
        started = time.perf_counter()
        for number in range(rate * seconds):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            group.create_task(_customer(client, f"c{number}", order.choice(articles), seen))
            if number % rate == 0:
                changed = _edited(order.choice(articles), number // rate + 1)
                group.create_task(_editor(client, library, desk, changed, seen))
                progress("asking and editing", number // rate + 1, seconds)
    return seen


async def _customer(client: httpx.AsyncClient, sender: str, article: Article, seen: Seen) -> None:
    started = time.perf_counter()
    answer = await _asked(client, sender, article)
    seen.questions.append((time.perf_counter() - started) * 1000)
    seen.failed += not answer


async def _editor(client: httpx.AsyncClient, library: Library, desk: asyncio.Lock, article: Article, seen: Seen) -> None:
    async with desk:
        await asyncio.to_thread(library.save, article, "benchmark")
        await asyncio.to_thread(library.publish, [article.id], "benchmark")
    published = time.perf_counter()
    for number in range(int(GIVEN_UP / ASKING)):
        answer = await _asked(client, f"{article.id}-{article.version}-{number}", article)
        if answer.get("version") == article.version:
            seen.edits.append(time.perf_counter() - published)
            return
        await asyncio.sleep(ASKING)
    seen.lost += 1


async def _asked(client: httpx.AsyncClient, sender: str, article: Article) -> dict[str, str]:
    """What the reply says of itself, with what it says, when the question of the article is asked; nothing for a failure."""
    language = "zh" if len(sender) % 2 else "en"
    question = article.passage(language).question
    try:
        response = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": question})
        replies = response.raise_for_status().json()
    except httpx.HTTPError:
        return {}
    return {**replies[0].get("custom", {}), "text": replies[0]["text"]} if replies else {}


def _edited(article: Article, edit: int) -> Article:
    passages = {name: replace(one, answer=f"{one.answer} ({edit})") for name, one in article.passages.items()}
    return replace(article, passages=passages)


def _figures(seen: Seen, count: int, rate: int) -> list[Figure]:
    edits, questions = (np.percentile(one or [np.inf], [50, 95]) for one in (seen.edits, seen.questions))
    under = f"{count:,} articles, {rate} questions and one edit a second"
    return [
        Figure(f"edit to searchable, {under}, p50", f"{edits[0]:.2f} s"),
        Figure("… p95", f"{edits[1]:.2f} s", "2 s"),
        Figure(f"… of {len(seen.edits) + seen.lost} edits, never searchable", str(seen.lost), "0"),
        Figure(f"a question meanwhile, of {len(seen.questions):,}, p50", f"{questions[0]:.0f} ms"),
        Figure("… p95", f"{questions[1]:.0f} ms"),
        Figure("… failed", str(seen.failed), "0"),
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.live", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="what `python -m bot prepare` filled (%(default)s)")
    parser.add_argument("--articles", type=int, default=10_000, help="in the base (%(default)s)")
    parser.add_argument("--rate", type=int, default=50, help="questions a second (%(default)s)")
    parser.add_argument("--seconds", type=int, default=60, help="how long (%(default)s)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the base there, and use it again the next time")
    arguments = parser.parse_args()
    for figure in measure(arguments.data, arguments.articles, arguments.rate, arguments.seconds, arguments.keep):
        print("|", " | ".join((figure.name, figure.ours, figure.reach)), "|")


if __name__ == "__main__":
    main()
