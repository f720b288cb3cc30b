"""FastGPT's tables of questions and answers: `q,a,indexes`, and `index,content` of older versions."""

from collections.abc import Sequence
from typing import Any

from knowledge_base.layouts import Layout, single
from knowledge_base.rows import restored

HEADERS = (["q", "a", "indexes"], ["q", "a"], ["index", "content"])


class FastGptLayout(Layout):
    """Every further index stands in a cell of its own to the right, so that rows are wider than the header."""

    ragged = True

    def fits(self, header: Sequence[str]) -> bool:
        """Whether it is one of its headers."""
        return [name.lower() for name in header] in HEADERS

    def entry(self, header: Sequence[str], cells: Sequence[str], language: str | None) -> dict[str, Any]:
        """The indexes are other wordings; the one that repeats the question, as FastGPT's first does, is left out."""
        question, answer, *indexes = (restored(cell).strip() for cell in cells)
        variants = [index for index in dict.fromkeys(indexes) if index and index not in (question, f"{question}\n{answer}")]
        return single(question, {"answer": answer, "variants": variants}, language)
