"""A card as files: `card.json` for programs, `card.html` for people."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from nlu.card.evidence import Evidence
from nlu.card.figures import section
from nlu.card.values import SCHEMA, Card, Model
from nlu.errors import ModelError

JSON = "card.json"
HTML = "card.html"
_CARD = TypeAdapter(Card)


def files(model: Model, evidence: Iterable[Evidence]) -> dict[str, bytes]:
    """The card of `model`, a section for each part of the `evidence`, as contents by file name."""
    # Only a page needs the template engine, which serving is installed without.
    from nlu.card.page import page

    card = Card(SCHEMA, model, tuple(section(one, model.threshold) for one in evidence))
    return {JSON: _CARD.dump_json(card, indent=1), HTML: page(card).encode()}


def read(content: bytes, file: Path | str = JSON) -> Card:
    """The card that was written as `content`; raises ModelError, which names `file`, when it is none or of another schema."""
    try:
        card = _CARD.validate_json(content)
    except ValidationError as error:
        raise ModelError(f"{file} is no quality card: {error.errors()[0]['msg']}; write it again") from None
    if card.schema != SCHEMA:
        raise ModelError(f"{file} has the schema {card.schema}, this program reads {SCHEMA}; write it again")
    return card
