"""Misspelt words set right before a model reads them, in both languages, by the words that it has learnt with."""

import json
from dataclasses import asdict, dataclass, field
from typing import Self

from nlu.spelling.chinese import ChineseSpeller
from nlu.spelling.english import EnglishSpeller


@dataclass(frozen=True)
class Speller:
    """One for the words of either language, which may stand in one text; without any words it changes nothing."""

    english: EnglishSpeller = field(default_factory=EnglishSpeller)
    chinese: ChineseSpeller = field(default_factory=ChineseSpeller)

    def __call__(self, text: str) -> str:
        """A normalised text with what is clearly a slip set right."""
        return self.english(self.chinese(text))

    def to_bytes(self) -> bytes:
        """The file that `from_bytes` reads."""
        return json.dumps(asdict(self), ensure_ascii=False, default=sorted, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises ValueError or KeyError when `content` is not such a file."""
        values = json.loads(content)
        english, chinese = values["english"], values["chinese"]
        return cls(
            EnglishSpeller(english["counts"], frozenset(english["others"])),
            ChineseSpeller(chinese["counts"], frozenset(chinese["known"]), chinese["sounds"]),
        )
