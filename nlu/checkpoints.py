"""A training run on disk after every epoch, so that one that was interrupted is gone on with."""

import os
import pickle
from pathlib import Path
from typing import Any, Protocol

import torch


class Resumable(Protocol):
    """What can be kept and gone on with."""

    def state(self) -> dict[str, Any]:
        """Everything, as tensors and numbers."""
        ...

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        ...


class Checkpoint:
    """The last kept state of the run `version` in `folder`; states of other versions are removed, nobody goes on with them."""

    def __init__(self, folder: Path, version: str) -> None:
        self._file = folder / f"{version}.pt"

    def save(self, run: Resumable) -> None:
        """Keep the run as it is; what was kept before is there until this is whole."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".part")
        with fresh.open("wb") as handle:
            torch.save(run.state(), handle)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(self._file)
        for other in self._file.parent.glob("*.pt"):
            if other != self._file:
                other.unlink()

    def restore(self, run: Resumable) -> bool:
        """Go on from what was kept; False when there is nothing, or nothing that can be read."""
        try:
            state = torch.load(self._file, weights_only=True)
        except (OSError, RuntimeError, ValueError, EOFError, pickle.UnpicklingError):
            return False
        run.restore(state)
        return True

    def remove(self) -> None:
        """Forget the run: it has come to its end."""
        self._file.unlink(missing_ok=True)
