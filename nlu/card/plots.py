"""Plots as SVG, drawn with a few functions: a frame with axes, lines, bars and labels, coloured by the page's CSS."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from nlu.card.words import pair


def tag(name: str, *children: str, **attributes: str | float) -> Markup:
    """An element; `class_` and `font_size` become `class` and `font-size`, texts are escaped unless they are Markup."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>{''.join(escape(child) for child in children)}</{name}>")  # noqa: S704 - all escaped


def label(x: float, y: float, key: str, **attributes: str | float) -> Markup:
    """A word in both languages at one place."""
    kind = attributes.pop("class_", "")
    words = zip(("en", "zh"), pair(key), strict=True)
    return Markup("").join(
        tag("text", word, x=x, y=y, class_=f"{kind} {language}".strip(), lang=language, **attributes) for language, word in words
    )


def image(width: float, height: float, title: str, *children: Markup) -> Markup:
    """The picture as a whole; `title` says what it shows to who cannot see it."""
    view = f"0 0 {_short(width)} {_short(height)}"
    return tag("svg", tag("title", title), *children, viewBox=view, role="img", width=width, height=height)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers, at most about `most`, that lie in [low, high]; just `low` when that is no interval."""
    if not high > low:
        return [low]
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if (high - low) / (power * factor) <= most)
    return [round(number * step, 10) for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


@dataclass(frozen=True)
class Frame:
    """A plot's area, `left`, `top`, `width` and `height` in pixels, and the numbers that its edges stand for."""

    left: float
    top: float
    width: float
    height: float
    across: tuple[float, float] = (0.0, 1.0)
    upward: tuple[float, float] = (0.0, 1.0)

    def x(self, value: float) -> float:
        """Where `value` stands from left to right."""
        low, high = self.across
        return self.left + self.width * ((value - low) / (high - low) if high > low else 0.5)

    def y(self, value: float) -> float:
        """Where `value` stands from bottom to top."""
        low, high = self.upward
        return self.top + self.height * (1 - ((value - low) / (high - low) if high > low else 0.5))

    def axes(self, across: str, upward: str, most: int = 6) -> Markup:
        """Grid lines with their numbers, and the words `across` and `upward` along the axes."""
        bottom, right = self.top + self.height, self.left + self.width
        middle = self.top + self.height / 2
        return Markup("").join(
            [
                *(self._level(value, right) for value in ticks(*self.upward)),
                *(self._column(value, bottom) for value in ticks(*self.across, most)),
                tag("line", x1=self.left, y1=bottom, x2=right, y2=bottom, class_="axis"),
                label(self.left + self.width / 2, bottom + 36, across, text_anchor="middle"),
                label(14, middle, upward, text_anchor="middle", transform=f"rotate(-90 14 {_short(middle)})"),
            ]
        )

    def line(self, points: Sequence[tuple[float, float | None]], class_: str) -> Markup:
        """A line through `points`, with a gap where the second number is None; a point alone becomes a dot."""
        return Markup("").join(self._stroke(list(run), class_) for run in _runs(points))

    def bar(self, low: float, high: float, value: float, class_: str, title: str) -> Markup:
        """A bar from `low` to `high` that reaches up to `value`."""
        left, right, top = self.x(low), self.x(high), self.y(value)
        size = {"width": max(0.5, right - left - 1), "height": max(0.0, self.y(self.upward[0]) - top)}
        return tag("rect", tag("title", title), x=left + 0.5, y=top, class_=class_, **size)

    def mark(self, value: float, text: str) -> Markup:
        """A dashed line from bottom to top at `value`, with its number."""
        x, left = self.x(value), value > sum(self.across) / 2
        line = tag("line", x1=x, y1=self.top, x2=x, y2=self.top + self.height, class_="chosen")
        anchor = "end" if left else "start"
        return line + tag("text", text, x=x + (-4 if left else 4), y=self.top - 5, text_anchor=anchor, class_="chosen")

    def _level(self, value: float, right: float) -> Markup:
        y = self.y(value)
        line = tag("line", x1=self.left, y1=y, x2=right, y2=y, class_="grid")
        return line + tag("text", f"{value:g}", x=self.left - 7, y=y + 4, text_anchor="end")

    def _column(self, value: float, bottom: float) -> Markup:
        return tag("text", f"{value:g}", x=self.x(value), y=bottom + 17, text_anchor="middle")

    def _stroke(self, points: Sequence[tuple[float, float]], class_: str) -> Markup:
        places = [f"{_short(self.x(x))},{_short(self.y(y))}" for x, y in points]
        if len(points) == 1:
            x, y = points[0]
            return tag("circle", cx=self.x(x), cy=self.y(y), r=3, class_=f"dot {class_}")
        return tag("polyline", points=" ".join(places), class_=f"line {class_}")


def _runs(points: Sequence[tuple[float, float | None]]) -> Iterator[list[tuple[float, float]]]:
    for there, run in groupby(points, key=lambda point: point[1] is not None):
        if there:
            yield [(x, y) for x, y in run if y is not None]


def _short(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
