"""Index folders: published whole or not at all, and refused when damaged or made for another encoder."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from configs.errors import ConfigurationError
from knowledge_base.articles import Article
from nlu.understanding import Understander
from retrieval import files, manifest, pipeline
from retrieval.errors import RetrievalError
from retrieval.indexes.flat import Flat
from tests.retrieval.conftest import HashingEncoder

FILES = ["articles.json", "rows.npy", "prototypes.npy", "lexical.npz", "vectors.index", "ranking.json", "manifest.json"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, articles: tuple[Article, ...], encoder: Understander) -> Path:
    folder = tmp_path_factory.mktemp("built") / "index"
    pipeline.build(articles, encoder, folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    """An index to damage."""
    return shutil.copytree(built, tmp_path / "index")


def place(folder: Path) -> Path:
    return folder / (folder / "current").read_text(encoding="ascii")


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def remove(file: Path) -> None:
    file.unlink()


def swap_for_html(file: Path) -> None:
    file.write_text("<html>404</html>", encoding="utf-8")


def link(file: Path) -> None:
    real = file.rename(file.with_name("elsewhere"))
    file.symlink_to(real)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [truncate, flip, empty, remove, swap_for_html, link])
def test_a_damaged_index_is_refused_with_a_remedy(
    folder: Path, encoder: Understander, name: str, damage: Callable[[Path], None]
) -> None:
    damage(place(folder) / name)
    with pytest.raises(
        RetrievalError,
        match=r" is damaged or of another version of this program; run `python -m retrieval build`$",
    ):
        pipeline.load(folder, encoder)


@pytest.mark.parametrize("pointer", ["", "../../etc", "0123456789"])
def test_a_pointer_to_nothing_is_refused(folder: Path, encoder: Understander, pointer: str) -> None:
    (folder / "current").write_text(pointer, encoding="ascii")
    with pytest.raises(RetrievalError, match="run `python -m retrieval build`"):
        pipeline.load(folder, encoder)


def test_a_missing_index_is_refused_with_a_remedy(tmp_path: Path, encoder: Understander) -> None:
    with pytest.raises(RetrievalError, match=r"holds no index; run `python -m retrieval build`$"):
        pipeline.load(tmp_path, encoder)


def test_a_damaged_index_is_built_again(folder: Path, articles: tuple[Article, ...], encoder: Understander) -> None:
    truncate(place(folder) / "rows.npy")
    pipeline.build(articles, encoder, folder)
    assert pipeline.load(folder, encoder).answer("vouchers", encoder.embed(["vouchers"])[0], "en") is not None


def test_an_index_of_another_encoder_is_refused(folder: Path) -> None:
    other = HashingEncoder()
    other.model = "hashing-2"
    with pytest.raises(RetrievalError, match="belongs to the model hashing-1, not to hashing-2"):
        pipeline.load(folder, other)


def test_the_manifest_names_what_the_index_was_made_of(folder: Path) -> None:
    said = json.loads((place(folder) / "manifest.json").read_text(encoding="utf-8"))
    assert (said["encoder"], said["dimension"], said["articles"]) == ("hashing-1", 96, 3)
    assert sorted(said["files"]) == sorted(set(FILES) - {"manifest.json"})


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"name": "auto"}, "flat"),
        ({"name": "auto", "hnsw_from": 2}, "hnsw"),
        ({"name": "auto", "hnsw_from": 2, "ivfpq_from": 3}, "ivfpq"),
        ({"name": "hnsw", "fewest": 1}, "hnsw"),
    ],
)
def test_the_manifest_names_the_kind_that_was_chosen_and_loads_it(
    tmp_path: Path, articles: tuple[Article, ...], encoder: Understander, entry: dict[str, Any], kind: str
) -> None:
    made = pipeline.build(articles, encoder, tmp_path, entry)
    assert (made.configured, made.index["name"]) == (entry, kind)
    assert pipeline.up_to_date(tmp_path, articles, encoder.model, entry)
    answer = pipeline.load(tmp_path, encoder).answer("vouchers", encoder.embed(["vouchers"])[0], "en")
    assert answer is not None
    assert answer.article_id == "gift-cards"


def test_the_rows_are_mapped_once_for_the_index_and_for_the_evidence(folder: Path) -> None:
    where, made, contents = manifest.read(folder)
    _, evidence, _ = files.unpacked(where, made, contents)
    assert isinstance(evidence.index, Flat)
    assert np.shares_memory(evidence.vectors, evidence.index.rows)
    assert isinstance(evidence.vectors.base, np.memmap)
    assert not evidence.vectors.flags.writeable


def test_the_same_articles_give_the_same_index(folder: Path, articles: tuple[Article, ...], encoder: Understander) -> None:
    before = place(folder)
    pipeline.build(articles, encoder, folder)
    assert place(folder) == before


def test_an_index_is_up_to_date_until_an_article_or_the_encoder_changes(
    folder: Path, articles: tuple[Article, ...], encoder: Understander
) -> None:
    assert pipeline.up_to_date(folder, articles, encoder.model)
    assert not pipeline.up_to_date(folder, articles[:2], encoder.model)
    assert not pipeline.up_to_date(folder, articles, encoder.model, {"name": "flat", "gpu": False})
    other = HashingEncoder()
    other.model = "hashing-2"
    assert not pipeline.up_to_date(folder, articles, other.model)
    flip(place(folder) / "rows.npy")
    assert not pipeline.up_to_date(folder, articles, encoder.model)


def test_the_version_before_stays_readable_until_the_next_but_one(
    folder: Path, articles: tuple[Article, ...], encoder: Understander
) -> None:
    first = place(folder)
    pipeline.build(articles[:2], encoder, folder)
    second = place(folder)
    assert first.is_dir()
    pipeline.build(articles[:1], encoder, folder)
    assert not first.exists()
    assert second.is_dir()


@pytest.mark.parametrize("call", range(1, 8))
def test_a_build_that_breaks_off_leaves_the_index_that_was_there(
    folder: Path, articles: tuple[Article, ...], encoder: Understander, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    before = place(folder)
    synchronise = os.fsync
    calls = 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            raise OSError(28, "No space left on device")
        synchronise(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            pipeline.build(articles[:2], encoder, folder)
    assert place(folder) == before
    assert len(pipeline.load(folder, encoder).articles) == 3
    assert [one.name for one in folder.iterdir() if one.name.startswith(".") and one.is_dir()] == []


def test_no_articles_make_no_index(tmp_path: Path, encoder: Understander) -> None:
    with pytest.raises(RetrievalError, match="there are no articles to index"):
        pipeline.build((), encoder, tmp_path)


def test_an_unknown_index_plug_in_is_refused(tmp_path: Path, articles: tuple[Article, ...], encoder: Understander) -> None:
    with pytest.raises(ConfigurationError, match=r"retrieval\.indexes has no plug-in 'round'"):
        pipeline.build(articles, encoder, tmp_path, {"name": "round"})
