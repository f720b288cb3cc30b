"""Articles for tests."""

from collections.abc import Callable
from datetime import UTC, date, datetime

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
            ("web", "微信"),
            datetime(2026, 10, 31, 16, tzinfo=UTC),
            datetime(2026, 11, 11, 16, tzinfo=UTC),
            0.75,
            "=Ann, 客服",
            date(2026, 12, 1),
        )

    return make
