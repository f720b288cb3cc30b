"""Lines of JSON searched one by one, for `python -m retrieval search`."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from knowledge_base.articles import LANGUAGES
from nlu.parsing import text_of
from nlu.understanding import Understander
from retrieval.searcher import Searcher

HITS = 10


@dataclass(frozen=True)
class Line:
    """One line of output, and whether the line of input was bad."""

    text: str
    bad: bool = False


@dataclass(frozen=True)
class Search:
    """Answers lines from an answer's threshold on, else from the confidence `answer_above`.

    A text may have `longest` characters.
    """

    searcher: Searcher
    understander: Understander
    answer_above: float
    longest: int

    def lines(self, lines: Iterable[bytes]) -> Iterator[Line]:
        """Yield a line for every one that is not blank, as soon as it is read."""
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield Line(self._found(text_of(line, self.longest), _language_of(line)))
            except ValueError as error:
                yield Line(json.dumps({"error": f"line {number}: {error}"}, ensure_ascii=False), bad=True)

    def _found(self, text: str, language: str | None) -> str:
        understood = self.understander.understand([text])[0]
        spoken = language or understood.language
        found = self.searcher.search(text, understood.vector, spoken, HITS)
        hits = [{"article_id": hit.article_id, "title": hit.title, "score": round(hit.score, 4)} for hit in found.hits]
        best = self.searcher.answer(text, understood.vector, spoken)
        least = self.answer_above if best is None or best.threshold is None else best.threshold
        answer = best if best and best.confidence >= least else None
        values = {"hits": hits, "answer": asdict(answer) if answer else None, "confidence": round(found.confidence, 4)}
        return json.dumps(values, ensure_ascii=False)


def _language_of(line: bytes) -> str | None:
    language = json.loads(line).get("language")
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"its language is {language!r}; write one of {', '.join(LANGUAGES)}, or leave it away")
    return str(language) if language else None
