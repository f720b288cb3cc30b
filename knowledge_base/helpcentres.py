"""Articles of other products' help centres, as their programming interfaces give them: JSON with HTML in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge_base import foreign
from knowledge_base.articles import LANGUAGES
from knowledge_base.foreign import Question
from knowledge_base.report import Entry, Problem


@dataclass(frozen=True)
class _Text:
    locale: str
    title: str
    body: str
    draft: bool
    address: str | None


def articles_in(document: object) -> list[Any] | None:
    """The articles of a Zendesk or Intercom export; None when it is none."""
    found = document
    if isinstance(document, Mapping):
        found = document.get("articles", document.get("data"))
        if "title" in document and "body" in document:
            found = [document]
    if not isinstance(found, list) or not found or not all(isinstance(article, Mapping) for article in found):
        return None
    return found if all("title" in article and "body" in article for article in found) else None


def entries(articles: list[Any], file: Path, language: str | None) -> Iterator[Entry]:
    """Yield each article, in every language of the shop's that it is published in; drafts and others are warnings."""
    for number, article in enumerate(articles, start=1):
        name = str(article.get("id") or "")
        texts = list(_texts(article))
        spoken = {text.locale: text for text in texts if text.locale in ("", *LANGUAGES)}
        for text in texts:
            place = f"article {number} ({name}, {text.locale})" if text.locale else f"article {number} ({name})"
            if text.locale not in spoken:
                yield Problem(file, place, f"its language is not one that the shop speaks: {', '.join(LANGUAGES)}", "warning")
            elif text.draft:
                yield Problem(file, place, "is a draft there and was left out", "warning")
            else:
                yield from _entry(text, name, file, f"article {number}", language)


def _entry(text: _Text, name: str, file: Path, place: str, language: str | None) -> Iterator[Entry]:
    for part in foreign.answer_of(text.body, file, place, text.address):
        if isinstance(part, Problem):
            yield part
        else:
            yield foreign.article(Question(place, text.title, part, name, text.locale or language), file)


def _texts(article: Mapping[str, Any]) -> Iterator[_Text]:
    own = str(article.get("locale") or article.get("default_locale") or "")
    yield _text(article, own)
    translations = article.get("translated_content")
    for locale, content in translations.items() if isinstance(translations, Mapping) else ():
        if isinstance(content, Mapping) and _language(str(locale)) != _language(own):
            yield _text(content, str(locale))


def _text(content: Mapping[str, Any], locale: str) -> _Text:
    draft = content.get("draft") is True or content.get("state") == "draft"
    address = content.get("html_url") or content.get("url")
    title, body = str(content.get("title") or ""), str(content.get("body") or "")
    return _Text(_language(locale), title, body, draft, address if isinstance(address, str) else None)


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()
