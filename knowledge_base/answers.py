"""Answers that stand in Markdown: kept as they are where they only say something, rebuilt where they hold HTML."""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge_base.markup import SCHEMES, TooComplex, markdown_of, removed, scheme

LONGEST = 20_000  # characters; an article takes half of it


def cleaned(markdown: str, references: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """`markdown` without HTML and with links that stand on their own, and what was taken out because it acts.

    `references` are the link definitions of the whole document, by label.
    Raises TooComplex.
    """
    if len(markdown) > LONGEST:
        raise TooComplex
    tokens = _flat(_parser().parse(markdown, {"references": dict(references)}))
    borrowed = references and len(_addresses(tokens)) > len(_addresses(_flat(_parser().parse(markdown))))
    if not borrowed and not any(_is_foreign(token) for token in tokens):
        return markdown, ()
    html = _parser().render(markdown, {"references": dict(references)})
    return markdown_of(html, base=""), removed(html)


def references_of(markdown: str) -> dict[str, Any]:
    """The link definitions in `markdown`, such as `[terms]: https://...`."""
    if "]:" not in markdown:
        return {}
    environment: dict[str, Any] = {}
    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.parse("\n".join(line for line in markdown.split("\n") if line.lstrip().startswith("[") and "]:" in line), environment)
    found: dict[str, Any] = environment.get("references", {})
    return found


def plain(markdown: str) -> str:
    """One line of Markdown as text, without marks and addresses."""
    tokens = _flat(_parser().parseInline(markdown[:LONGEST]))
    return " ".join("".join(token.content for token in tokens if token.type in ("text", "code_inline")).split())


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    # Every link is to be seen as one, so that it can be judged; the parser's own judgement leaves it as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _flat(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *(token.children or ()))]


def _addresses(tokens: list[Token]) -> list[str]:
    return [str(token.attrs.get("href") or token.attrs.get("src")) for token in tokens if token.type in ("link_open", "image")]


def _is_foreign(token: Token) -> bool:
    if token.type in ("html_block", "html_inline"):
        return True
    return any(scheme(address) not in SCHEMES | {""} for address in _addresses([token]))
