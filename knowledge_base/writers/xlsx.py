"""Articles to XLSX: one sheet with the columns of the CSV export."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from knowledge_base.articles import Article
from knowledge_base.errors import KnowledgeError
from knowledge_base.rows import COLUMNS, row_of
from knowledge_base.writers import Writer

LONGEST = 32_767  # characters of a cell; a spreadsheet program cuts off what is beyond
# What XML cannot hold, and what looks like its escape (ECMA-376 part 1, 22.9.2.19).
_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class XlsxWriter(Writer):
    """Writes every cell as text, so that no spreadsheet program takes one for a formula, a number or a date."""

    def encoded(self, articles: Sequence[Article], file: Path) -> bytes:
        """A header and a row for each article."""
        # All of it is checked first: a sheet that is left half written stays open.
        rows = [[_written(text, article, file) for text in row_of(article)] for article in articles]
        book = Workbook(write_only=True)
        sheet: WriteOnlyWorksheet = book.create_sheet("articles")
        sheet.freeze_panes = "B2"
        sheet.append(list(COLUMNS))
        for row in rows:
            sheet.append([_cell(sheet, text) for text in row])
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()


def _written(text: str, article: Article, file: Path) -> str:
    written = _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    if len(written) > LONGEST:
        problem = f"takes more than the {LONGEST:,} characters that a cell of XLSX holds; export .csv or .json"
        raise KnowledgeError(file, article.id, problem)
    return written


def _cell(sheet: WriteOnlyWorksheet, text: str) -> Cell | None:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell if text else None
