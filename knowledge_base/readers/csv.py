"""Articles from CSV: a row each, columns named like `en.question`."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from knowledge_base.articles import Article
from knowledge_base.entries import article_of
from knowledge_base.errors import KnowledgeError
from knowledge_base.readers import Reader, decoded
from knowledge_base.rows import COLUMNS, entry_of_row

SEPARATORS = ",;\t"


class CsvReader(Reader):
    """Reads a header and a row for each article; the separator is the one that the header uses most."""

    def parse(self, content: bytes, file: Path) -> Iterator[Article | KnowledgeError]:
        """Yield each row; an unclosed quote ends the reading, because no later row can be trusted."""
        try:
            text = decoded(content)
        except UnicodeDecodeError:
            yield KnowledgeError(file, "", "is neither UTF-8, UTF-16 nor GB 18030; save it as CSV UTF-8")
            return
        separator = max(SEPARATORS, key=text.partition("\n")[0].count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            header = [name.strip() for name in next(rows, [])]
            problem = _header_problem(header)
            if problem:
                yield KnowledgeError(file, "header", problem)
                return
            for row in rows:
                if any(cell.strip() for cell in row):
                    yield _article(header, row, file, f"line {rows.line_num}")
        except csv.Error as error:
            yield KnowledgeError(file, f"line {rows.line_num}", f"is not CSV: {error}")


def _header_problem(header: list[str]) -> str:
    unknown = [name for name in header if name not in COLUMNS]
    if unknown:
        return f"there is no column {unknown[0]!r}; there are: {', '.join(COLUMNS)}"
    if len(set(header)) < len(header):
        return "names a column twice"
    return "" if "id" in header else "has no column id"


def _article(header: list[str], row: list[str], file: Path, place: str) -> Article | KnowledgeError:
    if len(row) != len(header):
        return KnowledgeError(file, place, f"has {len(row)} cells, the header {len(header)}")
    return article_of(entry_of_row(dict(zip(header, row, strict=True))), file, place)
