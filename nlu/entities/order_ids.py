"""Order numbers: SK and seven digits, however they are typed."""

import re
from collections.abc import Iterator

from nlu.entities.spans import Certainty, Context, Span

# The letter o is typed for a zero, and digits are copied in groups.
_WRITTEN = re.compile(r"sk(?<![a-z\d]sk)[\s#:._-]{0,3}(?:no\.?\s?)?(\d(?:[\s-]?[\do]){6})(?![\da-z])")
_BARE = re.compile(r"[1-9](?<![a-z\d+/-].)(?<!\d[.,].)\d{6}(?![\d/]|[.,-]\d|[a-z])")
_MONEY_BEFORE = re.compile(r"[$€£¥]\s?$")
_FEWEST_DIGITS = 5  # two of the seven may be an o
_COUNTED_AFTER = re.compile(r"\s?(?:块|元|刀|美|人|次|个|dollars|bucks|points|usd|yuan|mah|people)")


def find(context: Context) -> Iterator[Span]:
    """Order numbers as SK and seven digits; seven digits alone count unless they are money or a count."""
    text = context.text
    if context.digits < _FEWEST_DIGITS:
        return
    for match in _WRITTEN.finditer(text):
        digits = re.sub(r"[\s-]", "", match[1]).replace("o", "0")
        yield Span("order_id", _with_hash(text, match.start()), match.end(), f"SK{digits}", Certainty.FORMAL)
    for match in _BARE.finditer(text):
        start = _with_hash(text, match.start())
        if not _MONEY_BEFORE.search(text, max(0, start - 2), start) and not _COUNTED_AFTER.match(text, match.end()):
            yield Span("order_id", start, match.end(), f"SK{match[0]}", Certainty.BARE)


def _with_hash(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] == "#" else start
