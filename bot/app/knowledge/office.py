"""What editors over HTTP work with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from analytics.stores import EventLog
from bot.app.knowledge.bench import Bench
from bot.app.knowledge.editors import Editors
from configs.settings import KnowledgeSettings, RetrievalSettings
from knowledge_base.articles import Article
from knowledge_base.library import Library
from knowledge_base.replays import Replays


class Concern(Protocol):
    """Something that an editor should look at in `one` article and an `other`, the same for what is wrong within it."""

    @property
    def kind(self) -> str:
        """What is wrong, in a word."""
        ...

    @property
    def one(self) -> str:
        """The id of the article that was saved."""
        ...

    @property
    def other(self) -> str:
        """The id of the article that it does not go with."""
        ...

    @property
    def language(self) -> str:
        """In which language."""
        ...


Concerns = Callable[[Article, Iterable[Article]], Sequence[Concern]]
"""What is wrong with an article among others; the text of a concern says it in a sentence."""


def nothing(article: Article, others: Iterable[Article]) -> Sequence[Concern]:
    """Nobody looks."""
    return ()


@dataclass(frozen=True)
class Office:
    """The library and what stands around it; `data` is the installation's folder, `log` what customers wrote."""

    library: Library
    log: EventLog
    replays: Replays
    editors: Editors
    bench: Bench
    data: Path
    knowledge: KnowledgeSettings
    retrieval: RetrievalSettings
    concerns: Concerns = nothing

    def close(self) -> None:
        """Finish what runs and let the databases go, all but the log."""
        self.bench.close()
        self.library.close()
        self.replays.close()
