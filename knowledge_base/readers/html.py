"""Articles from saved web pages."""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.encodings import decoded
from knowledge_base.pages import questions
from knowledge_base.readers import Reader
from knowledge_base.report import Entry, Problem

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
# Pages that say gb2312 or gbk use characters that only its successor has.
_SUCCESSORS = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252"}


class HtmlReader(Reader):
    """Reads the page's FAQPage data, its `details`, or its headings with the text below them."""

    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield each question."""
        try:
            text = page_text(content)
        except UnicodeDecodeError:
            yield Problem(file, "", "is in an unknown encoding; save it as UTF-8")
            return
        yield from questions(text, file, self.language)


def page_text(content: bytes, charset: str | None = None) -> str:
    """The page's text in `charset`, else in what it declares itself, else in what it looks like.

    Raises UnicodeDecodeError.
    """
    declared = _DECLARED.search(content[:2048])
    for name in (charset, declared[1].decode("ascii") if declared else None):
        try:
            if name:
                return content.decode(_SUCCESSORS.get(name.lower(), name))
        except (LookupError, UnicodeDecodeError):
            continue
    return decoded(content).text
