"""Where the shop's articles come from: the demo, an older installation, or the library."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError

MakeArticle = Callable[[str], Article]


@pytest.fixture
def older(tmp_path: Path, make_article: MakeArticle) -> Path:
    """What an older version of the program kept."""
    file = tmp_path / "knowledge" / "articles.json"
    file.parent.mkdir()
    pipeline.write([make_article("b"), make_article("a")], file)
    return file


def test_the_demo_shop_speaks_until_something_is_published(tmp_path: Path, make_article: MakeArticle) -> None:
    assert pipeline.load_articles() == pipeline.load_articles(tmp_path) == pipeline.demo_articles()
    assert list(tmp_path.iterdir()) == []
    with closing(pipeline.library(tmp_path)) as library:
        library.save(make_article("a"), "ann")
        assert pipeline.load_articles(tmp_path) == pipeline.demo_articles()
        library.publish(None, "ann")
    assert pipeline.load_articles(tmp_path) == (make_article("a"),)


def test_what_an_older_version_kept_becomes_the_first_edition_once(
    tmp_path: Path, older: Path, make_article: MakeArticle
) -> None:
    assert pipeline.load_articles(tmp_path) == (make_article("a"), make_article("b"))
    pipeline.write([make_article("c")], older)
    with closing(pipeline.library(tmp_path)) as library:
        assert [(one.number, one.note) for one in library.editions()] == [(1, "taken over from articles.json")]
        assert library.published() == (make_article("a"), make_article("b"))


@pytest.mark.parametrize("content", ["", "[{}]", '[{"id": "a"'])
def test_a_damaged_file_of_an_older_version_is_refused_by_its_name(tmp_path: Path, older: Path, content: str) -> None:
    older.write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=str(older)):
        pipeline.load_articles(tmp_path)
    assert [file.name for file in older.parent.iterdir()] == ["articles.json"]


def test_an_older_version_that_kept_nothing_leaves_the_demo_to_speak(tmp_path: Path, older: Path) -> None:
    older.write_text("[]", encoding="utf-8")
    assert pipeline.load_articles(tmp_path) == pipeline.demo_articles()


def test_the_library_may_be_in_another_database(tmp_path: Path, make_article: MakeArticle) -> None:
    place = "sqlite:///{data}/elsewhere.db"
    with closing(pipeline.library(tmp_path, place)) as library:
        library.found([make_article("a")], "ann")
    assert pipeline.load_articles(tmp_path, place) == (make_article("a"),)
    assert pipeline.load_articles(tmp_path) == pipeline.demo_articles()


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to look at" * 50])
def test_a_library_that_is_none_is_said_so_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "knowledge" / "library.db"
    file.parent.mkdir()
    file.write_bytes(content)
    if not content:
        # As a process leaves it that was killed while it made the first table.
        assert pipeline.load_articles(tmp_path) == pipeline.demo_articles()
        return
    with pytest.raises(KnowledgeError, match=r"library\.db cannot be used \(file is not a database\): see that it is there"):
        pipeline.load_articles(tmp_path)


def test_a_library_in_a_place_that_cannot_be_written_is_said_so(tmp_path: Path, make_article: MakeArticle) -> None:
    (tmp_path / "knowledge").write_text("a file where the folder should be", encoding="utf-8")
    with closing(pipeline.library(tmp_path)) as library, pytest.raises(KnowledgeError, match="cannot be used"):
        library.save(make_article("a"), "ann")
