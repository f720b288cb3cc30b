"""The columns of our own exports: `id`, `intent`, `en.question`, `zh.answer` and so on."""

from collections.abc import Sequence
from typing import Any

from knowledge_base.layouts import Layout
from knowledge_base.rows import COLUMNS, entry_of_row


class OwnLayout(Layout):
    """Any of `COLUMNS` in any order; a row may have several languages."""

    def fits(self, header: Sequence[str]) -> bool:
        """Whether it has an id and no other columns."""
        return "id" in header and set(header) <= set(COLUMNS)

    def complaint(self, header: Sequence[str]) -> str:
        """An unknown column by name, or that there is no id."""
        unknown = [name for name in header if name not in COLUMNS]
        if unknown:
            return f"there is no column {unknown[0]!r}; there are: {', '.join(COLUMNS)}; or question, answer"
        return super().complaint(header) or ("" if "id" in header else "has no column id; add one")

    def entry(self, header: Sequence[str], cells: Sequence[str], language: str | None) -> dict[str, Any]:
        """What the cells say."""
        return entry_of_row(dict(zip(header, cells, strict=True)))
