"""How long the stages of the turn under way took, kept with the turn; every task has its own."""

from contextvars import ContextVar

_STAGES: ContextVar[dict[str, float] | None] = ContextVar("stages", default=None)


def begin() -> dict[str, float]:
    """Measure from now on, in this task, and return where the seconds of each stage add up."""
    stages: dict[str, float] = {}
    _STAGES.set(stages)
    return stages


def note(stage: str, seconds: float) -> None:
    """Add `seconds` to a stage of the turn that this task has begun, if it has."""
    stages = _STAGES.get()
    if stages is not None:
        stages[stage] = stages.get(stage, 0.0) + seconds
