"""A message before a model has read it: the clauses that may each be a request, and what the customer refuses or takes back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlu import clauses, corrections, denial, negation
from nlu.clauses import Clause
from nlu.corrections import Correction
from nlu.denial import Suspect
from nlu.negation import Refusal
from nlu.text import Folded, folded
from nlu.understanding import Entity

_NUMBER = re.compile(r"\d")
_MOST = 6  # units and refusals that are read; nobody may make a message cost more


@dataclass(frozen=True)
class Unit:
    """Clauses that belong together, `[start:end]` of the folded message, at most one of which `asks` for something.

    `adds` and `correction` say how the first of them begins; `complete` is whether it can be understood by itself; `tells`
    whether it says that something went wrong.
    """

    start: int
    end: int
    adds: str
    asks: bool
    correction: Correction = Correction.NONE
    complete: bool = True
    tells: bool = False


@dataclass(frozen=True)
class Draft:
    """A message cut into `units`.

    `retracts` means that it ends by taking the last one back; `corrects` are the places behind words of correction; `suspects`
    are negated clauses that a model must read before it is known what they deny.
    """

    text: str
    plain: Folded
    units: tuple[Unit, ...]
    refusals: tuple[Refusal, ...] = ()
    retracts: bool = False
    corrects: tuple[int, ...] = ()
    suspects: tuple[Suspect, ...] = ()

    @property
    def texts(self) -> list[str]:
        """What a model must read besides the whole message, the units and then the refusals; nothing of an ordinary message."""
        if len(self.units) < 2 and not self.refusals and not self.corrects and not self.retracts:
            return []
        return [*map(self.written, self.units), *(self._slice(one.start, one.end) for one in self.refusals[:_MOST])]

    def written(self, unit: Unit) -> str:
        """The unit as it was written, without what it refuses."""
        kept, place = [], unit.start
        for one in self.refusals:
            if unit.start <= one.start < unit.end:
                kept.append(self._slice(place, one.start))
                place = min(one.end, unit.end)
        return " ".join(part for part in (*kept, self._slice(place, unit.end)) if part)

    def names(self, refusal: Refusal) -> bool:
        """Whether a refusal is of what has a number."""
        return any(character.isdigit() for character in self.plain.text[refusal.start : refusal.end])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start:end]` of the folded message stands in the message."""
        return self.plain.span(start, end) if end > start else (0, 0)

    def _slice(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.text[first:last].strip(" ,.，。")


def draft(text: str) -> Draft:
    """Cut a message up; costs microseconds."""
    plain = folded(text)
    refusals = negation.find(plain.text)
    alone, possible = clauses.single(plain.text), denial.possible(plain.text)
    if alone and not refusals and not possible:
        return Draft(text, plain, ())
    cut = clauses.split(plain.text)
    suspects = [one for one in denial.suspects(plain.text, cut) if not _meets(one, refusals)] if possible else []
    if alone and not refusals:
        return Draft(text, plain, (), suspects=tuple(suspects))
    return replace(_drafted(text, plain, cut, refusals), suspects=tuple(suspects[:_MOST]))


def denying(draft: Draft, intents: Sequence[str]) -> Draft:
    """The same draft when its suspects deny `intents`, one for each, empty for those that deny nothing."""
    found = [Refusal(one.start, one.end, frozenset({name})) for one, name in zip(draft.suspects, intents, strict=True) if name]
    refusals = tuple(sorted((*draft.refusals, *found), key=lambda one: one.start))
    return _drafted(draft.text, draft.plain, clauses.split(draft.plain.text), refusals) if found else draft


def _meets(suspect: Suspect, refusals: Sequence[Refusal]) -> bool:
    return any(suspect.start < one.end and one.start < suspect.end for one in refusals)


def _drafted(text: str, plain: Folded, cut: Sequence[Clause], refusals: tuple[Refusal, ...]) -> Draft:
    pieces, retracts = _pieces(plain.text, cut, refusals)
    corrects = tuple(piece.start for piece in pieces if piece.correction and not piece.adds)
    return Draft(text, plain, _united(pieces)[:_MOST], refusals, retracts, corrects)


def wanted(draft: Draft, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """The `entities` of the message that it neither refuses nor corrects.

    What a refusal names stays when nothing else of its kind is named: "don't cancel SK1048213, just tell me where it is".
    """
    refused = [draft.span(one.start, one.end) for one in draft.refusals]
    named = {entity for entity in entities if any(start <= entity.start < end for start, end in refused)}
    dropped = {entity for entity in named if any(other.type == entity.type for other in entities if other not in named)}
    dropped |= corrections.excluded(draft.text.lower(), [entity for entity in entities if entity not in dropped])
    for place, corrected in enumerate(draft.corrects):
        start = draft.plain.origin[corrected]
        stop = draft.plain.origin[draft.corrects[place + 1]] if place + 1 < len(draft.corrects) else len(draft.text)
        kinds = {one.type for one in entities if start <= one.start < stop and one not in dropped}
        for kind in kinds or corrections.said_alone(draft.text[start:stop].lower()):
            dropped.update([one for one in entities if one.type == kind and one.end <= start and one not in dropped][-1:])
    return tuple(entity for entity in entities if entity not in dropped)


def _pieces(text: str, cut: Sequence[Clause], refusals: Sequence[Refusal]) -> tuple[list[Unit], bool]:
    """The clauses with something left in them, and whether the message ends by taking back."""
    pieces: list[Unit] = []
    pending = Correction.NONE
    for clause in cut:
        opening = corrections.opening(text, clause.start, clause.end)
        if opening.correction and text[clause.start : opening.end].strip() in text[: clause.start]:
            continue  # "不要发货，不要" is said twice
        pending = max(pending, opening.correction)
        start = opening.end + (pending > Correction.NONE and text.startswith("是", opening.end))
        left = list(_left(text, start, clause.end, refusals))
        rest = "".join(left).strip(" ,.!")
        # What is left of "please don't cancel" is no clause, and of "地址不用改了" only what is refused.
        if pending is Correction.RETRACTS and not clauses.asks(rest) and not _NUMBER.search(rest):
            continue  # "ignore that, we still want it" only says why
        if rest and (len(left) == 1 or (clauses.asks(rest) and not clauses.elliptical(rest))):
            pieces.append(_piece(clause, start, rest, pending if pieces or refusals else Correction.NONE))
            pending = Correction.NONE
    if not pieces or pending is not Correction.REPLACES:
        return pieces, bool(pieces) and pending is Correction.RETRACTS
    return pieces, pieces[-1].asks and corrections.ends_refusing(text)


def _piece(clause: Clause, start: int, rest: str, correction: Correction) -> Unit:
    if not correction and rest.endswith(" instead"):
        correction = Correction.REPLACES
    asks = clause.asks or (start > clause.start and clauses.asks(rest))
    if correction is Correction.RETRACTS and not asks:
        correction = Correction.REPLACES
    return Unit(
        start, clause.end, clause.adds, asks, correction, not (asks or clause.tells) or not clauses.elliptical(rest), clause.tells
    )


def _left(text: str, start: int, end: int, refusals: Sequence[Refusal]) -> Iterator[str]:
    for one in refusals:
        if start < one.end and one.start < end:
            yield text[start : max(start, one.start)]
            start = min(one.end, end)
    yield text[start:end]


def _united(pieces: Sequence[Unit]) -> tuple[Unit, ...]:
    """Context goes with what it leads up to, or else with what it comes after."""
    units: list[Unit] = []
    pending = Correction.NONE
    for piece in pieces:
        if piece.asks:
            # "Ah no, it has come already, I want to return it": what is asked for takes the place, not the reason.
            piece, pending = replace(piece, correction=max(piece.correction, pending)), Correction.NONE
        if not units or _begins(piece, units[-1]):
            units.append(piece)
        elif piece.correction:
            pending = max(pending, piece.correction)
        else:
            units[-1] = replace(
                units[-1], end=piece.end, asks=units[-1].asks or piece.asks, complete=True, tells=units[-1].tells or piece.tells
            )
    return tuple(units)


def _begins(piece: Unit, before: Unit) -> bool:
    says = before.asks or before.tells
    if (piece.asks or (piece.tells and not piece.correction)) and (piece.complete or piece.adds == "also" or piece.correction):
        return says or bool(piece.adds) or piece.correction >= Correction.REPLACES
    return piece.adds == "also" and says
