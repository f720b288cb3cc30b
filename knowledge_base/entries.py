"""An article as it stands in a file: one table or object, checked on its way in."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from knowledge_base.articles import LANGUAGES, Article, Passage
from knowledge_base.errors import KnowledgeError

Parsed = TypeVar("Parsed")
ID = r"^[\w.-]{1,100}$"


def storable(text: str) -> str:
    """`text` with plain line ends and no blanks around it; raises ValueError for what no database keeps."""
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


def _moment(value: object) -> datetime:
    """A moment in UTC out of ISO 8601 or TOML's own."""
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(at, datetime) and at.tzinfo:
            return at.astimezone(UTC)
    raise ValueError(f"{str(value)[:40]!r} is no moment with a time zone; write it like 2026-11-11T00:00:00+08:00")


def _day(value: object) -> object:
    with suppress(ValueError):
        return date.fromisoformat(value) if isinstance(value, str) else value
    raise ValueError(f"{str(value)[:40]!r} is no day; write it like 2026-11-11")


Text = Annotated[str, Field(max_length=10_000), AfterValidator(storable), AfterValidator(_written)]
Name = Annotated[str, Field(max_length=1_000), AfterValidator(storable), AfterValidator(_on_one_line)]
Line = Annotated[Name, AfterValidator(_written)]
Channel = Annotated[str, Field(pattern=ID)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class PassageEntry(_Table):
    """The keys of one language."""

    question: Line
    answer: Text
    variants: list[Line] = Field(default=[], max_length=1_000)
    held_back: list[Line] = Field(default=[], max_length=1_000)


class ArticleEntry(_Table):
    """The keys of one article; only `id` and a language are needed."""

    id: str = Field(pattern=ID)
    intent: str = Field(default="", pattern=r"^\w{0,100}$")
    channels: list[Channel] = Field(default=[], max_length=100)
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    threshold: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    owner: Name = ""
    review_by: Day | None = None
    en: PassageEntry | None = None
    zh: PassageEntry | None = None

    @model_validator(mode="after")
    def _speaks(self) -> "ArticleEntry":
        if not self.passages():
            raise ValueError(f"has no text in any of {', '.join(LANGUAGES)}")
        if self.valid_from and self.valid_until and self.valid_from >= self.valid_until:
            raise ValueError("valid_until is not after valid_from")
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
    return Article(
        checked.id,
        checked.intent,
        {
            language: Passage(part.question, part.answer, tuple(part.variants), tuple(part.held_back))
            for language, part in checked.passages().items()
        },
        tuple(checked.channels),
        checked.valid_from,
        checked.valid_until,
        checked.threshold,
        checked.owner,
        checked.review_by,
    )


def entry_of(article: Article) -> dict[str, Any]:
    """`article` as the object that `article_of` reads; what was not set is left out."""
    passages = {
        language: {
            "question": passage.question,
            "variants": list(passage.variants),
            "held_back": list(passage.held_back),
            "answer": passage.answer,
        }
        for language, passage in article.passages.items()
    }
    return {"id": article.id, "intent": article.intent, **article.terms, **passages}


def restored(entry: Mapping[str, Any]) -> Article:
    """The article of which `entry_of` made `entry`; unlike `article_of` it trusts, and takes a tenth of the time."""
    return Article(
        entry["id"],
        entry["intent"],
        {
            language: Passage(part["question"], part["answer"], tuple(part["variants"]), tuple(part["held_back"]))
            for language in LANGUAGES
            if (part := entry.get(language))
        },
        tuple(entry.get("channels", ())),
        _read(datetime.fromisoformat, entry.get("valid_from")),
        _read(datetime.fromisoformat, entry.get("valid_until")),
        entry.get("threshold"),
        entry.get("owner", ""),
        _read(date.fromisoformat, entry.get("review_by")),
    )


def _read(parse: Callable[[str], Parsed], text: str | None) -> Parsed | None:
    return None if text is None else parse(text)


def reason(error: ValidationError) -> str:
    """The first thing that is wrong, as "key: what"."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{key}: there is no such key"
    message = first["msg"].removeprefix("Value error, ")
    return f"{key}: {message}" if key else message
