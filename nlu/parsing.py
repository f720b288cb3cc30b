"""Lines of JSON understood one by one, for `python -m nlu parse`."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from nlu.explanation import Explanation
from nlu.understanding import Understanding

Parse = Callable[[str], dict[str, Any]]
"""A text to what is said of it."""


@dataclass(frozen=True)
class Answer:
    """One line of output, and whether the line of input was bad."""

    line: str
    bad: bool = False


def as_values(understanding: Understanding) -> dict[str, Any]:
    """The understanding as JSON has it; the vector stays behind."""
    return {
        "text": understanding.text,
        "language": understanding.language,
        "intents": [asdict(intent) for intent in understanding.intents],
        "out_of_scope": understanding.out_of_scope,
        "sentiment": asdict(understanding.sentiment),
        "entities": [asdict(entity) for entity in understanding.entities],
        "requests": [
            {"text": one.text, "start": one.start, "end": one.end, "intent": asdict(one.intent), "negated": one.negated}
            for one in understanding.requests
        ],
        "model": understanding.model,
    }


def with_reasons(explanation: Explanation) -> dict[str, Any]:
    """The understanding as JSON has it, and under `explanation` why it is so."""
    return {**as_values(explanation.understanding), "explanation": explanation.to_json()}


def parse_lines(lines: Iterable[bytes], parse: Parse, longest: int) -> Iterator[Answer]:
    """What `parse` says of every line that is not blank, as soon as it is read; a text may have `longest` characters."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text = text_of(line, longest)
        except ValueError as error:
            yield Answer(json.dumps({"error": f"line {number}: {error}"}, ensure_ascii=False), bad=True)
        else:
            yield Answer(json.dumps(parse(text), ensure_ascii=False))


def text_of(line: bytes, longest: int) -> str:
    """The text of one line of input.

    Raises ValueError that says what is wrong with it.
    """
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError('it is not JSON; write {"text": "..."}') from None
    text = values.get("text") if isinstance(values, dict) else None
    if not isinstance(text, str):
        raise ValueError('it has no text; write {"text": "..."}')  # noqa: TRY004 - the line's fault, like all others here
    if not text.strip():
        raise ValueError("its text is blank; write what the customer says")
    if len(text) > longest:
        raise ValueError(f"its text has {len(text)} characters; at most {longest} are read")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("its text holds half a character (a lone surrogate); send whole ones")
    return text
