"""A model that is not, byte for byte, what was published never serves."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nlu import card, manifest
from nlu.errors import ModelError
from nlu.manifest import MANIFEST, Golden, Manifest
from nlu.pipeline import FAMILIAR, GRAPH, HEADS, NEIGHBOURS, NGRAMS, PROBES, SPELLING, TOKENIZER, Pipeline

Built = tuple[Manifest, dict[str, bytes]]
FILES = (card.HTML, card.JSON, FAMILIAR, GRAPH, HEADS, NEIGHBOURS, NGRAMS, PROBES, SPELLING, TOKENIZER, MANIFEST)


@pytest.fixture
def folder(tiny_built: Built, tmp_path: Path) -> Path:
    """A published model, free to be damaged."""
    manifest.publish(tmp_path / "model", *tiny_built)
    return tmp_path / "model"


def _flip(file: Path, place: float) -> None:
    content = bytearray(file.read_bytes())
    content[int(place * (len(content) - 1))] ^= 1
    file.write_bytes(content)


def _foreign(file: Path) -> None:
    file.write_text("<html><body>404 Not Found</body></html>", encoding="utf-8")


def _pointer(file: Path) -> None:
    file.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", encoding="utf-8")


def _link(file: Path) -> None:
    kept = file.with_name(f"{file.name}.kept")
    file.rename(kept)
    file.symlink_to(kept)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "truncated": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "halved": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"\0"),
    "flipped at the start": lambda file: _flip(file, 0.0),
    "flipped in the middle": lambda file: _flip(file, 0.5),
    "flipped near the end": lambda file: _flip(file, 0.99),
    "a web page": _foreign,
    "a pointer": _pointer,
    "a link": _link,
}


def test_a_whole_model_serves(folder: Path, tiny_built: Built) -> None:
    assert Pipeline.load(folder).model == tiny_built[0].version


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused_with_what_to_do(folder: Path, name: str, damage: str) -> None:
    DAMAGES[damage](folder / name)
    with pytest.raises(ModelError, match=r"run `python -m nlu train --data .*`"):
        Pipeline.load(folder)


def test_no_model_is_one_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"holds no model; run `python -m nlu train --data .*`$"):
        Pipeline.load(tmp_path / "model")


def test_a_manifest_that_leads_out_of_its_folder_is_refused(folder: Path, tiny_built: Built) -> None:
    made, files = tiny_built
    stolen = {**made.files, "../secret": manifest.sha256(b"secret")}
    folder.with_name("secret").write_bytes(b"secret")
    manifest.publish(folder, made.model_copy(update={"files": stolen}), files)
    with pytest.raises(ModelError, match="secret"):
        manifest.read(folder)


def test_files_of_another_model_are_refused_though_each_is_whole(folder: Path, tiny_built: Built) -> None:
    files = tiny_built[1]
    other = files[TOKENIZER].replace(b'"max_length":32', b'"max_length":31').replace(b'"max_length": 32', b'"max_length": 31')
    assert other != files[TOKENIZER]
    (folder / TOKENIZER).write_bytes(other)
    with pytest.raises(ModelError, match="damaged"):
        Pipeline.load(folder)


def test_a_model_that_answers_otherwise_than_when_it_was_trained_is_refused(folder: Path, tiny_built: Built) -> None:
    made, files = tiny_built
    moved = made.model_copy(update={"golden": [Golden(text="where is my parcel", intent="get_refund")]})
    manifest.publish(folder, moved, files)
    with pytest.raises(ModelError, match=r"no longer understands 'where is my parcel' as get_refund"):
        Pipeline.load(folder)


def test_a_graph_that_onnx_runtime_cannot_run_is_refused(folder: Path, tiny_built: Built) -> None:
    made, files = tiny_built
    broken = {**files, GRAPH: b"not a graph"}
    sums = {name: manifest.sha256(content) for name, content in broken.items()}
    manifest.publish(folder, made.model_copy(update={"files": sums}), broken)
    with pytest.raises(ModelError, match=r"ONNX Runtime .* refuses the model"):
        Pipeline.load(folder)


def test_a_manifest_of_another_format_is_refused_even_with_a_right_seal(folder: Path) -> None:
    values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del values["seal"], values["golden"]
    sealed = {**values, "seal": manifest.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode())}
    (folder / MANIFEST).write_text(json.dumps(sealed), encoding="utf-8")
    with pytest.raises(ModelError, match="another version of this program"):
        Pipeline.load(folder)


def test_publishing_replaces_the_older_model_and_leaves_nothing_beside_it(folder: Path, tiny_built: Built) -> None:
    (folder / "stray").write_bytes(b"")
    manifest.publish(folder, *tiny_built)
    assert sorted(file.name for file in folder.iterdir()) == sorted(FILES)
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]


def test_a_publication_that_fails_leaves_the_older_model_serving(folder: Path, tiny_built: Built) -> None:
    made, files = tiny_built
    with pytest.raises(FileNotFoundError):
        manifest.publish(folder, made, {**files, "no/such/folder": b""})
    assert Pipeline.load(folder).model == made.version
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]
    shutil.rmtree(folder)
