"""An index folder: numbered by content, switched to in one step, and every byte checked before it is used.

index/current        the version that is served, replaced by renaming
index/3f81c0.../     one version: manifest.json and the files that it names
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.errors import RetrievalError

CURRENT = "current"
MANIFEST = "manifest.json"


class Manifest(BaseModel):
    """What an index was made of.

    `encoder` is the version of the model that gave the vectors, `base` that of the articles, `index` the plug-in's entry;
    `files` are SHA-256 by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    # A new one makes every older index out of date: of tokens, of evidence, of files.
    format: Literal[4] = 4
    encoder: str
    dimension: int
    base: str
    articles: int
    index: dict[str, Any]
    files: dict[str, str]

    @property
    def version(self) -> str:
        """Ten hexadecimal digits of the SHA-256 of everything above."""
        return sha256(self.model_dump_json().encode())[:10]


def publish(folder: Path, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Add a version to `folder` and switch to it; a reader sees the old one or the new one, also after a power cut.

    The version before stays until the next is published, for those who are reading it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = current(folder)
    place = folder / manifest.version
    if not _whole(place):
        shutil.rmtree(place, ignore_errors=True)
        _put(place, {**files, MANIFEST: manifest.model_dump_json(indent=2).encode()})
    pointer = folder / f".{CURRENT}"
    _write(pointer, manifest.version.encode())
    pointer.replace(folder / CURRENT)
    for version in folder.iterdir():
        if version.is_dir() and version.name not in (manifest.version, before):
            shutil.rmtree(version, ignore_errors=True)


def read(folder: Path) -> tuple[Path, Manifest, dict[str, bytes]]:
    """The place of the version that is served, its manifest, and the content of every file that the manifest names.

    Raises RetrievalError when something is missing, damaged, or is no file of its own.
    """
    version = current(folder)
    if not version:
        raise RetrievalError(f"{folder} holds no index; run `python -m retrieval build`")
    return folder / version, *_checked(folder / version)


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def current(folder: Path) -> str:
    """The version that is served out of `folder`, whole or not; "" when there is none."""
    try:
        version = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return version if version.isalnum() else ""


def _checked(place: Path) -> tuple[Manifest, dict[str, bytes]]:
    try:
        manifest = Manifest.model_validate_json(_content(place / MANIFEST))
        files = {name: _content(place / Path(name).name) for name in manifest.files}
    except (OSError, ValidationError):
        raise _damaged(place) from None
    if manifest.version != place.name or any(sha256(files[name]) != digest for name, digest in manifest.files.items()):
        raise _damaged(place)
    return manifest, files


def _whole(place: Path) -> bool:
    try:
        _checked(place)
    except RetrievalError:
        return False
    return True


def _content(file: Path) -> bytes:
    if file.is_symlink():
        raise FileNotFoundError(file)
    return file.read_bytes()


def _put(place: Path, files: Mapping[str, bytes]) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))
    fresh.chmod(0o755)
    try:
        for name, content in files.items():
            _write(fresh / name, content)
        fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _damaged(place: Path) -> RetrievalError:
    return RetrievalError(f"{place} is damaged or of another version of this program; run `python -m retrieval build`")


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
