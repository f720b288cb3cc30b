"""Articles from CSV: a row each, in the columns of our exports, Dify's annotations or FastGPT's questions."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from knowledge_base import layouts
from knowledge_base.encodings import decoded
from knowledge_base.readers import LARGEST, Reader
from knowledge_base.report import Entry, Problem

SEPARATORS = ",;\t"


class CsvReader(Reader):
    """Reads a header and a row for each article; the separator is the one that the header uses most."""

    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield each row; an unclosed quote ends the reading, because no later row can be trusted."""
        try:
            read = decoded(content)
        except UnicodeDecodeError:
            yield Problem(file, "", "is neither UTF-8, UTF-16 nor GB 18030; save it as CSV UTF-8")
            return
        if read.guessed:
            problem = f"is not UTF-8 and was read as {read.encoding}; if characters look wrong, save it as CSV UTF-8"
            yield Problem(file, "", problem, "warning")
        rows = _Rows(read.text)
        try:
            yield from layouts.articles(rows, file, self.language)
        except csv.Error as error:
            yield Problem(file, rows.place, _broken(error))


class _Rows:
    """The rows of a text, each with the line on which it begins."""

    def __init__(self, text: str) -> None:
        # A cell of any size is read, so that its row is refused alone and the rows after it are not lost.
        csv.field_size_limit(LARGEST)
        first = re.split("[\r\n]", text, maxsplit=1)[0]
        separator = max(SEPARATORS, key=first.count)
        self._rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        self.place = "line 1"

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        while True:
            self.place = f"line {self._rows.line_num + 1}"
            row = next(self._rows, None)
            if row is None:
                return
            yield self.place, row


def _broken(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "opens a quote that is never closed; close it, the lines after it were not read"
    return f"is not CSV: {error}; the lines after it were not read"
