"""Figures: how often the right article comes first."""

import math

from knowledge_base.articles import Article
from nlu.understanding import Understander
from retrieval.answers import Hit
from retrieval.evaluation import WAYS, evaluate, rank, table
from retrieval.searcher import Searcher

HITS = [Hit("a", "A", 3.0, 0.1, 0.5), Hit("b", "B", 2.0, 0.4, 0.6), Hit("c", "C", 1.0, 0.4, 0.4)]


def test_the_rank_depends_on_what_is_ranked_by() -> None:
    assert [rank(HITS, "b", WAYS[way]) for way in ("fused", "dense", "lexical")] == [2, 1, 2]


def test_an_article_that_was_not_found_has_no_rank() -> None:
    assert math.isinf(rank(HITS, "z", WAYS["fused"]))


def test_figures_are_those_of_the_held_back_wordings(demo: Searcher, encoder: Understander) -> None:
    figures = {(one.language, one.way): one for one in evaluate(demo.articles, demo, encoder)}
    assert len(figures) == 6
    for one in figures.values():
        assert one.questions == sum(len(article.passages[one.language].held_back) for article in demo.articles)
        assert 0 <= one.first <= one.among_three <= 1
        assert one.first <= one.reciprocal_rank
    # This encoder knows letters only; together with BM25 that is still better than alone.
    for language in ("en", "zh"):
        assert figures[language, "fused"].first > figures[language, "dense"].first


def test_a_language_that_holds_nothing_back_has_no_figures(
    demo: Searcher, encoder: Understander, articles: tuple[Article, ...]
) -> None:
    assert evaluate(articles[1:], demo, encoder) == []


def test_the_table_has_a_row_for_each_figure(demo: Searcher, encoder: Understander) -> None:
    lines = table(evaluate(demo.articles, demo, encoder)).splitlines()
    assert lines[0].split() == ["language", "ranked", "by", "questions", "P@1", "P@3", "MRR"]
    assert len(lines) == 7
