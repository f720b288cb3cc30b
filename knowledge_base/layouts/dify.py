"""Question and answer in one language each row: Dify's annotations, and any plain list of questions."""

from collections.abc import Sequence
from typing import Any

from knowledge_base.languages import language_of, name_of
from knowledge_base.layouts import Layout
from knowledge_base.rows import COLUMNS, FIELDS, entry_of_row

# Dify writes "question,answer" or "问题,答案" into its template, and capitals into its export.
NAMES = {"问题": "question", "答案": "answer", "相似问题": "variants", "语言": "language"}
REQUIRED = {"question", "answer"}
KNOWN = {*FIELDS, "language", *(column for column in COLUMNS if "." not in column)}


class PlainLayout(Layout):
    """`question` and `answer`, in English or Chinese; `language`, `variants` and what else an article has may be there too."""

    def fits(self, header: Sequence[str]) -> bool:
        """Whether both are there and nothing that is unknown."""
        return REQUIRED <= set(_names(header)) <= KNOWN

    def complaint(self, header: Sequence[str]) -> str:
        """That a column is named twice."""
        return super().complaint(_names(header))

    def entry(self, header: Sequence[str], cells: Sequence[str], language: str | None) -> dict[str, Any]:
        """The row's own language comes first, then `language`, then the script's."""
        row = dict(zip(_names(header), cells, strict=True))
        own = row.pop("language", "").strip().lower()
        spoken = own.partition("-")[0] or language or language_of(f"{row['question']} {row['answer']}")
        row["id"] = row.get("id") or name_of(row["question"])
        return entry_of_row({f"{spoken}.{name}" if name in FIELDS else name: cell for name, cell in row.items()})


def _names(header: Sequence[str]) -> list[str]:
    return [NAMES.get(name, name.lower()) for name in header]
