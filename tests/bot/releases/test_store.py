"""Releases on disk: made of what is on the workbench, pointed to, and thrown away when there are too many."""

import shutil
from pathlib import Path

import pytest

from bot.errors import UnknownRelease
from bot.preparation import prepare
from bot.releases.serving import load
from bot.releases.store import KEPT, Pointer, Releases
from configs.settings import load as settings
from nlu import manifest as models
from retrieval import manifest as indexes
from tests.bot.releases.conftest import FIRST, SECOND, rename


def workbench(data: Path) -> str:
    return f"{models.read(data / 'model')[0].version}-{indexes.read(data / 'index')[1].version}"


def test_what_is_published_last_serves_and_what_served_is_remembered(releases: Releases) -> None:
    second, first = releases.all()
    assert (first.version.partition("-")[0], second.version.partition("-")[0]) == (FIRST, SECOND)
    assert releases.pointer() == Pointer(current=second.version, previous=first.version)


def test_an_installation_without_releases_gets_its_first_one(data: Path) -> None:
    shutil.rmtree(data / "releases")
    prepare(settings(), data)
    release = Releases(data).current()
    assert release is not None
    assert release.version == workbench(data)
    assert load(release).version == release.version


def test_publishing_what_serves_already_changes_nothing(data: Path, releases: Releases) -> None:
    before = {file: file.stat().st_mtime_ns for file in (data / "releases").rglob("*")}
    assert releases.publish() == releases.current()
    assert {file: file.stat().st_mtime_ns for file in (data / "releases").rglob("*")} == before


def test_a_rollback_also_changes_what_is_trained_and_indexed_next(data: Path, releases: Releases) -> None:
    second, first = releases.all()
    releases.switch(first)
    assert releases.pointer() == Pointer(current=first.version, previous=second.version)
    assert workbench(data) == first.version
    prepare(settings(), data)
    assert releases.current() == first, "the next start must not undo a rollback"


def test_a_release_is_a_copy_that_damage_on_the_workbench_does_not_reach(data: Path, releases: Releases) -> None:
    current = releases.current()
    assert current is not None
    heads = data / "model" / "heads.json"
    assert not heads.samefile(current.model / "heads.json")


def test_the_oldest_are_thrown_away_but_never_what_serves_or_served_before(data: Path, releases: Releases) -> None:
    second, first = releases.all()
    first.refuse("for this test")
    for number in range(KEPT):
        rename(data, f"model{number}", 1.1 + number / 100)
        releases.publish().refuse("for this test")
    kept = [release.version for release in releases.all()]
    assert len(kept) == KEPT + 1
    assert releases.pointer().previous == second.version, "nothing that was refused is gone back to"
    assert second.version in kept
    assert first.version not in kept
    assert first.refusal == ""


def test_a_refused_release_is_made_anew_from_a_whole_workbench(releases: Releases) -> None:
    current = releases.current()
    assert current is not None
    (current.model / "heads.json").unlink()
    current.refuse("heads.json is missing")
    releases.publish()
    assert current.refusal == ""
    assert load(current).version == current.version


@pytest.mark.parametrize("name", ["nothing", "", "../model", "f" * 200])
def test_a_release_that_is_not_there_is_refused_with_those_that_are(releases: Releases, name: str) -> None:
    with pytest.raises(UnknownRelease) as unknown:
        releases.find(name)
    assert all(release.version in str(unknown.value) for release in releases.all())


def test_the_beginning_of_a_version_will_do(releases: Releases) -> None:
    assert releases.find(FIRST).version.startswith(f"{FIRST}-")


@pytest.mark.parametrize("content", [b"", b"{", b'{"current": "../../etc"}', b'{"current": 5}', b"\xff", b'{"other": ""}'])
def test_a_pointer_that_is_damaged_points_nowhere(data: Path, releases: Releases, content: bytes) -> None:
    pointer = data / "releases" / "current"
    pointer.unlink()
    pointer.write_bytes(content)
    assert releases.current() is None
