"""The confusion matrix of one language as a picture: what the right intents were taken for."""

from collections.abc import Sequence

from markupsafe import Markup

from nlu.card.plots import image, label, tag
from nlu.card.values import Results
from nlu.card.words import plain

_CELL, _LABELS, _GAP = 15.0, 178.0, 26.0


def heat_map(results: Results, order: Sequence[str]) -> Markup:
    """Rows are intents, columns what their sentences were taken for; a cell is the stronger, the larger its share of the row.

    `order` says in which order intents stand; one that occurs nowhere is left out.
    """
    counts = {score.name: score.count for score in results.intents}
    cells = {(score.name, score.name): round(score.recall * score.count) for score in results.intents}
    cells |= {(pair.intent, pair.found): pair.count for pair in results.confusions}
    seen = {name for cell in cells for name in cell}
    names = [*(name for name in order if name in seen), *sorted(seen - set(order))]
    places = {name: place for place, name in enumerate(names)}
    top = _LABELS + _GAP
    drawn = [
        _cell(places[intent], places[found], intent, found, count, count / counts[intent])
        for (intent, found), count in cells.items()
        if count
    ]
    edge = top + len(names) * _CELL
    frame = tag("rect", x=top, y=top, width=edge - top, height=edge - top, class_="field")
    words = label(top + (edge - top) / 2, 14, "taken_for", text_anchor="middle")
    middle = top + (edge - top) / 2
    words += label(14, middle, "sentences_of", text_anchor="middle", transform=f"rotate(-90 14 {middle:.1f})")
    written = [_names(place, name, top, edge) for name, place in places.items()]
    return image(edge + 4, edge + 4, plain("matrix", results.language), frame, words, *written, *drawn)


def _cell(row: int, column: int, intent: str, found: str, count: int, share: float) -> Markup:
    top = _LABELS + _GAP
    x, y = top + column * _CELL, top + row * _CELL
    kind = "right" if row == column else "wrong"
    # A single mistake must still be seen.
    strength = 0.12 + 0.88 * share if row == column else min(1.0, 0.3 + 1.4 * share)
    title = tag("title", f"{intent} → {found}: {count} ({share:.0%})")
    size = {"width": _CELL - 1, "height": _CELL - 1}
    square = tag("rect", title, x=x + 0.5, y=y + 0.5, class_=kind, fill_opacity=strength, **size)
    if row == column:
        return square
    strong = "strong" if strength > 0.6 else "weak"
    return square + tag("text", str(count), x=x + _CELL / 2, y=y + 11, text_anchor="middle", class_=f"small {strong}")


def _names(place: int, name: str, top: float, edge: float) -> Markup:
    at = top + (place + 0.5) * _CELL
    line = tag("line", x1=top, y1=at + _CELL / 2, x2=edge, y2=at + _CELL / 2, class_="grid")
    line += tag("line", x1=at + _CELL / 2, y1=top, x2=at + _CELL / 2, y2=edge, class_="grid")
    row = tag("text", name, x=top - 5, y=at + 4, text_anchor="end")
    column = tag("text", name, x=at + 4, y=top - 5, transform=f"rotate(-90 {at + 4:.1f} {top - 5:.1f})")
    return line + row + column
