"""What a library of articles promises its editors, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy

from configs.errors import ConfigurationError
from knowledge_base.articles import Passage
from knowledge_base.errors import Conflict, LibraryError, Unavailable, Unknown
from knowledge_base.library import Library
from knowledge_base.twins import Twin
from tests.contracts.articles import article, ids, published


def states(library: Library, article_id: str) -> list[tuple[int, str, str, int | None]]:
    return [(one.number, one.state, one.author, one.edition) for one in library.history(article_id)]


def test_a_library_that_was_never_written_to_is_empty_and_asking_leaves_no_trace(library: Library, database_url: str) -> None:
    assert not library.exists()
    assert (library.published(), library.working(), library.drafts(), library.editions()) == ((), (), (), ())
    assert (library.edition(), library.current("a"), library.history("a"), library.version("a", "0" * 10)) == (
        None,
        None,
        (),
        None,
    )
    assert library.changed(0) == {}
    engine = sqlalchemy.create_engine(database_url)
    assert "article_revisions" not in sqlalchemy.inspect(engine).get_table_names()
    engine.dispose()


def test_what_is_saved_is_a_draft_that_nobody_is_told(library: Library) -> None:
    before = datetime.now(UTC)
    saved = library.save(article("a"), "ann", "first try")
    assert (saved.number, saved.state, saved.article, saved.author, saved.note) == (1, "draft", article("a"), "ann", "first try")
    assert before <= saved.at <= datetime.now(UTC)
    assert library.history("a") == library.drafts() == library.working() == (saved,)
    assert library.published() == ()
    assert not library.exists()


def test_an_article_goes_from_draft_over_review_to_published_and_withdrawn(library: Library) -> None:
    published(library, article("z"))
    library.save(article("a"), "ann")
    assert library.submit("a", "ann", "please look").state == "review"
    edition = library.publish(["a"], "bob", "looks good")
    assert library.published() == (article("a"), article("z"))
    assert (edition.number, edition.author, edition.note, dict(edition.revisions)) == (2, "bob", "looks good", {"a": 2, "z": 1})
    assert states(library, "a") == [(1, "draft", "ann", None), (2, "published", "ann", 2)]
    assert dict(library.withdraw(["a"], "bob").revisions) == {"z": 1}
    assert library.published() == (article("z"),)
    assert states(library, "a")[-1] == (2, "withdrawn", "ann", 2)
    assert library.current("a") is None


def test_everything_that_an_article_may_have_survives(library: Library) -> None:
    whole = replace(
        article("café-退货", 'Say "when", 😀\nand {0}; %s', "第一行\n第二行"),
        channels=("web", "微信"),
        valid_from=datetime(2026, 11, 1, 8, 30, 1, 5, UTC),
        valid_until=datetime(2026, 11, 12, tzinfo=UTC),
        threshold=0.1 + 0.2,
        owner="林梅",
        review_by=date(2027, 1, 1),
    )
    published(library, whole)
    assert library.published() == (whole,)
    assert library.version(whole.id, whole.version) == whole


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "two words"}, "two words: id: String should match"),
        ({"passages": {}}, "a: has no text in any of en, zh"),
        ({"passages": {"en": Passage("x\0", "y")}}, "a: en.question: holds a NUL character"),
        ({"passages": {"en": Passage("x", "\ud800")}}, "a: en.answer: "),
        ({"threshold": 1.5}, "a: threshold: Input should be less than or equal to 1"),
        ({"valid_from": datetime(2026, 1, 1)}, "a: valid_from: '2026-01-01T00:00:00' is no moment with a time zone"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_article_that_no_file_could_hold_is_refused(library: Library, change: dict[str, object], problem: str) -> None:
    for save in (library.save, lambda one, author: library.save_all([article("b"), one], author)):
        with pytest.raises(LibraryError, match=f"^{problem}"):
            save(replace(article("a"), **change), "ann")  # type: ignore[arg-type]
    assert library.drafts() == ()


@pytest.mark.parametrize("text", ["\0", "\ud800"])
def test_texts_that_no_database_keeps_are_refused_and_such_ids_unknown(library: Library, text: str) -> None:
    published(library, article("a"))
    with pytest.raises(LibraryError, match="an author or note holds"):
        library.save(article("a"), text)
    with pytest.raises(LibraryError, match="an author or note holds"):
        library.publish(None, "ann", text)
    assert (library.history(text), library.current(text), library.version("a", text)) == ((), None, None)
    for change in (library.remove, library.submit, lambda name, author: library.restore(name, 1, author)):
        with pytest.raises(Unknown):
            change(text, "ann")


def test_of_two_editors_at_once_the_second_learns_what_the_first_wrote(library: Library, other: Library) -> None:
    published(library, article("a"))
    seen = library.current("a")
    assert seen
    other.save(article("a", "Bob's."), "bob", expected=seen.number)
    with pytest.raises(Conflict, match=r"^a: is at revision 2, not at 1") as conflict:
        library.save(article("a", "Ann's."), "ann", expected=seen.number)
    assert conflict.value.newest
    assert (conflict.value.newest.author, conflict.value.newest.article) == ("bob", article("a", "Bob's."))
    for change in (library.remove, library.submit):
        with pytest.raises(Conflict):
            change("a", "ann", expected=1)
    with pytest.raises(Conflict):
        library.restore("a", 1, "ann", expected=1)
    assert len(library.history("a")) == 2


def test_a_new_article_is_expected_not_to_be_there(library: Library) -> None:
    assert library.save(article("a"), "ann", expected=0).number == 1
    with pytest.raises(Conflict):
        library.save(article("a"), "bob", expected=0)


def test_an_article_is_restored_as_a_draft_of_an_old_content(library: Library) -> None:
    published(library, article("a", "1"))
    published(library, article("a", "2"))
    restored = library.restore("a", 1, "ann", "it was right before")
    assert (restored.number, restored.state, restored.article) == (3, "draft", article("a", "1"))
    assert library.published() == (article("a", "2"),)
    library.publish(["a"], "ann")
    assert library.published() == (article("a", "1"),)
    with pytest.raises(Unknown, match=r"^a: there is no revision 9"):
        library.restore("a", 9, "ann")


def test_discarded_drafts_leave_what_is_live_and_can_be_brought_back(library: Library) -> None:
    published(library, article("a", "1"))
    library.save_all([article("a", "2"), article("b")], "ann")
    assert ids(library.discard(["a"], "bob", "a slip")) == ["a"]
    assert ids(library.drafts()) == ["b"]
    library.discard(None, "bob")
    assert library.drafts() == ()
    assert ids(library.working()) == ["a"]
    with pytest.raises(Unknown, match=r"^a: has no draft"):
        library.discard(["a"], "bob")
    assert states(library, "a")[2] == (3, "withdrawn", "bob", None)
    assert library.restore("a", 2, "ann").article == article("a", "2")
    assert library.restore("b", 1, "ann").article == article("b")


def test_only_a_draft_can_be_submitted(library: Library) -> None:
    published(library, article("a"))
    with pytest.raises(LibraryError, match=r"^a: has no draft; its state is published"):
        library.submit("a", "ann")
    with pytest.raises(Unknown):
        library.submit("b", "ann")


def test_twins_are_found_over_the_whole_base(library: Library) -> None:
    published(library, article("a"), article("b"), replace(article("c"), passages={"zh": Passage("多久？", "两年。")}))
    changed = library.save(article("b", "Three years."), "ann")
    found = list(library.twins())
    assert [(one.article_id, one.language, one.missing) for one in found] == [("b", "zh", False), ("c", "en", True)]
    assert found[0] == Twin("b", "zh", missing=False, since=changed.at)
    library.discard(["b"], "ann")
    assert [one.article_id for one in library.twins()] == ["c"]


@pytest.mark.parametrize(
    "url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://host/shop", "postgresql+nothing://host/shop"]
)
def test_a_database_that_cannot_be_used_is_refused_before_anything_is_opened(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^knowledge\.database"):
        Library(url)


def test_tables_of_another_version_of_the_program_are_left_alone(library: Library, database_url: str) -> None:
    published(library, article("a"))
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE article_schema SET revision = 2")
    engine.dispose()
    late = Library(database_url)
    for use in (late.published, lambda: late.save(article("a"), "ann")):
        with pytest.raises(Unavailable, match="has tables of revision 2, this program 1: update the program"):
            use()
    late.close()
