"""Labels given as lines of a file, for those who would rather decide in an editor or a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from nlu.language import language_of
from nlu.review.candidates import LONGEST, Candidate
from nlu.review.decisions import Decision, Decisions, Wording
from nlu.review.masking import masked
from nlu.sentences import DataError
from nlu.understanding import SentimentLabel

DROP = "drop"


def apply(
    file: Path,
    decisions: Decisions,
    by: str,
    intents: Sequence[str],
    candidates: Sequence[Candidate],
    feel: Callable[[str], SentimentLabel],
) -> tuple[int, int]:
    """Keep the decisions in `file`, lines of text, tab and an intent or `drop`; returns how many are new and how many stood.

    `feel` says the sentiment of a text that is no candidate. Raises DataError that names every bad line; nothing is kept then.
    """
    known = {one.text: one for one in candidates}
    standing = {wording.text: _label(one) for one in decisions.standing() for wording in one.wordings}
    errors: list[str] = []
    labels: dict[str, str] = {}
    for number, line in enumerate(_lines(file), 1):
        try:
            labels.update(_parsed(line, intents, known))
        except ValueError as error:
            errors.append(f"{file}:{number}: {error}")
    if errors:
        raise DataError("\n".join([*errors, "nothing was kept; mend these lines and apply the file again"]))
    new = {text: label for text, label in labels.items() if standing.get(text) != label}
    decisions.add(list(_decided(new, by, known, feel)))
    return len(new), len(labels) - len(new)


def _decided(
    labels: Mapping[str, str], by: str, known: Mapping[str, Candidate], feel: Callable[[str], SentimentLabel]
) -> Iterator[Decision]:
    for text, label in labels.items():
        one = known.get(text)
        wording = Wording(text, one.language, one.sentiment) if one else Wording(text, language_of(text), feel(text))
        yield (
            Decision("drop", by, wordings=(wording,))
            if label == DROP
            else Decision("label", by, intent=label, wordings=(wording,))
        )


def _label(decision: Decision) -> str:
    return decision.intent or DROP


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(f"{file}: is not UTF-8; save it as UTF-8") from None


def _parsed(line: str, intents: Sequence[str], known: Mapping[str, Candidate]) -> dict[str, str]:
    """The masked text and its label, nothing for a blank line; raises ValueError that says what is wrong."""
    if not line.strip():
        return {}
    parts = line.split("\t")
    if len(parts) != 2:
        raise ValueError(f"it has {len(parts) - 1} tabs; write the text, one tab, and an intent or `{DROP}`")
    text, label = (part.strip() for part in parts)
    if not text:
        raise ValueError("there is no text before the tab")
    if len(text) > LONGEST:
        raise ValueError(f"the text has {len(text)} characters; at most {LONGEST} make a sentence")
    if label not in (*intents, DROP):
        near = get_close_matches(label, [*intents, DROP], n=1, cutoff=0.0)[0]
        raise ValueError(f"there is no intent {label!r}; the nearest is {near}, all are in nlu/data/intents.yaml")
    return {text if text in known else masked(text, language_of(text)): label}
