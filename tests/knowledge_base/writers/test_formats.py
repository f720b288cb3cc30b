"""Exports in the formats whose marks may stand in a text too."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from knowledge_base import pipeline
from knowledge_base.articles import Article, Passage
from knowledge_base.errors import KnowledgeError
from knowledge_base.sections import noted

# Pieces that Markdown, YAML, HTML, XML or a spreadsheet reads as something else.
MARKS = [
    "# ", "## a", "#", "\n", "\n\n", "---\n", "===", "```", "~~~", "    ", "<!--", "-->", "<!-- article {} -->",
    "<script>", "</a>",
    "<b", "&amp;", "*", "_", "_x0041_", "_x", "[a]: b", "[", "](", "> ", "- ", "1. ", "|", "\\", "\x0b", "\x1c",
    "\u2028", "\x85", "\ufffe", "=1+1", "+", "@", "'", '"', ",", ";", "\t", "保修", "🙂", "a", " ", noted("x", {}, "y"),
]  # fmt: skip
TEXT = st.lists(st.sampled_from(MARKS), min_size=1, max_size=12).map("".join).map(str.strip).filter(bool)
LINE = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
PASSAGE = st.builds(Passage, LINE, TEXT, st.lists(LINE, max_size=3).map(tuple), st.lists(LINE, max_size=2).map(tuple))
PASSAGES = st.dictionaries(st.sampled_from(["en", "zh"]), PASSAGE, min_size=1)


@pytest.mark.parametrize("ending", ["csv", "json", "md", "xlsx"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(texts=st.lists(PASSAGES, min_size=1, max_size=3))
def test_articles_full_of_marks_survive_an_export_and_an_import(
    tmp_path: Path, ending: str, texts: list[dict[str, Passage]]
) -> None:
    articles = [Article(f"a{number}", "warranty" * (number % 2), passages) for number, passages in enumerate(texts)]
    file = tmp_path / f"faq.{ending}"
    pipeline.write(articles, file)
    assert list(pipeline.read(file)) == articles


def test_markdown_shows_question_and_answer_as_a_page_would(tmp_path: Path) -> None:
    article = Article(
        "w", "", {"en": Passage("How long?", "Two years.\n\n## Not a question\n\nMore."), "zh": Passage("多久？", "两年。")}
    )
    pipeline.write([article], tmp_path / "faq.md")
    assert (tmp_path / "faq.md").read_text(encoding="utf-8").splitlines() == [
        *("## How long?", "", "<!-- article {", '  "id": "w",', '  "intent": "",', '  "language": "en"', "} -->", ""),
        *("Two years.", "", "## Not a question", "", "More.", ""),
        *("## 多久？", "", "<!-- article {", '  "id": "w",', '  "language": "zh"', "} -->", "", "两年。"),
    ]
    assert list(pipeline.read(tmp_path / "faq.md")) == [article]


def test_a_workbook_holds_text_and_no_formula(tmp_path: Path) -> None:
    article = Article("a", "", {"en": Passage("=1+1", "+86 10 1234", ("@x", "-1"))})
    pipeline.write([article], tmp_path / "faq.xlsx")
    rows = list(load_workbook(tmp_path / "faq.xlsx").worksheets[0].iter_rows())
    assert {cell.data_type for cell in rows[1] if cell.value} == {"s"}
    assert not [cell.value for cell in rows[1] if str(cell.value or "").startswith(("=", "+", "-", "@"))]


def test_a_cell_that_a_spreadsheet_would_cut_is_refused(tmp_path: Path) -> None:
    article = Article("a", "", {"en": Passage("Q?", "A", tuple(f"{number} {'x' * 900}" for number in range(40)))})
    with pytest.raises(KnowledgeError, match=r"a: takes more than the 32,767 characters .* export \.csv or \.json"):
        pipeline.write([article], tmp_path / "faq.xlsx")
