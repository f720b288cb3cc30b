"""E-mail addresses."""

import re
from collections.abc import Iterator

from nlu.entities.spans import Certainty, Context, Span

# The lookbehind makes every character the start of at most one attempt, whatever the text.
_EMAIL = re.compile(r"(?<![a-z\d._%+@-])[a-z\d][a-z\d._%+-]{0,63}@[a-z\d](?:[a-z\d-]{0,62}\.){1,4}[a-z]{2,24}(?![a-z\d@-])")


def find(context: Context) -> Iterator[Span]:
    """E-mail addresses in lower case."""
    if "@" in context.text:
        for match in _EMAIL.finditer(context.text):
            yield Span("email", match.start(), match.end(), match[0], Certainty.FORMAL)
