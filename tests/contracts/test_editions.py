"""What a library of articles promises about what is live, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge_base.articles import version_of
from knowledge_base.errors import Conflict, LibraryError, Unknown
from knowledge_base.library import Library
from tests.contracts.articles import article, ids, published


def test_an_old_replys_version_can_still_be_looked_up(library: Library) -> None:
    first, second = article("a"), article("a", "Three years.")
    published(library, first, article("b"))
    published(library, second)
    library.withdraw(["a"], "ann")
    assert library.version("a", first.version) == first
    assert library.version("a", second.version) == second
    assert library.version("b", first.version) is None


def test_an_editor_goes_on_from_what_is_live_after_a_rollback_or_a_discarded_draft(library: Library) -> None:
    published(library, article("a", "1"))
    published(library, article("a", "2"))
    library.rollback(1, "ann")
    seen = library.current("a")
    assert seen
    assert (seen.number, seen.article) == (1, article("a", "1"))
    library.save(article("a", "3"), "ann", expected=1)
    library.discard(["a"], "ann")
    assert library.current("a") == seen
    assert library.save(article("a", "4"), "ann", expected=1).number == 5


def test_a_publication_is_refused_when_another_edition_is_live_than_it_was_judged_on(library: Library, other: Library) -> None:
    published(library, article("a"))
    library.save_all([article("b"), article("c")], "ann")
    other.publish(["b"], "bob", expected=1)
    with pytest.raises(Conflict, match=r"^edition 2 is live, not 1"):
        library.publish(["c"], "ann", expected=1)
    with pytest.raises(Conflict):
        library.withdraw(["a"], "ann", expected=1)
    with pytest.raises(Conflict):
        library.rollback(1, "ann", expected=1)
    assert len(library.editions()) == 2


def test_only_the_drafts_that_are_named_go_live(library: Library) -> None:
    library.save_all([article("a"), article("b"), article("c")], "ann")
    library.publish(["b"], "ann")
    assert library.published() == (article("b"),)
    assert ids(library.drafts()) == ["a", "c"]
    with pytest.raises(Unknown, match=r"^b: has no draft to publish"):
        library.publish(["a", "b"], "ann")
    assert library.published() == (article("b"),)
    library.publish(None, "ann")
    assert [one.id for one in library.published()] == ["a", "b", "c"]
    with pytest.raises(LibraryError, match=r"^there is no draft to publish"):
        library.publish(None, "ann")


def test_a_removal_is_a_draft_too(library: Library) -> None:
    published(library, article("a"), article("b"))
    removal = library.remove("a", "ann", "outdated")
    assert (removal.state, removal.article) == ("draft", None)
    assert len(library.published()) == 2
    library.publish(None, "ann")
    assert library.published() == (article("b"),)
    assert (library.current("a"), library.drafts()) == (None, ())
    with pytest.raises(Unknown):
        library.remove("a", "ann")
    assert library.save(article("a"), "ann", expected=0).number == 3


def test_a_base_without_any_article_is_refused(library: Library) -> None:
    published(library, article("a"))
    with pytest.raises(LibraryError, match=r"^no article would be left"):
        library.withdraw(["a"], "ann")
    library.remove("a", "ann")
    with pytest.raises(LibraryError, match=r"^no article would be left"):
        library.publish(None, "ann")
    assert library.published() == (article("a"),)


def test_a_rollback_is_a_new_edition_of_an_old_base_and_leaves_drafts_alone(library: Library) -> None:
    published(library, article("a", "1"), article("b"), article("gone"))
    first = library.edition()
    library.save_all([article("a", "2"), article("new")], "ann", removed=["gone"])
    library.publish(None, "ann")
    library.save_all([article("a", "3"), article("new", "4"), article("d")], "ann")
    back = library.rollback(1, "bob", "prices were wrong")
    assert first
    assert (back.number, back.base, dict(back.revisions)) == (3, first.base, {"a": 1, "b": 1, "gone": 1})
    assert library.published() == (article("a", "1"), article("b"), article("gone"))
    assert ids(library.drafts()) == ["a", "d", "new"]
    assert dict(library.editions()[1].revisions) == {"a": 2, "b": 1, "new": 1}
    library.rollback(2, "bob")
    assert library.published() == (article("a", "2"), article("b"), article("new"))


def test_a_rollback_to_what_is_live_or_never_was_is_refused(library: Library) -> None:
    published(library, article("a"))
    with pytest.raises(LibraryError, match=r"^edition 1 is what is live already"):
        library.rollback(1, "ann")
    for edition in (0, 2, -1):
        with pytest.raises(Unknown):
            library.rollback(edition, "ann")


def test_every_edition_is_told_with_what_it_had(library: Library) -> None:
    start = datetime.now(UTC)
    published(library, article("a"))
    library.save_all([article("a", "2"), article("b")], "ann")
    library.publish(["a"], "bob", "longer")
    library.publish(["b"], "ann")
    found = library.editions()
    assert [(one.number, one.author, one.note) for one in found] == [(1, "ann", ""), (2, "bob", "longer"), (3, "ann", "")]
    assert [dict(one.revisions) for one in found] == [{"a": 1}, {"a": 2}, {"a": 2, "b": 1}]
    assert found[-1] == library.edition()
    assert found[1].base == version_of([article("a", "2")])
    assert all(start <= one.at <= start + timedelta(minutes=1) for one in found)


def test_a_reader_learns_only_what_changed(library: Library, other: Library) -> None:
    published(library, article("a"), article("b"), article("c"))
    assert other.published() == library.published()
    library.save_all([article("a", "2"), article("d")], "ann", removed=["b"])
    library.publish(None, "ann")
    assert other.changed(1) == {"a": article("a", "2"), "b": None, "d": article("d")}
    assert other.changed(2) == {}
    kept = other.published()
    assert kept == (article("a", "2"), article("c"), article("d"))
    library.rollback(1, "ann")
    assert other.changed(2) == {"a": article("a"), "b": article("b"), "d": None}
    assert other.published() == (article("a"), article("b"), article("c"))


def test_the_first_edition_is_founded_once(library: Library, other: Library) -> None:
    library.found([article("a")], "import", "taken over")
    other.found([article("b")], "import", "taken over")
    assert library.published() == other.published() == (article("a"),)
    assert len(library.editions()) == 1


def test_more_articles_than_a_statement_takes_are_written_and_published_at_once(library: Library) -> None:
    many = [article(f"a{number:04}") for number in range(2500)]
    told: list[tuple[str, int, int]] = []
    library.save_all(many, "ann", progress=lambda task, done, total: told.append((task, done, total)))
    assert told == [("saving", 1000, 2500), ("saving", 2000, 2500), ("saving", 2500, 2500)]
    assert library.publish(None, "ann").base == version_of(many)
    library.save_all([article(one.id, "2") for one in many], "bob")
    library.publish([one.id for one in many[:2000]], "bob")
    assert len(library.drafts()) == 500
    assert sum(one.passages["en"].answer == "2" for one in library.published()) == 2000
