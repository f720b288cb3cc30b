"""Articles from XLSX: the first sheet, laid out as a CSV file would be."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from knowledge_base import layouts
from knowledge_base.archives import UnsafeArchive, count, opened
from knowledge_base.readers import Reader
from knowledge_base.report import Entry, Problem

SHEETS = 100
ROWS = 200_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError,
    KeyError, ValueError, IndexError, AttributeError, TypeError, EOFError, NotImplementedError,
)  # fmt: skip
# Without it, openpyxl would read XML with the entities that a stranger defines.
assert openpyxl.DEFUSEDXML  # noqa: S101


class XlsxReader(Reader):
    """Reads the cells as text; formulas give the value that was last computed, links to other files nothing."""

    def parse(self, content: bytes, file: Path) -> Iterator[Entry]:
        """Yield each row of the first sheet; other sheets are named in a warning."""
        try:
            _check(content)
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            if len(book.sheetnames) > 1:
                passed = ", ".join(repr(name) for name in book.sheetnames[1:4])
                yield Problem(file, "", f"has more sheets, which were not read: {passed}; save each as a file", "warning")
            yield from layouts.articles(_rows(book.worksheets[0]), file, self.language)
        except UnsafeArchive as error:
            yield Problem(file, "", str(error))
        except _BROKEN as error:
            # openpyxl puts an error of its own around what the XML parser refuses.
            if isinstance(error.__cause__ or error, DefusedXmlException):
                problem = "is unsafe: it defines XML entities; save it again with a spreadsheet program"
            else:
                problem = f"is not an intact XLSX file ({type(error).__name__}); save it again"
            yield Problem(file, "", problem)


def _check(content: bytes) -> None:
    archive = opened(content)
    if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
        raise UnsafeArchive("holds macros; save it as .xlsx without them")
    sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
    if len(sheets) > SHEETS:
        raise UnsafeArchive(
            f"is too large: it has {len(sheets):,} sheets, at most {SHEETS} are read; keep the one with the questions"
        )
    # Counting takes a tenth of the time that parsing does, and no memory.
    if any(count(archive, sheet, b"<row") > ROWS for sheet in sheets):
        raise UnsafeArchive(f"is too large: it has more than {ROWS:,} rows; split it")


def _rows(sheet: Any) -> Iterator[tuple[str, list[str]]]:
    # What the file says of its own size would be believed, and blank rows made up to it.
    sheet.reset_dimensions()
    width = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > ROWS:
            raise UnsafeArchive(f"is too large: it has more than {ROWS:,} rows; split it")
        texts = [_text(cell) for cell in cells]
        width = width or len(texts)
        if width > layouts.WIDEST:
            raise UnsafeArchive(f"is too large: it has {width:,} columns, at most {layouts.WIDEST} are read; take the others out")
        yield f"row {number}", texts + [""] * (width - len(texts))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(cell))
