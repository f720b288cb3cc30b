"""Files are what they were published as: large ones are read once and remembered until something happens to them."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval import integrity
from retrieval.integrity import MEMORY, remembered, sha256, whole

CONTENT = b"rows" * 1_000
TICK = 0.02  # seconds, longer than any of a file system's clock


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "LARGE", len(CONTENT))
    monkeypatch.setattr(integrity, "SETTLED", TICK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A large file and a small one."""
    folder = tmp_path / "version"
    folder.mkdir()
    (folder / "rows").write_bytes(CONTENT)
    (folder / "note").write_bytes(b"note")
    time.sleep(2 * TICK)
    return folder


DIGESTS = {"rows": sha256(CONTENT), "note": sha256(b"note")}


def test_a_file_has_the_sum_of_its_content(folder: Path) -> None:
    assert sha256(folder / "rows") == sha256(CONTENT)


def test_only_large_files_are_remembered(folder: Path) -> None:
    assert remembered(folder) == {}
    assert whole(folder, DIGESTS)
    assert list(remembered(folder)) == ["rows"]


def test_what_has_just_changed_is_not_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "SETTLED", 60.0)
    assert whole(folder, DIGESTS)
    assert remembered(folder) == {}


def test_what_is_remembered_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(content: Path) -> str:
        read.append(content.name)
        return sha256(content)

    monkeypatch.setattr(integrity, "sha256", counted)
    assert whole(folder, DIGESTS)
    assert whole(folder, DIGESTS)
    assert read == ["rows", "note", "note"]


def flip(file: Path) -> None:
    with file.open("r+b") as handle:
        handle.write(b"R")


def flip_and_turn_the_clock_back(file: Path) -> None:
    status = file.stat()
    flip(file)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def cut(file: Path) -> None:
    os.truncate(file, 10)


def replace(file: Path) -> None:
    other = file.with_name("other")
    other.write_bytes(CONTENT[::-1])
    other.replace(file)


def link(file: Path) -> None:
    file.symlink_to(file.rename(file.with_name("elsewhere")))


def remove(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("damage", [flip, flip_and_turn_the_clock_back, cut, replace, link, remove])
@pytest.mark.parametrize("name", ["rows", "note"])
def test_damage_is_seen_also_in_what_was_remembered(folder: Path, damage: Callable[[Path], None], name: str) -> None:
    assert whole(folder, DIGESTS)
    damage(folder / name)
    assert not whole(folder, DIGESTS)


def test_a_copy_is_read_for_itself(folder: Path) -> None:
    assert whole(folder, DIGESTS)
    copy = shutil.copytree(folder, folder.with_name("copy"))
    assert remembered(copy) == remembered(folder)
    os.truncate(copy / "rows", 0)
    (copy / "rows").write_bytes(CONTENT[::-1])
    shutil.copystat(folder / "rows", copy / "rows")
    assert not whole(copy, DIGESTS)


@pytest.mark.parametrize("content", [b"", b"{", b'{"rows": 3}', b"\xff"])
def test_a_memory_that_cannot_be_read_is_no_memory(folder: Path, content: bytes) -> None:
    (folder / MEMORY).write_bytes(content)
    assert remembered(folder) == {}
    assert whole(folder, DIGESTS)
