"""An article as it stands in a file: one table or object, checked on its way in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge_base.articles import LANGUAGES, Article, Passage
from knowledge_base.errors import KnowledgeError


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("holds a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a character (a lone surrogate)") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _on_one_line(text: str) -> str:
    # Line breaks part the wordings of a CSV cell, and mean nothing inside one.
    return " ".join(text.split())


def _written(text: str) -> str:
    if not text:
        raise ValueError("is blank")
    return text


Text = Annotated[str, Field(max_length=10_000), AfterValidator(_storable), AfterValidator(_written)]
Line = Annotated[str, Field(max_length=1_000), AfterValidator(_storable), AfterValidator(_on_one_line), AfterValidator(_written)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class PassageEntry(_Table):
    """The keys of one language."""

    question: Line
    answer: Text
    variants: list[Line] = Field(default=[], max_length=1_000)
    held_back: list[Line] = Field(default=[], max_length=1_000)


class ArticleEntry(_Table):
    """The keys of one article; `intent` may be left out."""

    id: str = Field(pattern=r"^[\w.-]{1,100}$")
    intent: str = Field(default="", pattern=r"^\w{0,100}$")
    en: PassageEntry | None = None
    zh: PassageEntry | None = None

    @model_validator(mode="after")
    def _speaks(self) -> "ArticleEntry":
        if not self.passages():
            raise ValueError(f"has no text in any of {', '.join(LANGUAGES)}")
        return self

    def passages(self) -> dict[str, PassageEntry]:
        """The languages that are there, in the order of LANGUAGES."""
        given = {language: getattr(self, language) for language in LANGUAGES}
        return {language: passage for language, passage in given.items() if passage}


def article_of(entry: object, file: Path, place: str) -> Article | KnowledgeError:
    """The article that `entry` describes, or what is wrong with it; `place` says where in `file` it stands."""
    name = entry.get("id") if isinstance(entry, Mapping) else None
    where = f"{place} ({name})" if isinstance(name, str) and name else place
    try:
        checked = ArticleEntry.model_validate(entry)
    except ValidationError as error:
        return KnowledgeError(file, where, reason(error))
    passages = {
        language: Passage(part.question, part.answer, tuple(part.variants), tuple(part.held_back))
        for language, part in checked.passages().items()
    }
    return Article(checked.id, checked.intent, passages)


def entry_of(article: Article) -> dict[str, Any]:
    """`article` as the table or object that `article_of` reads."""
    passages = {
        language: {
            "question": passage.question,
            "variants": list(passage.variants),
            "held_back": list(passage.held_back),
            "answer": passage.answer,
        }
        for language, passage in article.passages.items()
    }
    return {"id": article.id, "intent": article.intent, **passages}


def reason(error: ValidationError) -> str:
    """The first thing that is wrong, as "key: what"."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{key}: there is no such key"
    message = first["msg"].removeprefix("Value error, ")
    return f"{key}: {message}" if key else message
