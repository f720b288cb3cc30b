"""The dry run of an import: every article and every problem, and nothing changed."""

from pathlib import Path

from configs.progress import Progress
from knowledge_base.duplicates import duplicates
from knowledge_base.report import Found, Problem, Report
from knowledge_base.sources import entries

MOST = 200_000  # articles at once


def examine(path: Path, language: str | None = None, most: int = MOST, progress: Progress | None = None) -> Report:
    """What an import of a file or folder would find; `language` is that of sources that do not say theirs.

    Beyond `most` articles nothing is compared, and that is an error.
    Raises KnowledgeError when there is nothing that could be read.
    """
    read = entries(path, language, progress)
    found = [entry for entry in read if isinstance(entry, Found)]
    if len(found) > most:
        problem = Problem(path, "", f"holds {len(found):,} articles, at most {most:,} can come in at once; split it")
        return Report((*(entry for entry in read if isinstance(entry, Problem)), problem))
    return Report((*read, *duplicates(found, progress)))
