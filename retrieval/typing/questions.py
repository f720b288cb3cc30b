"""A question as it is shown to be chosen."""

from dataclasses import dataclass

from knowledge_base.articles import Article


@dataclass(frozen=True)
class Question:
    """An article's question in a language."""

    article_id: str
    title: str
    language: str


def asked(article: Article, language: str) -> Question:
    """The question of `article` in `language`; raises KeyError where it has none."""
    return Question(article.id, article.passages[language].question, language)
