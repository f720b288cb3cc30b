"""Indexing the articles that are live on the workbench, and, as a program, making that the release that serves.

A service starts the program beside itself when much was edited; several services start one of them only.
"""

import fcntl
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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

LOCK = ".indexing"
_NICE = 15  # customers' messages go first, and so does everything else


def index(data: Path, entry: Mapping[str, Any], threads: int, progress: Progress) -> None:
    """Index the articles in `data` with the model there, unless the index that is there is of just these.

    Raises KnowledgeError, ModelError or RetrievalError with what to do.
    """
    articles, folder = knowledge.load_articles(data), data / retrieval.FOLDER
    if retrieval.up_to_date(folder, articles, manifest.read(data / nlu.FOLDER)[0].version):
        return
    understander = nlu.Pipeline.load(data / nlu.FOLDER, threads)
    retrieval.build(articles, understander, folder, entry, progress, retrieval.vectors(folder, understander))


def main(data: Path, entry: Mapping[str, Any]) -> int:
    """Index and publish, unless another process is at it; the reason why that cannot be done goes to stderr."""
    os.nice(_NICE)
    (data / FOLDER).mkdir(parents=True, exist_ok=True)
    with (data / FOLDER / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        try:
            _renew(data, entry)
        except (ConfigurationError, KnowledgeError, ModelError, RetrievalError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 2
    return 0


def _renew(data: Path, entry: Mapping[str, Any]) -> None:
    releases = Releases(data)
    serves = releases.current()
    if serves and serves.encoder != manifest.described(data / nlu.FOLDER).version:
        raise ModelError(f"{data / nlu.FOLDER} is another model than the one that serves; run `python -m bot prepare`")
    index(data, entry, 1, lambda task, done, total: None)
    releases.publish()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
