"""A release is loaded in a process of its own first, so that one that brings its loader down does not bring the service down."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from bot.errors import ReleaseRefused
from bot.releases.serving import load
from bot.releases.store import Release

PROGRAM = __name__
SECONDS = 120.0
_NICE = 5  # customers' messages go first


async def examine(release: Release) -> None:
    """Raises ReleaseRefused, with the reason, when a fresh process cannot serve `release`."""
    paths = os.pathsep.join(filter(None, sys.path))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", PROGRAM, str(release.folder)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        async with asyncio.timeout(SECONDS):
            _, said = await process.communicate()
    except TimeoutError:
        raise ReleaseRefused(f"it could not be examined within {SECONDS:.0f} seconds") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    if process.returncode:
        raise ReleaseRefused(_last_line(said) or f"the process that examined it ended with {process.returncode}")


def _last_line(said: bytes) -> str:
    return said.decode(errors="replace").strip().rpartition("\n")[2]


def main(folder: str) -> int:
    """Load the release in `folder`; the reason why it cannot serve goes to stderr."""
    os.nice(_NICE)
    try:
        load(Release(Path(folder)))
    except ReleaseRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
