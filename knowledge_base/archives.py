"""Zip archives from strangers, judged by their directory before anything is unpacked."""

import io
import stat
import zipfile
from pathlib import PurePosixPath

UNPACKED = 96 * 1024 * 1024  # bytes
ENTRIES = 2_000
_ENCRYPTED = 0x1
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_NESTED = {".zip", ".xlsx", ".xlsm", ".docx", ".jar", ".gz", ".7z", ".rar"}


class UnsafeArchive(Exception):
    """An archive that must not be unpacked; the message says why and what to do."""


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive, when its directory promises nothing dangerous.

    Raises UnsafeArchive.
    """
    if content.startswith(_OLD_OFFICE):
        raise UnsafeArchive("is locked by a password or of an old format; save it as .xlsx without a password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnsafeArchive(f"is not an intact zip archive: {error}; save it again") from None
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise UnsafeArchive(f"is too large: it holds {len(entries):,} parts, at most {ENTRIES:,} are read; split it")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED:
        raise UnsafeArchive(f"is too large: {unpacked // 1024**2} MiB unpacked, at most {UNPACKED // 1024**2}; split it")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise UnsafeArchive("is unsafe: it holds two parts of one name; save it again")
    for entry in entries:
        _check(entry)
    return archive


def count(archive: zipfile.ZipFile, part: str, mark: bytes) -> int:
    """How often `mark` stands in a part.

    Raises zipfile.BadZipFile.
    """
    found, tail = 0, b""
    with archive.open(part) as unpacked:
        while chunk := unpacked.read(1024 * 1024):
            # A mark that two chunks share is counted with the second.
            found += (tail + chunk).count(mark)
            tail = chunk[-len(mark) + 1 :]
    return found


def _check(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if entry.flag_bits & _ENCRYPTED:
        raise UnsafeArchive("is locked by a password; save it without one")
    if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
        raise UnsafeArchive("is unsafe: one of its parts points outside the archive; save it again")
    if path.suffix.lower() in _NESTED:
        raise UnsafeArchive("is unsafe: it holds another archive; take that out")
