"""Whether files still are what they were published as, byte by byte.

A large file is read for that once and remembered by what the file system says of it (size, inode, times of change), so that a
worker opens gigabytes without reading them; what was copied, replaced, cut or written to since is read again. Nobody can set
the time at which an inode changed, so only a disk that alters data by itself goes unnoticed, and that only in large files.
"""

import hashlib
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

LARGE = 64 * 2**20  # bytes; less is read at every start, in a few hundredths of a second
SETTLED = 2.0  # seconds since the last change; a second change within a tick of the file system's clock would look like none
MEMORY = ".checked"


class Mark(NamedTuple):
    """What changes when a file does (times in nanoseconds), with the SHA-256 that it should have."""

    digest: str
    size: int
    inode: int
    modified: int
    changed: int


_MARKS = TypeAdapter(dict[str, Mark])


def sha256(content: bytes | Path) -> str:
    """SHA-256 in hexadecimal; a file is read piece by piece."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def whole(folder: Path, digests: Mapping[str, str]) -> bool:
    """Whether every file that `digests` names with its SHA-256 is in `folder`, is no link, and is unchanged.

    Raises OSError when a file cannot be read.
    """
    files = {name: folder / Path(name).name for name in digests}
    if any(file.is_symlink() or not file.is_file() for file in files.values()):
        return False
    # Before they are read, so that what is written to meanwhile does not pass for read.
    now = time.time_ns()
    marks = {name: mark(file, digests[name]) for name, file in files.items()}
    seen = remembered(folder)
    if any(sha256(files[name]) != digests[name] for name in files if seen.get(name) != marks[name]):
        return False
    lasting = {name: one for name, one in marks.items() if one.size >= LARGE and one.changed <= now - SETTLED * 1e9}
    if lasting != seen:
        _remember(folder, lasting)
    return True


def remembered(folder: Path) -> dict[str, Mark]:
    """The marks of the large files in `folder` when they were last read."""
    try:
        return _MARKS.validate_json((folder / MEMORY).read_bytes())
    except (OSError, ValidationError):
        return {}


def mark(file: Path, digest: str) -> Mark:
    """That of `file` now."""
    status = file.stat()
    return Mark(digest, status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)


def _remember(folder: Path, marks: Mapping[str, Mark]) -> None:
    # Whoever may not write there reads everything each time.
    with suppress(OSError), tempfile.NamedTemporaryFile(dir=folder, prefix=MEMORY, delete=False) as note:
        note.write(_MARKS.dump_json(dict(marks)))
        Path(note.name).replace(folder / MEMORY)
