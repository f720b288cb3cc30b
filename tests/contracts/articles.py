"""Articles of the tests of libraries."""

from knowledge_base.articles import Article, Passage
from knowledge_base.history import Revision
from knowledge_base.library import Library


def article(article_id: str, answer: str = "Two years.", chinese: str = "两年。") -> Article:
    return Article(article_id, "warranty", {"en": Passage("How long?", answer), "zh": Passage("多久？", chinese, ("几年",))})


def published(library: Library, *articles: Article) -> None:
    library.save_all(articles, "ann")
    library.publish(None, "ann")


def ids(revisions: tuple[Revision, ...]) -> list[str]:
    return [one.article_id for one in revisions]
