"""Articles: one question, its wordings and its answer, in every language that the shop speaks."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Passage:
    """An article in one language; `held_back` wordings are for measuring only and are never indexed."""

    question: str
    answer: str
    variants: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """All that the article is known to be asked by, the question first."""
        return (self.question, *self.variants)


@dataclass(frozen=True)
class Article:
    """An answer of the shop, found by `id`; `intent` is the intent that asks for it.

    It is said on `channels` (everywhere when there are none) from `valid_from` until just before `valid_until`, both aware, and
    from a confidence of `threshold` on (the shop's own when it is None). Its `owner` looks at it again by `review_by`.
    """

    id: str
    intent: str
    passages: Mapping[str, Passage] = field(hash=False)
    channels: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    threshold: float | None = None
    owner: str = ""
    review_by: date | None = None

    @cached_property
    def version(self) -> str:
        """Ten hexadecimal digits of the content's SHA-256; a changed article has another version."""
        passages = {language: vars(passage) for language, passage in self.passages.items()}
        content = {"id": self.id, "intent": self.intent, "passages": passages, **self.terms}
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:10]

    @property
    def terms(self) -> dict[str, Any]:
        """Where, when and how it may be said and who sees to it, as JSON has it; moments in UTC.

        What was not set is left out, so that a field that is new to the program changes no article's version.
        """
        values = {
            "channels": list(self.channels),
            "valid_from": _moment(self.valid_from),
            "valid_until": _moment(self.valid_until),
            "threshold": self.threshold,
            "owner": self.owner,
            "review_by": self.review_by and self.review_by.isoformat(),
        }
        return {name: value for name, value in values.items() if value not in (None, "", [])}

    def passage(self, language: str) -> Passage:
        """The passage in `language`, else in the first language that the article has."""
        return self.passages.get(language) or next(iter(self.passages.values()))

    def valid(self, at: datetime, channel: str = "") -> bool:
        """Whether it may be said `at` a moment (aware) on `channel`; "" asks whether there is any channel."""
        begun = self.valid_from is None or self.valid_from <= at
        over = self.valid_until is not None and self.valid_until <= at
        return begun and not over and (not channel or not self.channels or channel in self.channels)


def version_of(articles: Iterable[Article]) -> str:
    """Ten hexadecimal digits of the SHA-256 of every article's id and version; the order does not matter."""
    return base_of((article.id, article.version) for article in articles)


def base_of(versions: Iterable[tuple[str, str]]) -> str:
    """`version_of` the articles that have these pairs of id and version."""
    lines = sorted(f"{article_id} {version}" for article_id, version in versions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:10]


def _moment(at: datetime | None) -> str | None:
    return None if at is None else (at.astimezone(UTC) if at.tzinfo else at).isoformat()
