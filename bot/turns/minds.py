"""The release that serves, opened beside the service: for turns that nobody waits for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import bootstrap
from bot.app import Metrics
from bot.releases.following import Following
from bot.releases.live import Live
from bot.releases.serving import Serving
from bot.releases.store import Releases
from configs.settings import Settings
from knowledge_base import pipeline as knowledge


@asynccontextmanager
async def serving(settings: Settings, data: Path) -> AsyncIterator[Serving]:
    """The model and index that serve, with the articles that are live.

    Raises ConfigurationError when there are none, and KnowledgeError when the articles cannot be read.
    """
    products = knowledge.load_products()
    live = Live.open(Releases(data), bootstrap.opener(settings, products))
    articles = Following(knowledge.library(data, settings.knowledge.database), Metrics())
    try:
        await articles.catch_up(live.serving)
        yield live.serving
    finally:
        await articles.close()
        await live.close()
