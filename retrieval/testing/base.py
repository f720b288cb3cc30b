"""The base that the command line asks: the index in the installation's folder, and what was published since it was built."""

import argparse
from contextlib import closing

from configs import settings
from configs.progress import bars
from knowledge_base import pipeline as knowledge
from nlu import pipeline as understanding
from nlu.understanding import Understander
from retrieval import pipeline
from retrieval.live import Overlay
from retrieval.rehearsal import Rehearsal
from retrieval.searcher import Searcher
from retrieval.testing.candidate import Stage


def indexed(arguments: argparse.Namespace) -> tuple[Overlay, Understander]:
    """The index as it was built, and the model, that `--data` and `--config` name.

    Raises RetrievalError, ModelError, ConfigurationError.
    """
    configured = settings.load(arguments.config)
    understander = understanding.Pipeline.load(arguments.data / understanding.FOLDER, configured.nlu.threads)
    searcher = pipeline.load(arguments.data / pipeline.FOLDER, understander, configured.retrieval)
    return Overlay.over(searcher), understander


def published(arguments: argparse.Namespace) -> tuple[Searcher, Understander]:
    """What customers are answered from, and the model; raises as `indexed`, and KnowledgeError."""
    overlay, understander = indexed(arguments)
    database = settings.load(arguments.config).knowledge.database
    with closing(knowledge.library(arguments.data, database)) as library, bars() as progress:
        return Stage(library, overlay, understander, Rehearsal()).live(progress), understander
