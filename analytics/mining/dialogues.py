"""Past conversations out of CSV or JSON, whatever the columns are called."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from configs.errors import ConfigurationError

Speaker = Literal["customer", "agent", "assistant"]
LARGEST = 256 * 1024 * 1024
"""Bytes of a file; beyond it, split it."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "conversation": (
        *("conversation", "conversation_id", "dialogue", "dialogue_id", "session", "session_id", "chat", "chat_id", "ticket"),
        *("ticket_id", "会话", "会话id", "对话"),
    ),
    "speaker": ("speaker", "role", "sender", "author", "from", "who", "说话人", "角色", "发送者"),
    "text": ("text", "content", "message", "body", "utterance", "内容", "消息", "文本"),
    "time": ("time", "timestamp", "at", "date", "created_at", "sent_at", "时间"),
}
_CUSTOMERS = "customer user client visitor buyer guest contact 客户 顾客 买家 用户 访客"
_AGENTS = "agent human operator support seller staff employee 客服 卖家 人工 坐席"
_ASSISTANTS = "assistant bot system machine robot 机器人 系统 助手"
_SPEAKERS: Mapping[str, Speaker] = {
    **dict.fromkeys(_CUSTOMERS.split(), "customer"),
    **dict.fromkeys(_AGENTS.split(), "agent"),
    **dict.fromkeys(_ASSISTANTS.split(), "assistant"),
}
_SEPARATORS = ",;\t"
_INNER = ("messages", "turns", "utterances", "消息")
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Turn:
    """Something that somebody said; `time` is the file's own word for when, which only puts turns in order."""

    conversation: str
    speaker: Speaker
    text: str
    time: str = ""


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used: where it stands and what is wrong."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


Rows = list[Turn | Problem]


def read(file: Path) -> Rows:
    """Every row of `file` as a turn or as what is wrong with it; turns of a conversation stay in the file's order or in time's.

    Raises ConfigurationError when nothing in the file can be read.
    """
    text = _text(file)
    rows = _json_rows(text, file) if file.suffix.lower() == ".json" else _csv_rows(text, file)
    turns: Rows = [_turn(row, place) if isinstance(row, Mapping) else row for place, row in rows]
    return _ordered([one for one in turns if not isinstance(one, Turn) or one.text])


def _text(file: Path) -> str:
    if file.suffix.lower() not in (".csv", ".json", ".tsv"):
        raise ConfigurationError(f"{file}: its ending must be one of .csv, .tsv, .json")
    try:
        if file.stat().st_size > LARGEST:
            raise ConfigurationError(f"{file}: is larger than {LARGEST // 1024**2} MiB; split it")
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}") from None
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigurationError(f"{file}: is neither UTF-8, UTF-16 nor GB 18030; save it as UTF-8")


def _csv_rows(text: str, file: Path) -> Iterator[tuple[str, Mapping[str, Any] | Problem]]:
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = _header(next(rows, []), file)
        for row in rows:
            place = f"line {rows.line_num}"
            if len(row) != len(header) and any(row):
                yield place, Problem(place, f"has {len(row)} cells, the header {len(header)}")
            elif any(row):
                yield place, dict(zip(header, row, strict=True))
    except csv.Error as error:
        yield "", Problem(f"line {rows.line_num}", f"is not CSV ({error}); the rows after it are not read")


def _header(row: Sequence[str], file: Path) -> list[str]:
    header = [_column(name) for name in row]
    missing = [name for name in ("conversation", "speaker", "text") if name not in header]
    if missing:
        known = ", ".join(_COLUMNS[missing[0]][:4])
        raise ConfigurationError(f"{file}: has no column for the {missing[0]}; call it one of {known}")
    return header


def _column(name: str) -> str:
    plain = name.strip().lower().replace(" ", "_")
    return next((column for column, names in _COLUMNS.items() if plain in names), plain)


def _json_rows(text: str, file: Path) -> Iterator[tuple[str, Mapping[str, Any] | Problem]]:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{file}: is not JSON: {error}") from None
    if not isinstance(found, list):
        raise ConfigurationError(f"{file}: must be an array of messages or of conversations with messages")
    for number, entry in enumerate(found, start=1):
        place = f"entry {number}"
        inner = (
            next((entry[key] for key in _INNER if isinstance(entry.get(key), list)), None) if isinstance(entry, dict) else None
        )
        if inner is None:
            yield place, _named(entry, place)
            continue
        name = _named(entry, place).get("conversation", entry.get("id", number)) if isinstance(entry, dict) else number
        for position, message in enumerate(inner, start=1):
            where = f"{place}, message {position}"
            row = _named(message, where)
            yield where, row if isinstance(row, Problem) else {"conversation": name, **row}


def _named(entry: object, place: str) -> Any:
    if not isinstance(entry, dict):
        return Problem(place, "is no object with keys such as conversation, speaker and text")
    return {_column(str(key)): value for key, value in entry.items()}


def _turn(row: Mapping[str, Any], place: str) -> Turn | Problem:
    missing = [name for name in ("conversation", "speaker", "text") if row.get(name) in (None, "")]
    if missing:
        return Problem(place, f"has no {missing[0]}")
    if not isinstance(row["text"], str):
        return Problem(place, "its text is no text")
    speaker = _SPEAKERS.get(str(row["speaker"]).strip().lower())
    if speaker is None:
        return Problem(place, f"{str(row['speaker'])[:40]!r} is no speaker; use customer, agent or assistant")
    return Turn(str(row["conversation"]), speaker, row["text"].strip(), str(row.get("time") or ""))


def _ordered(turns: Rows) -> Rows:
    """Conversations one after the other; by time where every turn of a conversation has one of the same length."""
    problems = [one for one in turns if isinstance(one, Problem)]
    talks: dict[str, list[Turn]] = {}
    for one in turns:
        if isinstance(one, Turn):
            talks.setdefault(one.conversation, []).append(one)
    for talk in talks.values():
        if all(one.time for one in talk) and len({len(one.time) for one in talk}) == 1:
            talk.sort(key=lambda one: one.time)
    return [*(one for talk in talks.values() for one in talk), *problems]
