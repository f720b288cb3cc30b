"""One process at a time: a file that is locked for as long as its database is open."""

import fcntl
import os
from pathlib import Path

from analytics.stores import StoreUnavailable


class ProcessLock:
    """Holds `{database}.lock`, with the process id inside; the kernel lets it go when the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._file = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(self._file, 20).decode(errors="replace") or "unknown"
            os.close(self._file)
            raise StoreUnavailable(
                f"{database} is in use by process {owner}: stop that first, or use PostgreSQL for several processes"
            ) from None
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def release(self) -> None:
        """Let the next process in; the file stays, because removing it would race with whoever opens it now."""
        os.close(self._file)
