"""An index folder: numbered by content, switched to in one step, and every byte checked before it is used.

index/current        the version that is served, replaced by renaming
index/3f81c0.../     one version: manifest.json and the files that it names
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval import integrity
from retrieval.errors import RetrievalError
from retrieval.integrity import sha256

CURRENT = "current"
MANIFEST = "manifest.json"

Content = bytes | Path | Callable[[Path], object]
"""What a file holds: bytes, what another file holds, or what a function writes to the path that it is given."""


class Manifest(BaseModel):
    """What an index was made of.

    `encoder` is the version of the model that gave the vectors, `base` that of the articles; `configured` is the index plug-in's
    entry in the settings, `index` that of the kind which was chosen and loads it; `files` are SHA-256 by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    # A new one makes every older index out of date: of tokens, of evidence, of files.
    format: Literal[6] = 6
    encoder: str
    dimension: int
    base: str
    articles: int
    configured: dict[str, Any]
    index: dict[str, Any]
    files: dict[str, str] = {}

    @property
    def version(self) -> str:
        """Ten hexadecimal digits of the SHA-256 of everything above."""
        return sha256(self.model_dump_json().encode())[:10]


def publish(folder: Path, manifest: Manifest, contents: Mapping[str, Content]) -> Manifest:
    """Add a version with these `contents` to `folder` and switch to it; gives `manifest` with the sums of its files.

    A reader sees the old version or the new one, also after a power cut. The version before stays until the next is published,
    for those who are reading it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = current(folder)
    made = _put(folder, manifest, contents)
    pointer = folder / f".{CURRENT}"
    _write(pointer, made.version.encode())
    pointer.replace(folder / CURRENT)
    for version in folder.iterdir():
        if version.is_dir() and version.name not in (made.version, before):
            shutil.rmtree(version, ignore_errors=True)
    return made


def read(folder: Path) -> tuple[Path, Manifest, dict[str, Path]]:
    """The place of the version that is served, its manifest, and every file that the manifest names, checked.

    Raises RetrievalError when something is missing, damaged, or is no file of its own.
    """
    version = current(folder)
    if not version:
        raise RetrievalError(f"{folder} holds no index; run `python -m retrieval build`")
    place = folder / version
    manifest = _checked(place)
    return place, manifest, {name: place / Path(name).name for name in manifest.files}


def current(folder: Path) -> str:
    """The version that is served out of `folder`, whole or not; "" when there is none."""
    try:
        version = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return version if version.isalnum() else ""


def _checked(place: Path) -> Manifest:
    file = place / MANIFEST
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
        if not file.is_symlink() and manifest.version == place.name and integrity.whole(place, manifest.files):
            return manifest
    except (OSError, ValidationError):
        pass
    raise RetrievalError(f"{place} is damaged or of another version of this program; run `python -m retrieval build`")


def _whole(place: Path) -> bool:
    try:
        _checked(place)
    except RetrievalError:
        return False
    return True


def _put(folder: Path, manifest: Manifest, contents: Mapping[str, Content]) -> Manifest:
    fresh = Path(tempfile.mkdtemp(prefix=".", dir=folder))
    fresh.chmod(0o755)
    try:
        for name, content in contents.items():
            _write(fresh / name, content)
        made = manifest.model_copy(update={"files": {name: sha256(fresh / name) for name in contents}})
        _write(fresh / MANIFEST, made.model_dump_json(indent=2).encode())
        place = folder / made.version
        if not _whole(place):
            shutil.rmtree(place, ignore_errors=True)
            fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return made


def _write(file: Path, content: Content) -> None:
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif isinstance(content, Path):
        shutil.copyfile(content, file)
    else:
        content(file)
    with file.open("rb") as handle:
        os.fsync(handle.fileno())
