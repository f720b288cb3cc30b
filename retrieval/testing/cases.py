"""The shop's own test questions: a CSV file with question, language and the article that should be found, or none."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.articles import LANGUAGES
from nlu.language import language_of
from retrieval.errors import RetrievalError

FILE = Path("knowledge") / "tests.csv"  # in the installation's folder
HEADER = ("question", "language", "article")
_NAMES = {"text": "question", "query": "question", "lang": "language", "expected": "article", "article_id": "article"}
_LONGEST = 4_000  # characters of a question


@dataclass(frozen=True)
class Case:
    """A question and the id of its article; "" where nothing must be answered."""

    question: str
    language: str
    article: str


def read(file: Path) -> tuple[Case, ...]:
    """The cases in `file`: UTF-8, columns by name (`question` or `text`, `article` or `expected`, `language` if given).

    Raises RetrievalError that names the first bad row.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RetrievalError(
            f"{file}: there is no such file; write one with the columns {','.join(HEADER)}, or add to it with "
            '`python -m retrieval explain "question" --save-test --expect ARTICLE`'
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RetrievalError(f"{file}: cannot be read as UTF-8: {error}; save it as UTF-8 CSV") from None
    try:
        return tuple(_cases(text, file))
    except csv.Error as error:
        raise RetrievalError(f"{file}: is not CSV: {error}; write the columns {','.join(HEADER)}") from None


def add(file: Path, case: Case) -> bool:
    """Append a case to `file`, which is made where it is missing; False when it stands there already.

    Raises RetrievalError when the file cannot be read or written, or expects another article for that question.
    """
    known = read(file) if file.exists() else ()
    same = [one for one in known if (one.question, one.language) == (case.question, case.language)]
    if case in same:
        return False
    if same:
        raise RetrievalError(
            f"{file}: expects {same[0].article or 'no article'} for {case.question!r}; change or remove that row first"
        )
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    if not file.exists():
        rows.writerow(HEADER)
    rows.writerow((case.question, case.language, case.article))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and not file.read_bytes().endswith(b"\n"):
            written = io.StringIO("\n" + written.getvalue())
        with file.open("a", encoding="utf-8", newline="") as handle:
            handle.write(written.getvalue())
    except OSError as error:
        raise RetrievalError(f"{file}: cannot be written: {error.strerror}") from None
    return True


def unknown(cases: Iterable[Case], articles: Iterable[str]) -> list[str]:
    """The articles that cases expect and that are not among the ids `articles`, by name."""
    return sorted({case.article for case in cases if case.article} - set(articles))


def _cases(text: str, file: Path) -> Iterator[Case]:
    rows = csv.DictReader(io.StringIO(text), strict=True)
    names = [_NAMES.get(name.strip().lower(), name.strip().lower()) for name in rows.fieldnames or ()]
    if not {"question", "article"} <= set(names):
        found = ", ".join(names) or "nothing"
        raise RetrievalError(f"{file}: needs the columns question and article; it has {found}")
    rows.fieldnames = names
    for row in rows:
        if any(isinstance(value, str) and value.strip() for value in row.values()):
            yield _case(row, f"{file}:{rows.line_num}")


def _case(row: dict[str, str | None], place: str) -> Case:
    question = (row["question"] or "").strip()
    language = (row.get("language") or "").strip().lower()
    if None in row or row["article"] is None:
        raise RetrievalError(f"{place}: has not as many cells as the first row; put a text with commas in quotation marks")
    if not question:
        raise RetrievalError(f"{place}: its question is empty; write one, or remove the row")
    if len(question) > _LONGEST:
        raise RetrievalError(f"{place}: its question has {len(question)} characters; {_LONGEST} are the most")
    if language and language not in LANGUAGES:
        raise RetrievalError(f"{place}: its language is {language!r}; write one of {', '.join(LANGUAGES)}, or leave it empty")
    return Case(question, language or language_of(question), (row["article"] or "").strip())
