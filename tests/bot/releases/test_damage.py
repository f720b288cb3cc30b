"""No release serves that is not, byte for byte, what was published, or that does not answer as it did."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.errors import ReleaseRefused
from bot.releases.serving import load
from bot.releases.store import Release, Releases
from nlu import manifest as models
from nlu.manifest import MANIFEST, Golden
from nlu.pipeline import GRAPH, HEADS, NGRAMS, PROBES, TOKENIZER
from retrieval import files as index_files
from retrieval import manifest as indexes
from tests.bot.releases.conftest import reseal

Damage = Callable[[Release], Release | None]
"""Does what its name says; gives the release where it has another name then."""


@pytest.fixture
def release(releases: Releases) -> Release:
    """One to damage."""
    current = releases.current()
    assert current is not None
    return current


def place(release: Release) -> Path:
    """Where the files of the index are."""
    return release.index / indexes.current(release.index)


def replaced(name: str, change: Callable[[bytes], bytes]) -> Damage:
    """A file of the model or, if it is none, of the index, with other bytes."""

    def damage(release: Release) -> None:
        file = next(one / name for one in (release.model, place(release)) if (one / name).exists())
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(change(content))

    return damage


def resealed(name: str, change: Callable[[bytes], bytes]) -> Damage:
    """The same with a model whose manifest is right about it."""

    def damage(release: Release) -> None:
        _, files = models.read(release.model)
        reseal(release.model, {**files, name: change(files[name])})

    return damage


def flipped(bits: int) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        flipped = bytearray(content)
        for number in range(bits):
            flipped[(number + 1) * len(content) // (bits + 2)] ^= 1 << (number % 8)
        return bytes(flipped)

    return change


def html(content: bytes) -> bytes:
    return b"<html><body>404 Not Found</body></html>"


def pointer(content: bytes) -> bytes:
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def linked(release: Release) -> None:
    file = release.model / GRAPH
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def linked_index(release: Release) -> None:
    file = place(release) / index_files.INDEX
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def other_golden(release: Release) -> None:
    _, files = models.read(release.model)
    reseal(release.model, files, golden=[Golden(text="hello", intent="cancel_order")])


def other_index(release: Release) -> Release:
    """An index that says that it belongs to this model, whose vectors have another length."""
    _, made, contents = indexes.read(release.index)
    rows = np.load(contents[index_files.ROWS])[:, : made.dimension // 2]
    changed: dict[str, indexes.Content] = {**contents, index_files.ROWS: lambda file: np.save(file, np.ascontiguousarray(rows))}
    indexes.publish(release.index, made.model_copy(update={"dimension": made.dimension // 2}), changed)
    return renamed(release)


def index_of_another_model(release: Release) -> Release:
    _, made, contents = indexes.read(release.index)
    indexes.publish(release.index, made.model_copy(update={"encoder": "another"}), contents)
    return renamed(release)


def renamed(release: Release) -> Release:
    """The release by the name of what it holds now, so that not its name is what is wrong with it."""
    version = f"{models.described(release.model).version}-{indexes.current(release.index)}"
    return Release(release.folder.rename(release.folder.with_name(version)))


def other_name(release: Release) -> Release:
    return Release(release.folder.rename(release.folder.with_name("other-name")))


def other_vocabulary(content: bytes) -> bytes:
    """Numbers that the graph has no rows for."""
    tokenizer = json.loads(content)
    tokenizer["model"]["vocab"] = {word: 100_000 + number for word, number in tokenizer["model"]["vocab"].items()}
    return json.dumps(tokenizer).encode()


DAMAGES: dict[str, tuple[Damage, str]] = {
    "an empty graph": (replaced(GRAPH, lambda content: b""), "SHA-256"),
    "a truncated graph": (replaced(GRAPH, half), "SHA-256"),
    "a graph with a byte less": (replaced(GRAPH, lambda content: content[:-1]), "SHA-256"),
    "a graph with a byte more": (replaced(GRAPH, lambda content: content + b"\0"), "SHA-256"),
    "a graph that is a web page": (replaced(GRAPH, html), "SHA-256"),
    "a graph that is a pointer": (replaced(GRAPH, pointer), "SHA-256"),
    "a graph with a flipped bit": (replaced(GRAPH, flipped(1)), "SHA-256"),
    "a graph with 64 flipped bits": (replaced(GRAPH, flipped(64)), "SHA-256"),
    "a linked graph": (linked, "is a link"),
    "heads with a flipped bit": (replaced(HEADS, flipped(1)), "SHA-256"),
    "truncated probes": (replaced(PROBES, half), "SHA-256"),
    "n-grams that are a web page": (replaced(NGRAMS, html), "SHA-256"),
    "a missing tokenizer": (lambda release: (release.model / TOKENIZER).unlink(), "missing"),
    "a missing manifest": (lambda release: (release.model / MANIFEST).unlink(), "holds no model"),
    "a manifest with a flipped bit": (lambda release: replaced_manifest(release.model, flipped(1)), "damaged"),
    "an empty manifest": (lambda release: replaced_manifest(release.model, lambda content: b""), "damaged"),
    "a right sum of a truncated graph": (resealed(GRAPH, half), "ONNX Runtime"),
    "a right sum of a web page": (resealed(GRAPH, html), "ONNX Runtime"),
    "a right sum of empty probes": (resealed(PROBES, lambda content: b""), "another version of this program"),
    "a right sum of half the n-grams": (resealed(NGRAMS, half), "another version of this program"),
    "a right sum of another vocabulary": (resealed(TOKENIZER, other_vocabulary), "cannot read a sentence"),
    "a right sum of no tokenizer": (resealed(TOKENIZER, html), "refuses the model"),
    "answers that are no longer the same": (other_golden, "no longer understands 'hello' as cancel_order"),
    "an index with a flipped bit": (replaced(index_files.INDEX, flipped(1)), "damaged"),
    "a truncated index": (replaced(index_files.ROWS, half), "damaged"),
    "a linked index": (linked_index, "damaged"),
    "a missing ranking": (lambda release: (place(release) / index_files.RANKING).unlink(), "damaged"),
    "a manifest of the index that is a web page": (lambda release: replaced_manifest(place(release), html), "damaged"),
    "an index of other dimensions": (other_index, "does not fit"),
    "an index of another model": (index_of_another_model, "belongs to the model another"),
    "another name": (other_name, "holds the release"),
}


def replaced_manifest(folder: Path, change: Callable[[bytes], bytes]) -> None:
    file = folder / MANIFEST
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(change(content))


def test_a_whole_release_serves(release: Release) -> None:
    assert load(release).version == release.version


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_release_is_refused_with_the_reason(release: Release, damage: str) -> None:
    act, reason = DAMAGES[damage]
    release = act(release) or release
    with pytest.raises(ReleaseRefused, match=reason) as refused:
        load(release)
    assert "; run" not in str(refused.value), "what helps on the workbench is no advice for a release"
