"""Articles for tests."""

from collections.abc import Callable

import pytest

from knowledge_base.articles import Article, Passage

MakeArticle = Callable[[str], Article]


@pytest.fixture
def make_article() -> MakeArticle:
    """An article in both languages under a given id, with everything that an article may have."""

    def make(article_id: str) -> Article:
        return Article(
            article_id,
            "delivery_period",
            {
                "en": Passage("When, please?", 'Soon, "promised".\nSecond line; with +86.', ("=how long", "+1, +2"), ("@held",)),
                "zh": Passage("什么时候？", "很快。", ("多久，大概",), ()),
            },
        )

    return make
