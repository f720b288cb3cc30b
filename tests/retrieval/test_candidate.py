"""A publication is judged by the shop's tests: on the base as it is and as it would be."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge_base import pipeline as knowledge
from knowledge_base.articles import Article, Passage
from knowledge_base.errors import Conflict, LibraryError, Unknown
from knowledge_base.library import Library
from nlu.understanding import Understander, Vector
from retrieval.live import Overlay
from retrieval.rehearsal import Rehearsal
from retrieval.testing import Case, Judgement, Terms, judged
from retrieval.testing.candidate import Stage
from tests.retrieval.conftest import Build, HashingEncoder

TESTS = (
    Case("how long does delivery take", "en", "delivery-time"),
    Case("配送需要多久", "zh", "delivery-time"),
    Case("质保几年", "zh", "warranty"),
)


class Reading(HashingEncoder):
    """Keeps the texts that it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: list[str]) -> Vector:
        self.texts += texts
        return super().embed(texts)


@pytest.fixture
def library(tmp_path: Path, articles: tuple[Article, ...]) -> Iterator[Library]:
    with closing(knowledge.library(tmp_path)) as made:
        made.found(articles, "ann")
        yield made


@pytest.fixture
def overlay(build: Build, articles: tuple[Article, ...]) -> Overlay:
    return Overlay.over(build(articles))


def judge(library: Library, overlay: Overlay, encoder: Understander, *asked: Any, **terms: Any) -> Judgement:
    return judged(Stage(library, overlay, encoder, Rehearsal()), *asked, **terms)


def asked_otherwise(article: Article) -> Article:
    """The same with other questions, in each language."""
    others = {"en": "What colours are there?", "zh": "有哪些颜色？"}
    return replace(article, passages={language: Passage(others[language], "Blue.") for language in article.passages})


def test_an_edit_that_harms_no_test_passes_and_is_published(
    library: Library, overlay: Overlay, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    passage = replace(articles[0].passages["en"], answer="Two working days.")
    library.save(replace(articles[0], passages={**articles[0].passages, "en": passage}), "ben")
    judgement = judge(library, overlay, encoder, TESTS)
    assert (judgement.verdict.passed, judgement.edition, judgement.unknown) == (True, 1, ())
    edition = library.edition()
    assert edition is not None
    assert edition.number == 1
    assert judgement.publish(library, "ben", "faster").number == 2
    assert library.published()[0].passages["en"].answer == "Two working days."


def test_the_questions_that_come_out_worse_are_named(
    library: Library, overlay: Overlay, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    library.save(asked_otherwise(articles[0]), "ben")
    verdict = judge(library, overlay, encoder, TESTS).verdict
    assert not verdict.passed
    assert {change.now.question for change in verdict.worse} == {case.question for case in TESTS[:2]}
    assert judge(library, overlay, encoder, TESTS, terms=Terms(worse=2)).verdict.passed


def test_only_the_drafts_that_are_named_are_judged_and_published(
    library: Library, overlay: Overlay, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    library.save(asked_otherwise(articles[0]), "ben")
    library.save(replace(articles[1], owner="eve"), "ben")
    judgement = judge(library, overlay, encoder, TESTS, [articles[1].id])
    assert judgement.verdict.passed
    judgement.publish(library, "ben")
    assert [draft.article_id for draft in library.drafts()] == [articles[0].id]


def test_tests_of_a_removed_article_come_out_worse_and_it_is_named(
    library: Library, overlay: Overlay, encoder: Understander
) -> None:
    library.remove("warranty", "ben")
    judgement = judge(library, overlay, encoder, TESTS)
    assert [change.now.question for change in judgement.verdict.worse] == ["质保几年"]
    assert judgement.unknown == ("warranty",)


def test_only_changed_texts_are_read(library: Library, overlay: Overlay, articles: tuple[Article, ...]) -> None:
    passage = replace(articles[1].passages["en"], variants=("vouchers", "are there gift cards?"))
    library.save(replace(articles[1], passages={"en": passage}), "ben")
    encoder = Reading()
    judge(library, overlay, encoder, TESTS)
    assert set(encoder.texts) == {"are there gift cards?", *(case.question for case in TESTS)}


def test_an_index_that_is_behind_is_caught_up_first(
    library: Library, overlay: Overlay, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    library.save(asked_otherwise(articles[0]), "ben")
    library.publish(None, "ben")
    library.save(replace(articles[1], owner="eve"), "ben")
    judgement = judge(library, overlay, encoder, TESTS)
    assert judgement.verdict.worse == ()
    assert [result.outcome for result in judgement.run.results[:2]] != ["right", "right"]


def test_an_overlay_that_knows_of_edits_gives_the_same(
    library: Library, overlay: Overlay, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    library.save(asked_otherwise(articles[0]), "ben")
    library.publish(None, "ben")
    library.save(replace(articles[1], owner="eve"), "ben")
    changes = overlay.differences(library.published())
    texts = overlay.unread(changes)
    ahead = overlay.edited(changes, dict(zip(texts, encoder.embed(texts), strict=True)), 2)
    ran = [judge(library, one, encoder, TESTS).run.results for one in (overlay, ahead)]
    assert ran[0] == ran[1]


def test_with_the_first_edition_the_demos_articles_go(
    tmp_path: Path, overlay: Overlay, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    with closing(knowledge.library(tmp_path / "new")) as library:
        library.save(articles[2], "ben")
        judgement = judge(library, overlay, encoder, TESTS)
    assert (judgement.edition, judgement.unknown) == (0, ("delivery-time",))
    assert len(judgement.verdict.worse) == 2


def test_what_changed_while_the_tests_ran_is_not_published(
    library: Library, overlay: Overlay, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    library.save(replace(articles[0], owner="eve"), "ben")
    judgement = judge(library, overlay, encoder, TESTS)
    library.save(asked_otherwise(articles[0]), "cat")
    with pytest.raises(Conflict):
        judgement.publish(library, "ben")
    judgement = judge(library, overlay, encoder, TESTS)
    library.withdraw(["warranty"], "cat")
    with pytest.raises(Conflict):
        judgement.publish(library, "ben")


def test_without_a_draft_there_is_nothing_to_judge(library: Library, overlay: Overlay, encoder: Understander) -> None:
    with pytest.raises(LibraryError, match="there is no draft"):
        judge(library, overlay, encoder, TESTS)
    library.remove("warranty", "ben")
    with pytest.raises(Unknown, match="gift-cards: has no draft"):
        judge(library, overlay, encoder, TESTS, ["gift-cards"])
