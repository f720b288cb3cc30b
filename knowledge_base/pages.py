"""Questions and answers on a web page: FAQPage data, folding sections, or headings with text below them."""

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge_base import foreign
from knowledge_base.answers import plain
from knowledge_base.foreign import Question
from knowledge_base.markup import TooComplex, parsed
from knowledge_base.report import Entry, Problem, Source
from knowledge_base.sections import TooLong, sections

# What stands on every page of a site.
_AROUND = "header, footer, nav, aside, [role=navigation], [role=banner], [role=contentinfo], [aria-hidden=true]"


def questions(html: str, file: Source, language: str | None = None, base: str | None = None, prefix: str = "") -> Iterator[Entry]:
    """Yield an article for each question of the page; `base` is its address, `prefix` goes before the ids.

    The page's FAQPage data (schema.org) come first; only where there are none, the page itself is read.
    """
    try:
        page = parsed(html)
        pairs = list(_declared(page)) or [*_folding(page), *_headed(page, file, base)]
    except (TooComplex, TooLong):
        yield Problem(file, "", "its HTML is nested too deeply or too long; simplify it")
        return
    number = 0
    for question, answer in pairs:
        number += 1
        place = f"question {number}"
        for part in [answer] if isinstance(answer, _Markdown) else foreign.answer_of(answer, file, place, base):
            if isinstance(part, Problem):
                yield part
            else:
                yield foreign.article(Question(place, question, part, language=language), file, prefix)
    if not number:
        yield Problem(
            file, "", "holds no question: no FAQPage data, no folding section, no heading with text below it", "warning"
        )


class _Markdown(str):
    """An answer that is Markdown already."""

    __slots__ = ()


def _declared(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for script in page.css('script[type="application/ld+json"]'):
        try:
            waiting: list[Any] = [json.loads(script.text() or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, dict) and "Question" in _kinds(value):
                yield _text(value.get("name")), _answer(value)
            elif isinstance(value, dict):
                waiting += [value.get("@graph"), value.get("mainEntity")]
            elif isinstance(value, list):
                waiting += value


def _kinds(value: dict[str, Any]) -> list[Any]:
    kinds = value.get("@type")
    return kinds if isinstance(kinds, list) else [kinds]


def _answer(question: dict[str, Any]) -> str:
    answers = question.get("acceptedAnswer") or question.get("suggestedAnswer")
    answers = answers if isinstance(answers, list) else [answers]
    return next((str(answer.get("text") or "") for answer in answers if isinstance(answer, dict)), "")


def _text(html: object) -> str:
    return " ".join((LexborHTMLParser(str(html or "")).text(separator=" ")).split())


def _folding(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for details in page.css("details"):
        summary = details.css_first("summary")
        question = " ".join(summary.text(separator=" ").split()) if summary else ""
        if summary and question:
            summary.decompose()
            yield question, details.inner_html or ""
        details.decompose()


def _headed(page: LexborHTMLParser, file: Source, base: str | None) -> Iterator[tuple[str, str]]:
    main: LexborNode | None = page.css_first("main, [role=main]") or page.css_first("article") or page.body
    if main is None:
        return
    for node in main.css(_AROUND):
        node.decompose()
    text = next((part for part in foreign.answer_of(main.html or "", file, "", base) if isinstance(part, str)), "")
    cut = [section for section in sections(text) if section.level]
    for section, after in zip(cut, [*cut[1:], None], strict=False):
        if section.text or after is None or after.level <= section.level:
            yield plain(section.heading), _Markdown(section.text)
