"""Indexing the articles that are live on the workbench, and, as a program, making that the release that serves.

A service starts the program beside itself when much was edited; several services start one of them only.
"""

import fcntl
import json
import os
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bot.releases.store import FOLDER, Releases
from configs.errors import ConfigurationError
from configs.progress import Progress
from knowledge_base import pipeline as knowledge
from knowledge_base.errors import KnowledgeError
from nlu import manifest
from nlu import pipeline as nlu
from nlu.errors import ModelError
from retrieval import pipeline as retrieval
from retrieval.errors import RetrievalError

FEWEST = 32  # changed articles; fewer are never worth a new index
LOCK = ".indexing"
_NICE = 15  # customers' messages go first, and so does everything else


@dataclass(frozen=True)
class Job:
    """To index what the library `database` of the installation in `data` has live; `entry` names the index plug-in."""

    data: Path
    database: str
    entry: Mapping[str, Any]

    def to_json(self) -> bytes:
        """What `from_json` reads. The database's URL may hold a password, so it must not be an argument of a program."""
        return json.dumps([str(self.data), self.database, dict(self.entry)]).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """What `to_json` was called on."""
        data, database, entry = json.loads(content)
        return cls(Path(data), database, entry)


def worth(changed: int, articles: int, share: float) -> bool:
    """Whether an index is worth building when so many of its `articles` have changed, which is more than a `share` of them."""
    return changed > max(FEWEST, share * articles)


def index(job: Job, threads: int, progress: Progress, share: float | None = None) -> None:
    """Index the articles with the model on the workbench, unless the index there is of just these.

    With `share`, only if that is `worth` it, or the articles are in no library, where nobody follows them. Raises KnowledgeError,
    ModelError or RetrievalError with what to do.
    """
    folder = job.data / retrieval.FOLDER
    with closing(knowledge.library(job.data, job.database)) as library:
        articles = library.published()
    followed, articles = bool(articles), articles or knowledge.demo_articles()
    changed = retrieval.behind(folder, articles, manifest.described(job.data / nlu.FOLDER).version)
    overlaid = followed and share is not None and changed is not None and not worth(changed, len(articles), share)
    if changed == 0 or overlaid:
        return
    understander = nlu.Pipeline.load(job.data / nlu.FOLDER, threads)
    retrieval.build(articles, understander, folder, job.entry, progress, retrieval.vectors(folder, understander))


def main(job: Job) -> int:
    """Index and publish, unless another process is at it; the reason why that cannot be done goes to stderr."""
    os.nice(_NICE)
    folder = job.data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        try:
            _renew(job)
        except (ConfigurationError, KnowledgeError, ModelError, RetrievalError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 2
    return 0


def _renew(job: Job) -> None:
    releases, model = Releases(job.data), job.data / nlu.FOLDER
    serves = releases.current()
    if serves and serves.encoder != manifest.described(model).version:
        raise ModelError(f"{model} is another model than the one that serves; run `python -m bot prepare`")
    index(job, 1, lambda task, done, total: None)
    releases.publish()


if __name__ == "__main__":
    sys.exit(main(Job.from_json(sys.stdin.buffer.read())))
