"""Articles to Markdown: a heading for each question, its answer below, and the rest in a comment that does not show."""

from collections.abc import Sequence

from knowledge_base.articles import LANGUAGES, Article
from knowledge_base.entries import entry_of
from knowledge_base.sections import noted, sections
from knowledge_base.writers import TextWriter

NEXT = noted("", {}, "")


class MarkdownWriter(TextWriter):
    """Writes a section for each language of each article; what Markdown would read otherwise stands in the comment."""

    def content(self, articles: Sequence[Article]) -> str:
        """The sections, in the order of the articles."""
        return "\n".join(section for article in articles for section in _sections(article))


def _sections(article: Article) -> list[str]:
    entry = entry_of(article)
    rest = {key: value for key, value in entry.items() if key not in LANGUAGES}
    written = []
    for language in article.passages:
        passage = dict(entry[language])
        question, answer = passage.pop("question"), passage.pop("answer")
        passage = {key: value for key, value in passage.items() if value}
        written.append(_section(question, answer, {**rest, "language": language, **passage}))
        rest = {"id": article.id}
    return written


def _section(question: str, answer: str, note: dict[str, object]) -> str:
    section = noted(question, note, answer)
    read = sections(f"{section}\n{NEXT}")
    if len(read) == 2 and (read[0].heading, read[0].text) == (question, answer):
        return section
    return noted(_words(question), {**note, "exactly": {"question": question, "answer": answer}}, "")


def _words(question: str) -> str:
    """A heading for a question that cannot be one itself: its words."""
    return "".join(character for character in question if character.isalnum() or character == " ").strip() or "?"
