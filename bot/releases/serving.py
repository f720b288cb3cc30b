"""A release in memory, ready to serve."""

import asyncio

from bot.errors import ReleaseRefused
from bot.releases.store import Release
from configs.settings import RetrievalSettings
from knowledge_base.articles import LANGUAGES
from nlu.batcher import Batcher
from nlu.entities import Recognizer
from nlu.errors import ModelError
from nlu.explanation import Explanation
from nlu.pipeline import Pipeline
from nlu.understanding import Understander, Understanding, Vector
from retrieval import pipeline as retrieval
from retrieval.errors import RetrievalError
from retrieval.live import Overlay
from retrieval.searcher import Searcher


class Serving:
    """A model, whose threads understand messages in batches, and the `answerer` over the index of its vectors.

    Whoever understands a message with it must also look up its answer with it. `overlay` is what was edited since that index
    was built; it is replaced whole, and who has begun with one `answerer` keeps to it.
    """

    def __init__(self, version: str, pipeline: Pipeline, searcher: Searcher, workers: int = 1) -> None:
        self.version = version
        self.model = pipeline.model
        self.overlay = Overlay.over(searcher)
        self._pipeline = pipeline
        self._batcher = Batcher(pipeline, workers=workers)

    @property
    def answerer(self) -> Searcher:
        """Looks up what `understand` gives, in the edition that serves now."""
        return self.overlay.searcher

    @property
    def edition(self) -> int:
        """The number of the articles' edition that serves, 0 for the index as it was built."""
        return self.overlay.searcher.edition

    @property
    def understander(self) -> Understander:
        """The model itself, for work that may take long; customers' messages go through `understand`."""
        return self._pipeline

    async def embed(self, texts: list[str]) -> Vector:
        """The unit vectors of `texts`, shape (texts, hidden), read between customers' messages."""
        return await self._batcher.embed(texts)

    async def understand(self, text: str) -> Understanding:
        """Understand `text` in the next pass."""
        return await self._batcher.understand(text)

    async def explain(self, text: str) -> Explanation:
        """Understand `text` and say why."""
        return await asyncio.to_thread(self._pipeline.explain, text)

    async def retire(self) -> None:
        """Answer who waits, then let the threads go."""
        await self._batcher.retire()

    async def close(self) -> None:
        """Let the threads go; who waits is cancelled."""
        await self._batcher.close()


def load(
    release: Release,
    threads: int = 1,
    recognizer: Recognizer | None = None,
    workers: int = 1,
    configured: RetrievalSettings | None = None,
) -> Serving:
    """`release`, once every byte of it is what was written and it understands and finds what it did.

    Its model makes up to `workers` passes at once, each on `threads` threads; how sure an answer must be is `configured`.
    Raises ReleaseRefused with the reason.
    """
    try:
        pipeline = Pipeline.load(release.model, threads, recognizer)
        searcher = retrieval.load(release.index, pipeline, configured)
    except (ModelError, RetrievalError) as error:
        # What these advise is for the workbench.
        raise ReleaseRefused(str(error).partition("; run ")[0]) from None
    if release.version != f"{pipeline.model}-{searcher.version}":
        raise ReleaseRefused(f"{release.folder} holds the release {pipeline.model}-{searcher.version}")
    _try(pipeline, searcher)
    return Serving(release.version, pipeline, searcher, workers)


def _try(pipeline: Pipeline, searcher: Searcher) -> None:
    for article in searcher.articles[:1]:
        for language in LANGUAGES:
            question = article.passage(language).question
            try:
                searcher.answer(question, pipeline.embed([question])[0], language)
            except (AssertionError, IndexError, ValueError):
                raise ReleaseRefused(f"its index {searcher.version} does not fit its model's vectors") from None
