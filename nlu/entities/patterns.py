"""Entity types of the shop's own, by patterns in RE2's syntax, which takes time linear in the text whatever the pattern."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, get_args

import re2

from configs.errors import ConfigurationError
from configs.settings import PatternSettings
from nlu.entities.spans import Certainty, Context, Span
from nlu.text import folded
from nlu.understanding import EntityType

_NAME = re.compile("[a-z][a-z0-9_]{0,39}")
_MOST = 50  # patterns
_LONGEST = 300  # characters
# One message costs at most instructions x characters x matches looked at.
_LARGEST = 1000  # instructions of the compiled program; a Chinese character class takes about eighty
_MOST_MATCHES = 16  # of one pattern in one message
_WRITTEN: Mapping[str, Callable[[str], str]] = {
    "lower": str,  # as folded texts are
    "upper": str.upper,
    "digits": lambda value: "".join(character for character in value if character.isdecimal()),
}


@dataclass(frozen=True)
class Pattern:
    """One type: what matches is a `type`; with a group in the expression, what the group matches is.

    Some of what is matched stands for another of the `values`.
    """

    type: str
    expression: Any  # re2 has no types
    normalized: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    def find(self, context: Context) -> Iterator[Span]:
        """Its entities in the folded text, whole words and numbers only."""
        text = context.text
        for match in islice(self.expression.finditer(text), _MOST_MATCHES):
            start, end = match.span(self.expression.groups)
            written = _WRITTEN[self.normalized](text[start:end])
            value = self.values.get(written, written)
            if value and not _continues(text, start) and not _continues(text, end):
                yield Span(self.type, start, end, value, Certainty.FORMAL)


def compiled(settings: Mapping[str, PatternSettings]) -> tuple[Pattern, ...]:
    """The patterns of the settings, in their order.

    Raises ConfigurationError that names the key of the first one that cannot be used.
    """
    if len(settings) > _MOST:
        raise ConfigurationError(f"nlu.patterns: there are {len(settings)} patterns; at most {_MOST} are looked for")
    names: dict[str, str] = {}
    for name, one in settings.items():
        if names.setdefault(one.pattern, name) != name:
            raise _refused(name, f"it is the pattern of {names[one.pattern]} too; remove one of them")
    return tuple(_compiled(name, one) for name, one in settings.items())


def _compiled(name: str, settings: PatternSettings) -> Pattern:
    if not _NAME.fullmatch(name):
        raise _refused(name, "a type is named by small letters, digits and _, at most 40 of them")
    if name in get_args(EntityType):
        raise _refused(name, "every shop has this type already; choose another name")
    if len(settings.pattern) > _LONGEST:
        raise _refused(name, f"the pattern has {len(settings.pattern)} characters; at most {_LONGEST} are read")
    try:
        expression = re2.compile(_plain(settings.pattern), _options())
    except re2.error as error:
        why = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise _refused(
            name, f"{settings.pattern!r} is no pattern of RE2, which has no look-behind or back-reference: {why}"
        ) from None
    if expression.programsize > _LARGEST:
        raise _refused(name, f"the pattern takes {expression.programsize} instructions; at most {_LARGEST} are run: repeat less")
    if expression.groups > 1:
        raise _refused(name, "the pattern has several groups; mark one with ( ), and write (?: ) for the others")
    if expression.search(""):
        raise _refused(name, "the pattern matches nothing at all too; write + or a number in place of * or ?")
    return Pattern(name, expression, settings.normalized, {folded(word).text: value for word, value in settings.values.items()})


def _options() -> Any:
    options = re2.Options()
    # Folded texts are lower case. The longest match makes the order of alternatives harmless.
    options.case_sensitive, options.longest_match, options.log_errors = False, True, False
    return options


def _plain(pattern: str) -> str:
    """The pattern as texts are folded, but for ASCII: \\D is not \\d, and what a full-width bracket becomes is no syntax."""
    return "".join(one if one.isascii() else re2.escape(folded(one).text) for one in pattern)


def _continues(text: str, border: int) -> bool:
    """Whether a word or number runs on over the border between two characters."""
    pair = text[max(0, border - 1) : border + 1]
    return 0 < border < len(text) and pair.isascii() and pair.isalnum()


def _refused(name: str, why: str) -> ConfigurationError:
    return ConfigurationError(f"nlu.patterns.{name}: {why}")
