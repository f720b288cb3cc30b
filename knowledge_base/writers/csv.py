"""Articles to CSV: a row each, for spreadsheets."""

import csv
import io
from collections.abc import Sequence

from knowledge_base.articles import Article
from knowledge_base.rows import COLUMNS, row_of
from knowledge_base.writers import TextWriter


class CsvWriter(TextWriter):
    """Writes RFC 4180 with a byte-order mark, without which spreadsheets garble Chinese."""

    def content(self, articles: Sequence[Article]) -> str:
        """A header and a row for each article."""
        text = io.StringIO(newline="")
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        rows.writerows(row_of(article) for article in articles)
        return f"\ufeff{text.getvalue()}"
