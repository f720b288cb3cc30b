"""The releases of an installation as folders, and a pointer to the one that serves.

releases/current               the version that serves and the one before it, replaced by renaming
releases/MODEL-INDEX/model/    a model, as `nlu.manifest` writes it
releases/MODEL-INDEX/index/    the index of its vectors, as `retrieval.manifest` writes it
releases/MODEL-INDEX.refused   why that release could not serve, where it could not

DATA/model and DATA/index are the workbench: there models are trained and articles indexed, and what is whole becomes a release.
"""

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import UnknownRelease
from nlu import manifest as models
from nlu import pipeline as nlu
from retrieval import manifest as indexes
from retrieval import pipeline as retrieval

FOLDER = "releases"  # in the installation's folder
CURRENT = "current"
KEPT = 3  # the newest; the one that serves and the one before it are kept in any case
_VERSION = re.compile(r"[0-9A-Za-z]+-[0-9A-Za-z]+")


class Pointer(BaseModel):
    """What `current` says: the version that serves, and the one before it, "" when there is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    current: str = Field(default="", pattern=f"^({_VERSION.pattern})?$")
    previous: str = Field(default="", pattern=f"^({_VERSION.pattern})?$")


@dataclass(frozen=True)
class Release:
    """A model and its index in one folder, whose name is their version."""

    folder: Path

    @property
    def version(self) -> str:
        """The versions of the model and of the index, joined by a hyphen."""
        return self.folder.name

    @property
    def encoder(self) -> str:
        """The version of the model."""
        return self.version.partition("-")[0]

    @property
    def model(self) -> Path:
        """The folder of the model."""
        return self.folder / nlu.FOLDER

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.folder / retrieval.FOLDER

    @property
    def made(self) -> datetime:
        """When it became a release."""
        return datetime.fromtimestamp(self.folder.stat().st_mtime, UTC)

    @property
    def refusal(self) -> str:
        """Why it could not serve when it was last tried; "" when it could, or has not been tried."""
        return self._mark.read_text(encoding="utf-8") if self._mark.exists() else ""

    def refuse(self, reason: str) -> None:
        """Note why it cannot serve."""
        self._mark.write_text(reason, encoding="utf-8")

    def accept(self) -> None:
        """Forget why it could not serve."""
        self._mark.unlink(missing_ok=True)

    @property
    def _mark(self) -> Path:
        return self.folder.with_name(f"{self.version}.refused")


class Releases:
    """Those of the installation in the folder `data`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER
        self._model = data / nlu.FOLDER
        self._index = data / retrieval.FOLDER

    def all(self) -> list[Release]:
        """Every release that is kept, the newest first."""
        folders = self._folder.iterdir() if self._folder.is_dir() else ()
        found = [Release(one) for one in folders if _VERSION.fullmatch(one.name) and one.is_dir() and not one.is_symlink()]
        return sorted(found, key=lambda release: (release.made, release.version), reverse=True)

    def find(self, name: str) -> Release:
        """The release of that version, or the only one whose version begins so; raises UnknownRelease."""
        kept = self.all()
        found = [one for one in kept if one.version == name] or [one for one in kept if name and one.version.startswith(name)]
        if len(found) == 1:
            return found[0]
        raise UnknownRelease(f"there is no one release {name!r}; there are: {', '.join(one.version for one in kept) or 'none'}")

    def pointer(self) -> Pointer:
        """Which release serves and which one did before; both are "" when that is not recorded."""
        try:
            return Pointer.model_validate_json((self._folder / CURRENT).read_bytes())
        except (FileNotFoundError, ValidationError):
            return Pointer()

    def current(self) -> Release | None:
        """The release that the pointer lets serve."""
        return self._named(self.pointer().current)

    def previous(self) -> Release | None:
        """The release that served before that one."""
        return self._named(self.pointer().previous)

    def publish(self) -> Release:
        """Make a release of the model and the index on the workbench, and let it serve; nothing is done when it does.

        Raises ModelError or RetrievalError when they are not whole.
        """
        release = Release(self._folder / f"{models.described(self._model).version}-{indexes.current(self._index)}")
        if release.refusal or not release.folder.is_dir():
            self._keep(release)
        self._point(release)
        return release

    def switch(self, release: Release) -> None:
        """Let `release` serve, and put it on the workbench, so that what is trained or indexed next begins with it.

        Raises ModelError or RetrievalError when it is not whole.
        """
        _copy(release.model, release.index, self._model, self._index)
        self._point(release)

    def _named(self, version: str) -> Release | None:
        return Release(self._folder / version) if version else None

    def _keep(self, release: Release) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = Release(Path(tempfile.mkdtemp(prefix=".", dir=self._folder)))
        fresh.folder.chmod(0o755)
        try:
            _copy(self._model, self._index, fresh.model, fresh.index)
            shutil.rmtree(release.folder, ignore_errors=True)
            fresh.folder.rename(release.folder)
            release.accept()
        finally:
            shutil.rmtree(fresh.folder, ignore_errors=True)

    def _point(self, release: Release) -> None:
        before = self.pointer()
        if before.current != release.version:
            replaced = self._named(before.current)
            # What was refused is nothing to go back to, and an older index of the same model is hardly anything.
            passed = replaced and (replaced.refusal or (before.previous and replaced.encoder == release.encoder))
            previous = before.previous if passed else before.current
            pointer = Pointer(current=release.version, previous="" if previous == release.version else previous)
            _write(self._folder / CURRENT, pointer.model_dump_json().encode())
        self._prune()

    def _prune(self) -> None:
        pointer = self.pointer()
        for release in self.all()[KEPT:]:
            if release.version not in (pointer.current, pointer.previous):
                shutil.rmtree(release.folder, ignore_errors=True)
                release.accept()


def _copy(model: Path, index: Path, to_model: Path, to_index: Path) -> None:
    """Copy what is whole, byte by byte, so that what happens to one copy leaves the other as it is."""
    models.publish(to_model, *models.read(model))
    _, made, files = indexes.read(index)
    indexes.publish(to_index, made, files)


def _write(file: Path, content: bytes) -> None:
    fresh = file.with_name(f".{file.name}")
    with fresh.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(file)
