"""HTML from elsewhere to Markdown that is safe to show: text, lists, tables, links and images, and nothing that acts."""

from collections import Counter
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import nh3
from markdownify import MarkdownConverter
from selectolax.lexbor import LexborHTMLParser

from knowledge_base.nesting import depth

DEEPEST = 256  # elements inside each other
TAGS_READ = 100_000
SCHEMES = {"http", "https", "mailto", "tel"}
_TEXT = {"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "ul", "ol", "li", "dl", "dt", "dd"}
_STYLE = {"b", "strong", "i", "em", "del", "s", "sub", "sup", "a", "img", "div", "section"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
TAGS = _TEXT | _STYLE | _TABLE
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"colspan"}, "th": {"colspan"}}
# These go with all that is in them; of other tags the text stays.
DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math", "canvas",
    "form", "button", "input", "select", "textarea", "head", "title", "base", "meta", "link", "nav", "dialog", "video", "audio",
}  # fmt: skip
_ACTIVE = DROPPED - {"head", "title", "nav", "noscript", "button", "input", "select", "textarea", "meta", "link", "dialog"}
_TRACKING = ("utm_", "fbclid", "gclid", "msclkid", "mc_eid", "mc_cid", "_hsenc", "_hsmi", "spm")


class TooComplex(Exception):
    """Markup that is deeper or longer than any page needs."""


def markdown_of(html: str, base: str | None = None) -> str:
    """What `html` says as Markdown; `base` is the address that relative links start from, "" to leave, None to drop them.

    Raises TooComplex.
    """
    safe = nh3.clean(
        _untracked(html),
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        url_relative=("rewrite_with_base", base) if base else "deny" if base is None else "pass_through",
        link_rel=None,
    )
    converter = MarkdownConverter(
        heading_style="ATX",
        bullets="-",
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
        strip=["div", "section"],
    )
    try:
        return _tidy(converter.convert(safe))
    except RecursionError:
        raise TooComplex from None


def removed(html: str) -> tuple[str, ...]:
    """What `markdown_of` takes out because it acts or deceives, as "2 script", "1 onclick".

    Raises TooComplex.
    """
    counts: Counter[str] = Counter()
    root = parsed(html).root
    for node in root.traverse() if root else ():
        tag = str(node.tag)
        if tag in _ACTIVE:
            counts[tag] += 1
        for name, value in node.attributes.items():
            if name.startswith("on"):
                counts[name] += 1
            elif name in ("href", "src") and not _is_safe(value or ""):
                counts[f"{scheme(value or '')}: link"] += 1
    return tuple(f"{count} {what}" for what, count in counts.items())


def scheme(url: str) -> str:
    """The scheme of an address as browsers see it, which pass over blanks and control characters; "" for none."""
    plain = "".join(character for character in url if character > " ")
    name, colon, _ = plain.partition(":")
    return name.lower() if colon and name.replace("+", "").replace("-", "").replace(".", "").isalnum() else ""


def _is_safe(url: str) -> bool:
    return scheme(url) in SCHEMES | {""}


def parsed(html: str) -> LexborHTMLParser:
    """The tree of `html`.

    Raises TooComplex when it is deeper than `DEEPEST` or has more than `TAGS_READ` tags.
    """
    if html.count("<") > TAGS_READ or depth(html) > DEEPEST:
        raise TooComplex
    return LexborHTMLParser(html)


def _untracked(html: str) -> str:
    parser = parsed(html)
    for image in parser.css("img"):
        sides = (image.attributes.get("width"), image.attributes.get("height"))
        unsafe = not _is_safe(image.attributes.get("src") or "unsafe:")
        if unsafe or any((side or "").removesuffix("px") in ("0", "1") for side in sides):
            image.decompose()
    return parser.html or ""


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "href":
        return _plain_link(value)
    return value


def _plain_link(url: str) -> str:
    """`url` without the parameters that only tell a site who follows the link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not name.startswith(_TRACKING)]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept)))


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\u00a0", " ").splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip()
