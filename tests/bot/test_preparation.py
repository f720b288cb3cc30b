"""What a first start makes, and what a second one leaves alone."""

from pathlib import Path

import pytest

from bot.preparation import load_model, prepare
from configs.errors import ConfigurationError
from configs.settings import Settings, load
from knowledge_base.pipeline import demo_articles, load_products
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


def _with_pattern(folder: Path, entry: str) -> Settings:
    file = folder / "mine.toml"
    file.write_text(f"[nlu.patterns]\n{entry}\n")
    return load(file)


def test_a_pattern_that_cannot_be_used_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nlu\.patterns\.phone: every shop has this type already"):
        prepare(_with_pattern(tmp_path, "phone = { pattern = 'x' }"), tmp_path / "data")
    assert not list((tmp_path / "data").iterdir())


def test_the_model_that_serves_finds_the_shops_own_entities_and_products(prepared: Path, tmp_path: Path) -> None:
    settings = _with_pattern(tmp_path, "member_id = { pattern = 'VIP\\d{6}', normalized = 'upper' }")
    (understood,) = load_model(settings, prepared, load_products()).understand(
        ["i'm ｖｉｐ１２３４５６, where are my Lark Buds 2"]
    )
    assert understood.values("member_id") == ("VIP123456",)
    assert understood.values("product") == ("LARK-BUDS2",)
