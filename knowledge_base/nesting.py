"""How deep HTML nests, told from its tags alone: parsers need time that grows with the square of the depth."""

import re

_TAG = re.compile("<(/?)([a-zA-Z][^\\s/<>]*)([^<>]*)>?")
# Elements that have no end, or that the next of their kind ends.
_FLAT = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "td", "th", "tr", "option", "optgroup", "rp", "rt", "html", "head", "body", "thead", "tbody", "tfoot",
}  # fmt: skip
_RAW = {"script", "style", "textarea", "title", "noscript", "iframe", "xmp"}
_DRAWN = {
    "svg", "g", "defs", "path", "circle", "ellipse", "line", "rect", "polygon", "polyline", "use", "stop",
    "lineargradient", "radialgradient", "clippath", "mask", "symbol", "animate", "animatetransform", "fegaussianblur",
}  # fmt: skip


def depth(html: str) -> int:
    """The greatest number of elements that are open at once, or a little more."""
    deepest = now = 0
    raw = ""
    drawing = False
    for closing, tag, rest in _TAG.findall(html):
        name = tag.lower()
        if raw:
            raw = "" if closing and name == raw else raw
            continue
        raw = name if name in _RAW and not closing else ""
        drawing = name in _DRAWN and (drawing or name == "svg")
        # Only inside a drawing does the slash of <path/> end the element.
        if raw or name in _FLAT or (drawing and rest.endswith("/")):
            continue
        now = max(0, now - 1) if closing else now + 1
        deepest = max(deepest, now)
    return deepest
