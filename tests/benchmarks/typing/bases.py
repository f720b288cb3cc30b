"""The bases that completion is measured on: the demo shop's among thousands of made-up questions, or a list in a file."""

import tomllib
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from knowledge_base.articles import Article, Passage
from knowledge_base.pipeline import demo_articles
from nlu.language import language_of

SIZE = 20_000
TEMPLATES = Path(__file__).with_name("questions.toml")


def shop(size: int = SIZE) -> list[Article]:
    """The demo shop's articles with all their wordings, and made-up ones up to `size` wordings."""
    articles = list(demo_articles())
    count = wordings(articles)
    for article in _made_up():
        if count >= size:
            break
        articles.append(article)
        count += wordings([article])
    return articles


def listed(file: Path, size: int = SIZE) -> list[Article]:
    """An article for each line of `file`, a question of no other wording; `size` of them evenly out of the whole file."""
    lines = list(dict.fromkeys(filter(None, map(str.strip, file.read_text(encoding="utf-8").splitlines()))))
    chosen = lines[:: max(1, len(lines) // size)][:size]
    return [Article(str(number), "", {language_of(line): Passage(line, "")}) for number, line in enumerate(chosen)]


def wordings(articles: Sequence[Article]) -> int:
    """How many questions the base has."""
    return sum(len(passage.wordings) for article in articles for passage in article.passages.values())


def _made_up() -> list[Article]:
    table = tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))
    articles = []
    for things, wishes in product(table["things"], table["wishes"]):
        passages = {}
        for language, thing, wish in zip(("en", "zh"), things, wishes, strict=True):
            question, *variants = (frame.format(thing=thing, wish=wish) for frame in table["frames"][language])
            passages[language] = Passage(question, "", tuple(variants))
        articles.append(Article(f"{things[0]}-{wishes[0]}", "", passages))
    return articles
