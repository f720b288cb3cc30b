"""The manifest of a model folder: what it was made from, what each file must be, and what the model must answer.

A model with one flipped bit loads and answers wrongly, so every byte is checked before it may serve.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from nlu.errors import ModelError

MANIFEST = "manifest.json"
SEAL = "seal"


class Golden(BaseModel):
    """A sentence and the intent that the model found in it when it was trained."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    intent: str


class Manifest(BaseModel):
    """What `manifest.json` says.

    `version` names the model, `data` and `files` (by name) are SHA-256, `figures` were measured on the development part.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    encoder: str
    data: str
    settings: dict[str, float | str]
    figures: dict[str, float]
    golden: list[Golden]
    files: dict[str, str]


def publish(folder: Path, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Write `files` and their manifest as `folder`, in place of what was there; a reader never sees half a model."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    fresh.chmod(0o755)
    try:
        for name, content in files.items():
            _write(fresh / name, content)
        _write(fresh / MANIFEST, _sealed(manifest))
        # A folder that is not empty cannot be renamed over; the old one steps aside for the length of one call.
        aside = fresh.with_name(f"{fresh.name}-old")
        if folder.exists():
            folder.rename(aside)
        fresh.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def read(folder: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest in `folder` and the content of every file that it names, each compared with its SHA-256.

    Raises ModelError when something is missing, is not the file that was written, or is no file of its own.
    """
    manifest = described(folder)
    return manifest, {name: content(folder, manifest, name) for name in manifest.files}


def described(folder: Path) -> Manifest:
    """The manifest in `folder`, whose own seal is checked while the files that it names are not; raises ModelError."""
    remedy = _remedy(folder)
    if not (folder / MANIFEST).is_file() or (folder / MANIFEST).is_symlink():
        raise ModelError(f"{folder} holds no model; {remedy}")
    return _opened(folder / MANIFEST, remedy)


def content(folder: Path, manifest: Manifest, name: str) -> bytes:
    """The content of the file `name`, compared with the SHA-256 that `manifest` gives; raises ModelError."""
    file, remedy = folder / name, _remedy(folder)
    if Path(name).name != name or file.is_symlink() or not file.is_file():
        raise ModelError(f"{file} is missing or is a link; {remedy}")
    found = file.read_bytes()
    if sha256(found) != manifest.files[name]:
        raise ModelError(f"{file} is damaged, its SHA-256 is not the one in {MANIFEST}; {remedy}")
    return found


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each of `files`, contents by name, as a manifest lists them."""
    return {name: sha256(content) for name, content in files.items()}


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _sealed(manifest: Manifest) -> bytes:
    values = manifest.model_dump()
    return json.dumps({**values, SEAL: _seal(values)}, ensure_ascii=False, indent=2).encode()


def _seal(values: Mapping[str, object]) -> str:
    return sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode())


def _opened(file: Path, remedy: str) -> Manifest:
    damaged = ModelError(f"{file} is damaged; {remedy}")
    try:
        values = json.loads(file.read_bytes())
    except ValueError:
        raise damaged from None
    if not isinstance(values, dict) or values.pop(SEAL, None) != _seal(values):
        raise damaged
    try:
        return Manifest.model_validate(values)
    except ValidationError:
        raise ModelError(f"{file} was written by another version of this program; {remedy}") from None


def _remedy(folder: Path) -> str:
    return f"run `python -m nlu train --data {folder.parent}`"
