"""The installed shop's articles: complete at any moment, and named by a version."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError
from knowledge_base.stores import version_of
from knowledge_base.stores.file import FileStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "knowledge" / "articles.json")


def test_a_new_store_is_empty(store: FileStore) -> None:
    assert not store.exists()
    assert store.articles() == ()
    assert store.get("a") is None


def test_what_is_put_in_comes_out_by_id(store: FileStore, make_article: Callable[[str], Article]) -> None:
    store.replace([make_article("b"), make_article("a")])
    assert store.articles() == (make_article("a"), make_article("b"))
    assert store.get("b") == make_article("b")
    store.replace([make_article("c")])
    assert [article.id for article in store.articles()] == ["c"]


def test_the_version_changes_with_any_article_and_not_with_their_order(make_article: Callable[[str], Article]) -> None:
    first, second = make_article("a"), make_article("b")
    assert version_of([first, second]) == version_of([second, first])
    assert version_of([first]) != version_of([first, second])
    assert version_of([make_article("c")]) != version_of([first])


def test_a_replacement_that_fails_leaves_what_was_there(
    store: FileStore, make_article: Callable[[str], Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.replace([make_article("a")])

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnowledgeError, match="cannot be written: No space left on device"):
        store.replace([make_article("b")])
    assert [article.id for article in store.articles()] == ["a"]
    assert [file.name for file in store.file.parent.iterdir()] == ["articles.json"]


@pytest.mark.parametrize("content", ["", "[{}]", '[{"id": "a"'])
def test_a_damaged_store_is_refused_with_a_remedy(store: FileStore, content: str) -> None:
    store.file.parent.mkdir()
    store.file.write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="delete it and import an export again"):
        store.articles()


def test_the_demo_shop_speaks_until_something_is_imported(tmp_path: Path, make_article: Callable[[str], Article]) -> None:
    assert pipeline.load_articles(tmp_path) == pipeline.demo_articles()
    pipeline.store(tmp_path).replace([make_article("a")])
    assert pipeline.load_articles(tmp_path) == (make_article("a"),)
