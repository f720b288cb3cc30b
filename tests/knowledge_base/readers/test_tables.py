"""Tables of other products, told by their headers; and one language a row."""

from pathlib import Path

import pytest

from knowledge_base.dryrun import examine
from tests.knowledge_base.readers.conftest import Examine, told

ROW = "How long is the warranty?,Two years."


@pytest.mark.parametrize("header", ["question,answer", "Question,Answer", "问题,答案", "q,a,indexes", "index,content"])
def test_questions_of_other_products_become_articles(examined: Examine, header: str) -> None:
    row = f"{ROW}," if header.endswith("indexes") else ROW
    report = examined("a.csv", f"\ufeff{header}\n{row}\n")
    assert report.errors == ()
    (article,) = report.articles
    assert article.id == "how-long-is-the-warranty"
    assert article.passages["en"].question == "How long is the warranty?"
    assert article.passages["en"].answer == "Two years."


def test_each_row_is_in_the_language_of_its_script(examined: Examine) -> None:
    rows = "question,answer\n保修多久？,两年。\nIs my iPhone 保修?,Yes.\n我的 iPhone 15 在保修期内吗？,在。\n"
    assert [list(article.passages) for article in examined("a.csv", rows).articles] == [["zh"], ["en"], ["zh"]]


def test_a_language_that_is_asked_for_is_that_of_all_rows(examined: Examine) -> None:
    (article,) = examined("a.csv", "question,answer\nIKEA BILLY,OK\n", "zh").articles
    assert list(article.passages) == ["zh"]


def test_a_column_says_the_language_of_its_row(examined: Examine) -> None:
    report = examined("a.csv", "question,answer,language\nA?,B,zh-CN\nC?,D,en\nE?,F,fr\n")
    assert [list(article.passages) for article in report.articles] == [["zh"], ["en"]]
    assert told(report.errors) == ["line 4 (e): fr: there is no such key"]


def test_the_indexes_of_fastgpt_are_wordings_without_the_question_itself(examined: Examine) -> None:
    rows = 'q,a,indexes\n"如何退货?","七天内。","如何退货?","怎么退","想退货"\n运费?,免费。,运费?\n'
    report = examined("a.csv", rows)
    assert report.errors == report.warnings == ()
    assert report.articles[0].passages["zh"].variants == ("怎么退", "想退货")
    assert report.articles[1].passages["zh"].variants == ()


def test_the_same_question_keeps_its_id_and_a_long_one_is_told_apart_by_its_end(examined: Examine) -> None:
    long = "what about " * 12
    ids = [article.id for article in examined("a.csv", f"question,answer\n{long} me?,a\n{long} you?,b\n???,c\n").articles]
    assert len(set(ids)) == 3
    assert ids == [article.id for article in examined("b.csv", f"question,answer\n{long} me?,x\n{long} you?,b\n???,c\n").articles]


def test_other_columns_of_an_article_may_stand_beside_question_and_answer(examined: Examine) -> None:
    (article,) = examined("a.csv", 'id,intent,question,answer,variants\nw,warranty,Q?,A.,"one\ntwo"\n').articles
    assert (article.id, article.intent, article.passages["en"].variants) == ("w", "warranty", ("one", "two"))


def test_two_files_may_hold_the_languages_of_one_article(examined: Examine, tmp_path: Path) -> None:
    examined("shop/en.csv", "id,question,answer\nw,Warranty?,Two years.\n")
    examined("shop/zh.csv", "id,intent,question,answer\nw,warranty,保修？,两年。\n")
    report = examine(tmp_path / "shop")
    assert report.errors == ()
    assert [(list(article.passages), article.intent) for article in report.articles] == [(["en", "zh"], "warranty")]
