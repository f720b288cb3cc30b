"""Files and folders to import: which reader reads them, and articles that come in parts."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from configs import plugins
from configs.progress import Progress
from knowledge_base.articles import LANGUAGES, Article
from knowledge_base.errors import KnowledgeError
from knowledge_base.readers import Reader
from knowledge_base.report import Entry, Found, Problem

FAMILY = "knowledge_base.readers"
ALIASES = {"htm": "html", "yaml": "yml", "markdown": "md"}

_BLANK = ("", (), None)


def entries(path: Path, language: str | None = None, progress: Progress | None = None) -> list[Entry]:
    """What a file holds, or a folder's files by name.

    An id that comes again in another language adds that language to its article, and what the first left blank; in the
    same language it is an error.
    Raises KnowledgeError when there is nothing that could be read.
    """
    # A link in a folder may point at what its sender may not read.
    links, files = _links(_files(path), path)
    read: list[Entry] = [Problem(link, "", "is a link and was not followed; import the file itself") for link in links]
    for name, group in groupby(sorted(files, key=_reader_name), key=_reader_name):
        reader = plugins.find(Reader, FAMILY, name)(language)
        read += reader.examine(_heard(group, files, progress))
    return list(joined(read))


def articles(path: Path, language: str | None = None) -> Iterator[Article | KnowledgeError]:
    """Yield the articles of `entries`, and what is wrong, without places and warnings."""
    for entry in entries(path, language):
        if isinstance(entry, Found):
            yield entry.article
        elif entry.severity == "error":
            yield entry.raised()


def joined(read: Iterable[Entry]) -> Iterator[Entry]:
    """Yield articles whose languages came apart as one, where the first part stood; see `entries`."""
    parts: dict[str, list[Found]] = {}
    order: list[Problem | str] = []
    for entry in read:
        if isinstance(entry, Problem):
            order.append(entry)
            continue
        name = entry.article.id
        before = next(
            (part for part in parts.get(name, []) if part.article.passages.keys() & entry.article.passages.keys()), None
        )
        if before:
            problem = f"this id is used twice, first in {_where(before, entry)}; change one"
            order.append(Problem(entry.file, _named(entry), problem))
        elif name in parts:
            parts[name].append(entry)
        else:
            parts[name] = [entry]
            order.append(name)
    for item in order:
        yield item if isinstance(item, Problem) else _whole(parts[item])


def _whole(parts: list[Found]) -> Found:
    if len(parts) == 1:
        return parts[0]
    spoken = {language: passage for part in parts for language, passage in part.article.passages.items()}
    values: dict[str, Any] = {"passages": {language: spoken[language] for language in LANGUAGES if language in spoken}}
    for field in dataclasses.fields(Article):
        said = [value for part in parts if (value := getattr(part.article, field.name)) not in _BLANK]
        if said and field.name not in values:
            values[field.name] = said[0]
    return dataclasses.replace(parts[0], article=dataclasses.replace(parts[0].article, **values))


def _named(entry: Found) -> str:
    return f"{entry.place} ({entry.article.id})"


def _where(first: Found, second: Found) -> str:
    return first.place if first.file == second.file else f"{first.file}, {first.place}"


def _reader_name(file: Path) -> str:
    ending = file.suffix.removeprefix(".").lower()
    return ALIASES.get(ending, ending)


def _files(path: Path) -> list[Path]:
    known = plugins.names(FAMILY)
    endings = ", ".join(f".{name}" for name in known)
    if path.is_dir():
        files = [file for file in sorted(path.iterdir()) if _reader_name(file) in known]
        if not files:
            raise KnowledgeError(path, "", f"holds no file that ends in one of {endings}")
        return files
    if not path.exists():
        raise KnowledgeError(path, "", "there is no such file or folder")
    if _reader_name(path) not in known:
        raise KnowledgeError(path, "", f"its ending must be one of {endings}")
    return [path]


def _links(files: Sequence[Path], path: Path) -> tuple[list[Path], list[Path]]:
    links = [file for file in files if file != path and file.is_symlink()]
    return links, [file for file in files if file not in links]


def _heard(group: Iterable[Path], files: Sequence[Path], progress: Progress | None) -> Iterator[Path]:
    for file in group:
        yield file
        if progress:
            progress("reading", files.index(file) + 1, len(files))
