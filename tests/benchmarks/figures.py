"""A figure of the results table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, what came out, what it should reach, and Rasa Open Source 3.6.21 on a machine of the same size."""

    name: str
    ours: str
    reach: str = ""
    peer: str = ""
