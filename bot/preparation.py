"""Makes what is missing before the first start: the demo shop's orders, the model, the index, and the release of both."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import content, flows
from bot.releases.indexing import Job, index
from bot.releases.store import Releases
from configs.progress import bars
from configs.settings import Settings
from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article
from knowledge_base.demo import database
from knowledge_base.products import Product
from nlu import manifest, own_sentences, questions
from nlu import pipeline as nlu
from nlu.entities import Catalogue, Recognizer
from nlu.questions import Question

console = Console(stderr=True)


def prepare(settings: Settings, data: Path, train_again: bool = False, overlaid: bool = False) -> None:
    """Make what is missing in `data`; what is there is left as it is. A service that runs there takes over what is new.

    To `train_again` replaces a model of other sentences or articles; with `overlaid`, an index will do beside which a service
    searches what was edited since. Raises ConfigurationError with what to do.
    """
    data.mkdir(parents=True, exist_ok=True)
    # What these refuse is refused now, not after minutes of training.
    Recognizer.of(settings.nlu)
    own = content.folder_of(settings, data)
    content.use(own)
    flows.check(settings.nlu.patterns)
    prepare_shop(settings, data)
    missing = not (data / nlu.FOLDER / manifest.MANIFEST).exists()
    if missing:
        console.print("There is no model yet; it is trained now, once.")
    stale = not own_sentences.same(own, data / own_sentences.FOLDER)
    if stale and not missing:
        console.print("The shop's own sentences have changed; the model learns them now.")
    if missing or train_again or stale:
        console.print(train(settings, data))
    job = Job(data, settings.knowledge.database, settings.retrieval.index)
    # Nobody is served yet, so that every core may read.
    with bars() as progress:
        index(job, os.cpu_count() or 1, progress, settings.retrieval.rebuild_above if overlaid else None)
    Releases(data).publish()


def prepare_shop(settings: Settings, data: Path) -> None:
    """Make the demo shop's orders where they are missing; any other shop has its own."""
    if settings.bot.shop["name"] != "demo":
        return
    data.mkdir(parents=True, exist_ok=True)
    url, today = shop_entry(settings, data)["database"], datetime.now(UTC).date()
    with bars() as progress:
        database.prepare(url, knowledge.load_products(), today, progress=partial(progress, "demo shop"))


def shop_entry(settings: Settings, data: Path) -> dict[str, Any]:
    """The shop's settings with the folder filled in."""
    return {key: value.format(data=data) if isinstance(value, str) else value for key, value in settings.bot.shop.items()}


def train(settings: Settings, data: Path) -> str:
    """Train the model in `data` on what the articles are asked by today, unless it has been; say what was done.

    Raises ConfigurationError when the encoder is not to be had.
    """
    from nlu import publication  # torch is loaded for training only

    questions.write(data / questions.FILE, wordings(knowledge.load_articles(data, settings.knowledge.database)))
    own = content.folder_of(settings, data)
    done = publication.run(data, settings.nlu, own=own)
    own_sentences.keep(own, data / own_sentences.FOLDER)
    return done


def wordings(articles: Sequence[Article]) -> Iterator[Question]:
    """Yield what the articles are known to be asked by; what they hold back for measuring is left out."""
    for article in articles:
        for language, passage in article.passages.items():
            for text in passage.wordings:
                yield Question(text, language, article.id)


def load_model(settings: Settings, data: Path, products: tuple[Product, ...], threads: int = 0) -> nlu.Pipeline:
    """The model in `data`, which finds the products of the catalogue, on the settings' number of threads unless one is given.

    Raises ModelError.
    """
    recognizer = Recognizer.of(settings.nlu, Catalogue.of(products))
    return nlu.Pipeline.load(data / nlu.FOLDER, threads or settings.nlu.threads, recognizer)
