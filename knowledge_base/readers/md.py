"""Articles from Markdown: a heading is a question, the text below it the answer."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from knowledge_base import foreign
from knowledge_base.answers import cleaned, plain, references_of
from knowledge_base.articles import LANGUAGES
from knowledge_base.encodings import decoded
from knowledge_base.entries import article_of
from knowledge_base.foreign import Question
from knowledge_base.markup import TooComplex
from knowledge_base.plainyaml import NotPlain, loaded
from knowledge_base.readers import Reader
from knowledge_base.report import Entry, Problem, entry_at
from knowledge_base.rows import WORDINGS
from knowledge_base.sections import HEADINGS, LINES, Section, TooLong, sections

FENCE = "---\n"


class MarkdownReader(Reader):
    """Reads documents as people write them, and our own exports, where a comment below a heading holds the rest.

    Front matter between "---" lines is optional: its keys hold for every question, `title` is that of a text without headings.
    """

    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield each heading that has text below it; one without is a chapter when a deeper one follows."""
        try:
            text = decoded(content).text.replace("\r\n", "\n").replace("\r", "\n")
            front, body, line = _parted(text)
            cut = sections(body, line)
        except UnicodeDecodeError:
            yield Problem(file, "", "is neither UTF-8, UTF-16 nor GB 18030; save it as UTF-8")
        except NotPlain as error:
            yield Problem(file, "front matter", str(error))
        except TooLong:
            yield Problem(file, "", f"has more than {LINES:,} lines or {HEADINGS:,} headings; split it")
        else:
            if (cut and cut[0].note is not None) or (len(cut) > 1 and cut[1].note is not None):
                yield from (self._noted(section, front, file) for section in cut if section.level)
            else:
                yield from self._written(cut, front, references_of(body), file)

    def _noted(self, section: Section, front: Mapping[str, Any], file: Path) -> Entry:
        note = dict(section.note or {})
        language = str(note.pop("language", self.language or LANGUAGES[0]))
        wordings: dict[str, Any] = {name: note.pop(name) for name in WORDINGS if name in note}
        passage = {"question": section.heading, "answer": section.text, **wordings, **_dict(note.pop("exactly", None))}
        place = f"line {section.line}"
        return entry_at(file, place, article_of({**front, **note, language: passage}, file, place))

    def _written(self, cut: list[Section], front: dict[str, Any], references: dict[str, Any], file: Path) -> Iterator[Entry]:
        title = str(front.pop("title", ""))
        language = str(front.pop("language", "")) or self.language
        for section, after in zip(cut, [*cut[1:], None], strict=False):
            place = f"line {section.line}"
            if not section.level and not (title and len(cut) == 1):
                yield Problem(file, place, "is text before the first heading, which was passed over", "warning")
                continue
            if not section.text and after and after.level > section.level:
                continue
            yield from _answered(section, plain(section.heading) or title, language, front, references, file)


def _answered(
    section: Section, question: str, language: str | None, front: dict[str, Any], references: dict[str, Any], file: Path
) -> Iterator[Entry]:
    place = f"line {section.line}"
    try:
        answer, taken = cleaned(section.text, references)
    except TooComplex:
        yield Problem(file, place, "its text is too long or nested too deeply for one answer; put headings into it")
        return
    if taken:
        yield foreign.removal(file, place, taken)
    own = {key: value for key, value in front.items() if key != "id" or not section.level}
    asked = Question(place, question, answer, str(own.pop("id", "")), language, metadata=tuple(own.items()))
    yield foreign.article(asked, file)


def _parted(text: str) -> tuple[dict[str, Any], str, int]:
    """The front matter, the text after it, and the line on which that begins."""
    if not text.startswith(FENCE):
        return {}, text, 1
    front, fence, body = text.removeprefix(FENCE).partition(f"\n{FENCE}")
    if not fence:
        return {}, text, 1
    values = loaded(front)
    if not isinstance(values, dict):
        return {}, text, 1
    plain_values = {str(key): value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
    return plain_values, body, front.count("\n") + 4


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
