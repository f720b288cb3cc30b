"""Invented customers: names in both languages, addresses, and telephone numbers that ring nowhere."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from knowledge_base.demo.records import Customer
from knowledge_base.demo.segments import Segment

FILE = Path(__file__).with_name("people.toml")
ABROAD = 0.5  # the part of those who write English and live outside mainland China


@dataclass(frozen=True)
class People:
    """What customers are made of, as `people.toml` has it."""

    words: Mapping[str, Any]

    def customer(self, serial: int, segment: Segment, first: date, last: date, rng: random.Random) -> Customer:
        """The customer number `serial`, who signs up when the segment does between `first` and `last`."""
        language = "en" if rng.random() < segment.english else "zh"
        (surname_en, surname_zh), (given_en, given_zh) = (self._pick(f"{part}_{language}", rng) for part in ("surnames", "given"))
        country, city, address = self._home(language, rng)
        low, high = segment.joins
        return Customer(
            id=f"C{serial:04d}",
            name_en=f"{given_en} {surname_en}",
            name_zh=f"{surname_zh}{given_zh}" if language == "zh" else f"{given_zh}·{surname_zh}",
            language=language,
            email=f"{given_en}.{surname_en}{serial}@{rng.choice(self.words['email_domains'])}".lower(),
            phone=self._phone(country, rng),
            country=country,
            city=city,
            address=address,
            joined=first + timedelta(days=int(rng.uniform(low, high) * (last - first).days)),
        )

    def _pick(self, words: str, rng: random.Random) -> Sequence[str]:
        chosen: Sequence[str] = rng.choice(self.words[words])
        return chosen

    def _home(self, language: str, rng: random.Random) -> tuple[str, str, str]:
        abroad = language == "en" and rng.random() < ABROAD
        country, city_en, city_zh = self._pick("cities_abroad" if abroad else "cities", rng)
        street_en, street_zh = self._pick("streets", rng)
        number = rng.randint(1, 240)
        if language == "en":
            return country, city_en, f"{number} {street_en}, {city_en}"
        return country, city_zh, f"{city_zh}{street_zh}{number}号"

    def _phone(self, country: str, rng: random.Random) -> str:
        if country in {"GB", "IE"}:
            return f"+44 7700 {rng.randint(900_000, 900_999)}"
        return f"+1 {rng.choice(self.words['area_codes'])} 555 {rng.randint(100, 199):04d}"


def people(file: Path = FILE) -> People:
    """The names, streets and numbers of `people.toml`."""
    return People(tomllib.loads(file.read_text(encoding="utf-8")))


def assign(segments: Sequence[Segment], number: int, rng: random.Random) -> list[Segment]:
    """Segments for `number` customers by their shares, in random order."""
    exact = [segment for segment in segments for _ in range(int(segment.share * number))]
    exact += rng.choices(segments, k=number - len(exact))
    rng.shuffle(exact)
    return exact
