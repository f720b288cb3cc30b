"""The settings of one installation: `configs/shopkeeper.toml`, overlaid by the file that `--config` names."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from configs.errors import ConfigurationError

DEFAULTS = Path(__file__).with_name("shopkeeper.toml")
Entry = dict[str, Any]


class Section(BaseModel):
    """A table of the settings file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PatternSettings(Section):
    """An entity type of the shop's own: RE2's syntax, how what it matches is written, and what some `values` stand for."""

    pattern: str
    normalized: Literal["lower", "upper", "digits"] = "lower"
    values: dict[str, str] = Field(default_factory=dict)


class NluSettings(Section):
    """Understanding: the encoder, its extension, what a served model must be, and where numbers and prices are from."""

    encoder: str
    extension: str
    threads: int = Field(ge=1, le=64)
    workers: int = Field(ge=1, le=64)
    currency: str = Field(pattern="^[A-Z]{3}$")
    phone_regions: list[str] = Field(min_length=1)
    patterns: dict[str, PatternSettings] = Field(default_factory=dict)


class KnowledgeSettings(Section):
    """Where the articles and their history are kept; the largest file and the most tests that come in over HTTP at once."""

    database: str
    import_bytes: int = Field(ge=1024, le=67_108_864)
    test_questions: int = Field(ge=1, le=100_000)


Precision = Annotated[float, Field(gt=0, lt=1)]
ByLanguage = Precision | dict[Literal["en", "zh"], Precision]


class RetrievalSettings(Section):
    """Searching the articles; `precision`, of all languages or by language, goes before `answer_above`."""

    index: Entry
    answer_above: float = Field(ge=0, le=1)
    precision: ByLanguage | None = None
    suggest_above: float = Field(ge=0, le=1)
    rebuild_above: float = Field(ge=0, le=1)


class FetchingSettings(Section):
    """Importing the shop's web pages: private hosts that may be fetched, seconds between two pages, pages of a sitemap."""

    allow: list[str]
    delay_seconds: float = Field(ge=0, le=60)
    most_pages: int = Field(ge=1, le=50_000)


class ActionSettings(Section):
    """A rasa-sdk action server: its webhook, "" for none; how long it may take; which actions run there; packed bodies."""

    url: str = Field(pattern="^(https?://.+)?$")
    timeout_seconds: float = Field(gt=0, le=60)
    run: Literal["missing", "all"]
    deflate: bool


class AutopilotSettings(Section):
    """How often what the assistant does alone must be right, for all, by language, or by intent; None for whatever comes.

    What is `below` goes to a person with what the assistant suggests, or the customer is asked whether that is meant.
    """

    level: ByLanguage | None = None
    intents: dict[str, ByLanguage] = Field(default_factory=dict)
    below: Literal["person", "ask"] = "person"

    @property
    def on(self) -> bool:
        """Whether anything is asked for."""
        return self.level is not None or bool(self.intents)

    def least(self, intent: str, language: str) -> float | None:
        """The level of an intent in a language."""
        asked = self.intents.get(intent, self.level)
        return {str(one): share for one, share in asked.items()}.get(language) if isinstance(asked, dict) else asked


def _table(value: Any) -> Any:
    """A number alone is the level."""
    return {"level": value} if isinstance(value, float | int) else value


class BotSettings(Section):
    """The dialogue: the tokens' variables, where orders are kept, related questions, the ordered families of plug-ins.

    `content` is the folder of the shop's own flows, replies and sentences, "" for DATA/content.
    """

    admin_token_env: str
    editor_tokens_env: str
    agent_tokens_env: str
    shop: Entry
    content: str
    actions: ActionSettings
    related: int = Field(ge=0, le=5)
    autopilot: Annotated[AutopilotSettings, BeforeValidator(_table)]
    tone: str
    channels: list[Entry]
    policies: list[Entry]


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Span = Annotated[str, Field(pattern=r"^\d\d:\d\d-\d\d:\d\d$")]


class HandoverSettings(Section):
    """People: when they work, how long they take, and who goes first.

    `hours` are spans such as "09:00-12:30" by weekday in `time_zone`; without any somebody always works. `country` (ISO 3166)
    closes on its public holidays and opens on its make-up working days, which have the hours of `makeup`; the shop adds days of
    its own, `closed` before `open`.
    """

    time_zone: str
    hours: dict[Weekday, list[Span]]
    country: str = Field(pattern="^([A-Z]{2})?$")
    makeup: Weekday
    closed: list[date]
    open: list[date]
    handling_minutes: float = Field(gt=0, le=1440)
    promise_minutes: int = Field(ge=1, le=10_080)
    priorities: dict[str, Annotated[int, Field(ge=0, le=9)]]
    skills: dict[str, str]


class LimitSettings(Section):
    """What one message, one body and one customer may amount to."""

    text_characters: int = Field(ge=1)
    body_bytes: int = Field(ge=1024)
    turn_seconds: float = Field(gt=0)
    waiting_turns: int = Field(ge=1)


class Settings(Section):
    """The whole file."""

    database: str
    nlu: NluSettings
    knowledge: KnowledgeSettings
    retrieval: RetrievalSettings
    fetching: FetchingSettings
    bot: BotSettings
    handover: HandoverSettings
    limits: LimitSettings


def load(file: Path | None = None) -> Settings:
    """The default settings with those of `file` on top, table by table.

    Raises ConfigurationError that names the file and the key.
    """
    values = _read(DEFAULTS)
    if file is not None:
        values = _overlaid(values, _read(file))
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{file or DEFAULTS}: {key}: {first['msg']}") from None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(f"{file}: there is no such file; leave --config away for the defaults") from None
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: is not TOML: {error}") from None


def _overlaid(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _overlaid(base[key], value) if both and "name" not in value else value
    return merged
