"""The quality card of a model: how well it understands, where it errs and what it costs, as JSON and as a page."""

from nlu.card.evidence import Evidence
from nlu.card.files import HTML, JSON, files, read
from nlu.card.model import Parts, described
from nlu.card.values import Card, Model

__all__ = ["HTML", "JSON", "Card", "Evidence", "Model", "Parts", "described", "files", "read"]
