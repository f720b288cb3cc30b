"""From files and the library to the shop's knowledge: the published articles or the demo's, the products and the policies."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pydantic import TypeAdapter

from configs import plugins
from knowledge_base import sources
from knowledge_base.articles import Article
from knowledge_base.catalogue import read_products
from knowledge_base.documents import parsed
from knowledge_base.errors import KnowledgeError
from knowledge_base.library import Library
from knowledge_base.policies import ShopPolicies
from knowledge_base.products import Product
from knowledge_base.writers import Writer

DEMO = Path(__file__).with_name("demo")
DATABASE = "sqlite:///{data}/knowledge/library.db"


def library(data: Path, database: str = DATABASE) -> Library:
    """The library of the shop that is installed in the folder `data`; `database` is the setting `knowledge.database`.

    What an older version of this program kept there as articles.json becomes the first edition. Raises ConfigurationError for a
    database that cannot be used, KnowledgeError when that file is damaged, Unavailable.
    """
    made = Library(database.format(data=data))
    file = data / "knowledge" / "articles.json"
    if file.exists() and not made.exists():
        made.found(_all(read(file)), "import", f"taken over from {file.name}")
    return made


def load_articles(data: Path | None = None, database: str = DATABASE) -> tuple[Article, ...]:
    """The articles that are published in the library of `data`, or the demo shop's where nothing ever was.

    Raises as `library`.
    """
    if data is not None:
        with closing(library(data, database)) as kept:
            return kept.published() or demo_articles()
    return demo_articles()


def demo_articles() -> tuple[Article, ...]:
    """The demo shop's articles.

    Raises KnowledgeError when they are damaged.
    """
    return tuple(_all(read(DEMO / "articles")))


def leaving(library: Library, staying: Iterable[str] | None = None) -> str:
    """A sentence on the demo's articles that go when the first edition goes live, "" for none.

    That edition holds the articles `staying`, by default those that have drafts.
    """
    ids = {draft.article_id for draft in library.drafts()} if staying is None else {*staying}
    if not ids or library.exists():
        return ""
    gone = {article.id for article in demo_articles()} - ids
    if not gone:
        return ""
    return (
        f"nothing was published yet, so the first publication takes {len(gone)} articles of the demo shop out of service; "
        f"to keep them, import {DEMO / 'articles'} too"
    )


def load_products(folder: Path = DEMO / "products") -> tuple[Product, ...]:
    """The products of every TOML file in `folder`, by file name.

    Raises KnowledgeError for the first one that cannot be used.
    """
    return read_products(sorted(folder.glob("*.toml")))


def load_policies(file: Path = DEMO / "policies.toml") -> ShopPolicies:
    """The shop's rules.

    Raises KnowledgeError when the file is missing or a rule is.
    """
    return parsed(file, TypeAdapter(ShopPolicies))


def read(path: Path, language: str | None = None) -> Iterator[Article | KnowledgeError]:
    """Yield every entry of a file, or of a folder's files by name; an id that came before is an error."""
    return sources.articles(path, language)


def write(articles: Sequence[Article], file: Path) -> None:
    """Export to the format that the file's ending names.

    Raises KnowledgeError for an unknown ending or a file that cannot be written.
    """
    name = file.suffix.removeprefix(".").lower()
    known = plugins.names("knowledge_base.writers")
    if name not in known:
        raise KnowledgeError(file, "", f"its ending must be one of {_endings(known)}")
    plugins.find(Writer, "knowledge_base.writers", name)().write(articles, file)


def _all(entries: Iterable[Article | KnowledgeError]) -> Iterator[Article]:
    for entry in entries:
        if isinstance(entry, KnowledgeError):
            raise entry
        yield entry


def _endings(names: list[str]) -> str:
    return ", ".join(f".{name}" for name in names)
