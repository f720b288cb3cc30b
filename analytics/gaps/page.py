"""Gaps as one HTML file that needs nothing else and runs no script."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analytics.gaps.report import state
from analytics.gaps.values import Report, Trend
from nlu.card.plots import Frame, image

_HERE = Path(__file__).parent
_WIDTH, _HEIGHT = 220.0, 44.0


def page(report: Report) -> str:
    """The report for a browser; what customers wrote is escaped, and the page may load nothing."""
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update({"plot": plot, "state": state})
    style = Markup((_HERE / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - the package's own file
    return environment.get_template("page.html").render(report=report, style=style)


def plot(trend: Trend) -> Markup:
    """A bar for each day."""
    frame = Frame(0, 2, _WIDTH, _HEIGHT - 4, (0.0, float(len(trend.days))), (0.0, float(max(*trend.days, 1))))
    bars = [
        frame.bar(place, place + 1, count, "bar", f"{len(trend.days) - place - 1} days ago: {count}")
        for place, count in enumerate(trend.days)
        if count
    ]
    return image(_WIDTH, _HEIGHT, f"{sum(trend.days)} in {len(trend.days)} days, {trend.direction}", *bars)
