"""Articles: one question, its wordings and its answer, in every language that the shop speaks."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

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
    """An answer of the shop, found by `id`; `intent` is the intent that asks for it."""

    id: str
    intent: str
    passages: Mapping[str, Passage] = field(hash=False)

    @property
    def version(self) -> str:
        """Ten hexadecimal digits of the content's SHA-256; a changed article has another version."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:10]

    def passage(self, language: str) -> Passage:
        """The passage in `language`, else in the first language that the article has."""
        return self.passages.get(language) or next(iter(self.passages.values()))
