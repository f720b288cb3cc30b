"""What a person might do next: the first rule of steps.toml that fits."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from configs.errors import ConfigurationError

FILE = Path(__file__).with_name("steps.toml")


class Step(BaseModel):
    """A rule: the reason of the handover, and a flow, action or article that ended like that; what is left out fits any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = ""
    kind: str = ""
    name: str = ""
    outcome: str = ""
    en: str
    zh: str

    def fits(self, reason: str, tried: Sequence[tuple[str, str, str]]) -> bool:
        """Whether the rule speaks of a handover for `reason` after the (kind, name, outcome) in `tried`."""
        wanted = (self.kind, self.name, self.outcome)
        done = not any(wanted) or any(all(want in ("", had) for want, had in zip(wanted, one, strict=True)) for one in tried)
        return self.reason in ("", reason) and done


def suggested(reason: str, tried: Sequence[tuple[str, str, str]]) -> Mapping[str, str]:
    """The next step by language."""
    step = next(step for step in load() if step.fits(reason, tried))
    return {"en": step.en, "zh": step.zh}


@cache
def load(file: Path = FILE) -> tuple[Step, ...]:
    """The rules of `file`; raises ConfigurationError, also when not every case is spoken of."""
    try:
        steps = TypeAdapter(tuple[Step, ...]).validate_python(tomllib.loads(file.read_text(encoding="utf-8"))["step"])
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigurationError(f"{file}: {error}") from None
    if not steps or not steps[-1].fits("", ()):
        raise ConfigurationError(f"{file}: the last step must fit everything: give it only en and zh")
    return steps
