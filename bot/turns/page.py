"""A trace for people: a heading a stage, a line a fact."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.turns.stored import StoredTurn

HEADINGS = {
    "message": "Message",
    "profile": "Known of the customer",
    "understanding": "Understanding",
    "retrieval": "Retrieval",
    "steps": "Decisions",
    "before": "Conversation before",
    "after": "Conversation after",
    "replies": "Replies",
    "failure": "Failure",
    "milliseconds": "Milliseconds",
}


def lines(trace: Mapping[str, Any]) -> Iterator[str]:
    """The trace, line by line."""
    about = trace["turn"]
    yield f"{about['conversation']}, turn {about['number']}, {about['at']}"
    for name, heading in HEADINGS.items():
        if trace[name]:
            yield ""
            yield heading
            yield from _stage(name, trace[name])


def listed(turns: Sequence[StoredTurn]) -> Iterator[str]:
    """One line a turn: its number, its time, what was said, and by which wordings it was answered."""
    for turn in turns:
        keys = ", ".join(turn.wording) or f"{len(turn.replies)} replies"
        yield f"{turn.number:3}  {turn.at:%Y-%m-%d %H:%M:%S}  {turn.received.text!r} -> {keys}"


def _stage(name: str, values: Any) -> Iterator[str]:
    if name == "understanding":
        yield from _understanding(values)
    elif name == "retrieval":
        yield from (line for found in values for line in _article(found))
    elif name == "steps":
        yield from (line for step in values for line in _step(step))
    elif name == "replies":
        yield from (line for reply in values for line in _reply(reply))
    elif isinstance(values, Mapping):
        yield from (f"  {key}: {_value(value)}" for key, value in values.items())
    else:
        yield from (f"  {value}" for value in values)


def _understanding(values: Mapping[str, Any]) -> Iterator[str]:
    yield f"  intents: {', '.join(f'{name} {chance:.3f}' for name, chance in values['intents'])}"
    scope = "out of scope" if values["out_of_scope"] else "in scope"
    yield f"  scope: {scope} ({values['outside']:.3f}; out above {values['threshold']:.3f})"
    yield f"  entities: {', '.join(f'{kind}={value}' for kind, value in values['entities']) or 'none'}"
    yield f"  sentiment: {values['sentiment']} {values['sentiment_score']:.3f}"
    yield f"  language: {values['language']}, model: {values['model']}"
    if again := values.get("asked_again"):
        yield f"  asked again, the model {again} says:"
    for one in values.get("opinions", ()):
        yield f"    {one['intent']} {one['together']:.3f} (encoder {one['encoder']:.3f}, n-grams {one['ngrams']:.3f})"
    for one in values.get("neighbours", ()):
        yield f"    like {one['text']!r}: {one['intent']} ({one['similarity']:.3f})"
    if words := values.get("words"):
        yield "    words: " + ", ".join(f"{one['word']} {one['weight']:+.2f}" for one in words)


def _article(found: Mapping[str, Any]) -> Iterator[str]:
    least = "none of its own" if found["threshold"] is None else f"{found['threshold']:.3f}"
    yield f"  {found['article']}: confidence {found['confidence']:.3f} (threshold {least})"
    yield f"    version {found['version']}, index {found['index']}, edition {found['edition']}"
    others = (f"{one['article']} {_value(one['score'])}" for one in found["candidates"])
    yield f"    scores: {', '.join(others)}"


def _step(step: Mapping[str, Any]) -> Iterator[str]:
    passed = f" ({', '.join(step['passed'])} passed)" if step["passed"] else ""
    yield f"  {step['policy']}: {step['because']}{passed}"
    if taken := step.get("taken"):
        yield f"    {taken['action']}({_value(taken['arguments'])}): {taken['outcome']}"
        yield from (f"      says {saying['key']}({_value(saying['variables'])})" for saying in taken["says"])
    for event in step["events"]:
        yield f"    {event['kind']} {_value({name: value for name, value in event.items() if name != 'kind'})}"


def _reply(reply: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {reply['wording'] or '(wording not kept)'}: {reply['text']}"
    if reply["buttons"]:
        yield f"    buttons: {_value(reply['buttons'])}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_value(one)}" for key, one in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value)) or "none"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
