"""An unmodified action server of rasa-sdk, as a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

_SECONDS = 120


def serve_actions(folder: Path, package: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Run `python -m rasa_sdk --actions PACKAGE` in `folder`; yields its webhook."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "rasa_sdk", "--actions", package, "--port", str(port)]
    known = {**os.environ, "SANIC_HOST": "127.0.0.1", "PYTHONPATH": str(folder), **environment}
    with subprocess.Popen(line, cwd=folder, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(f"http://127.0.0.1:{port}/health", process)
            yield f"http://127.0.0.1:{port}/webhook"
        finally:
            process.terminate()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(url).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the action server did not answer at {url}; its exit code is {process.poll()}")
