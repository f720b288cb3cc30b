"""What a first start makes, and what a second one leaves alone."""

from pathlib import Path

from bot.preparation import prepare
from configs.settings import load
from knowledge_base.pipeline import demo_articles
from nlu import questions

ARTICLES = demo_articles()


def test_vectors_are_trained_on_what_articles_are_asked_by_and_not_on_what_they_hold_back(prepared: Path) -> None:
    asked = questions.read(prepared / questions.FILE)
    passages = [(article.id, language, passage) for article in ARTICLES for language, passage in article.passages.items()]
    assert {(one.answer, one.language, one.text) for one in asked} == {
        (name, language, wording) for name, language, passage in passages for wording in (passage.question, *passage.variants)
    }
    assert not {one.text for one in asked} & {wording for *_, passage in passages for wording in passage.held_back}


def test_what_is_there_is_left_as_it_is(prepared: Path) -> None:
    files = [prepared / "shop.db", *(prepared / "model").iterdir(), prepared / "index" / "current"]
    before = [file.stat().st_mtime_ns for file in files]
    prepare(load(), prepared)
    assert [file.stat().st_mtime_ns for file in files] == before
