"""What a message asks for: one request as a rule, more where its clauses surely ask for different things."""

import re
from collections.abc import Sequence

from nlu import actions
from nlu.corrections import Correction
from nlu.denial import CHAT
from nlu.drafting import Draft, Unit
from nlu.reading import Read
from nlu.splitting import splits
from nlu.understanding import Intent, Request

DENY = "deny"
_BESIDE = CHAT | {"complaint"}
_MAYBE = 0.5  # what the two best intents of a request of its own have together at least
_NAMED = 0.4  # and the best alone
_TOLD = 0.97  # the same of one that has not the look of a request
_ADDED = 0.9  # and behind a conjunction
_INSTEAD = 0.6  # and of one that takes another's place
_WRONG = ("damaged_item", "missing_item", "wrong_item", "payment_issue")
_REMEDIES = ("get_refund", "return_item", "exchange_item", "repair_service", "cancel_order")
_BEFORE_BUYING = (
    *("product_availability", "product_question", "product_compatibility", "product_comparison", "product_recommendation"),
    *("bundle_offer", "installment_payment", "check_payment_methods", "use_coupon", "warranty"),
    *("shipping_cost", "delivery_period", "delivery_options", "create_account"),
)
# What comes first is the reason for what comes second, or brings it about, unless the customer says "also".
_LEADS_TO = frozenset(
    {
        ("cancel_order", "get_refund"),
        ("return_item", "get_refund"),
        ("get_refund", "return_item"),
        ("exchange_item", "return_item"),
    }
    | {(wrong, remedy) for wrong in _WRONG for remedy in _REMEDIES}
    | {("place_order", question) for question in _BEFORE_BUYING}
)
_NUMBER = re.compile(r"\d{5,}")  # of an order or a parcel
_SAME = 0.15  # the least confidence of an intent of one unit in another that asks for the same


Parts = Sequence[tuple[Unit, Read]]


def resolved(draft: Draft, whole: Read, parts: Sequence[Read]) -> tuple[Request, ...]:
    """The requests of a message, at least one; `parts` is what the model said of `draft.texts`.

    Those in earnest come first, then, `negated`, those that the customer refuses or takes back.
    """
    alone = Request(draft.text, 0, len(draft.text), whole.intents, whole.out_of_scope, whole.vector)
    if not parts:
        return (alone,)
    units = list(zip(draft.units, parts, strict=False))
    refused = [_refusal(draft, place, read) for place, read in enumerate(parts[len(units) :])]
    live, retracted = _live(draft, units)
    live, unsaid = _unsaid(draft, live)
    retracted += unsaid
    negated = (*refused, *(_request(draft, *one, negated=True) for one in retracted))
    if negated:
        return (*(_request(draft, *one) for one in _distinct(live)), *negated)
    several: Parts = _several(draft, whole, units)
    # "I said cancel, I meant return" asks for the second; a correction of a number only is no part of the request.
    corrected = draft.corrects and len(several) == 1
    return tuple(_request(draft, *one) for one in several) if len(several) > 1 or corrected else (alone,)


def ranking(requests: Sequence[Request]) -> tuple[Intent, ...]:
    """The ranking of the first request; the confidence of one that is refused goes to `deny`, so that nobody acts on it."""
    first = requests[0]
    if not first.negated:
        return first.intents
    refused = {intent.name for intent in first.intents if intent.confidence >= _SAME}
    given = sum(intent.confidence for intent in first.intents if intent.name in (DENY, *refused))
    return (Intent(DENY, given), *(one for one in first.intents if one.name not in (DENY, *refused)))


def _live(draft: Draft, units: Parts) -> tuple[list[tuple[Unit, Read]], list[tuple[Unit, Read]]]:
    """The units of a message that takes something back: those that ask for something, and those that are taken back."""
    refused = {name for one in draft.refusals for name in one.intents}
    live: list[tuple[Unit, Read]] = []
    retracted: list[tuple[Unit, Read]] = []
    for unit, read in units:
        asks = _asks(unit, read) and (unit.asks or not _explains(draft.written(unit), read, refused))
        if live and _takes_back(draft.written(unit), unit, read, asks, _name(live[-1][1])):
            retracted.append(live.pop())
        if asks:
            live.append((unit, read))
    if draft.retracts:
        retracted.append(live.pop() if live else units[-1])
    return live, retracted


def _unsaid(draft: Draft, live: Parts) -> tuple[list[tuple[Unit, Read]], list[tuple[Unit, Read]]]:
    """The units that stay, and those that a later refusal of the same takes back; one that names a number is of another order."""
    kept: list[tuple[Unit, Read]] = []
    unsaid: list[tuple[Unit, Read]] = []
    for unit, read in live:
        refused = any(unit.start < one.start and _name(read) in one.intents and not draft.names(one) for one in draft.refusals)
        (unsaid if refused else kept).append((unit, read))
    return kept, unsaid


def _takes_back(text: str, unit: Unit, read: Read, asks: bool, before: str) -> bool:
    """Whether a unit takes the place of the request `before` it."""
    other = asks and _name(read) != before
    named = actions.mentions_any(text.lower()) and not actions.mentions(text.lower(), before)
    if unit.correction is Correction.EXCUSES:
        return other and named and not unit.adds
    asked = unit.asks and _name(read) != before  # be the model ever so unsure of what is asked for instead
    return unit.correction is Correction.RETRACTS or (unit.correction is Correction.REPLACES and (other or named or asked))


def _asks(unit: Unit, read: Read) -> bool:
    return _is_request(read, unit.correction) and _certainty(read) >= (_INSTEAD if unit.asks else _TOLD)


def _several(draft: Draft, whole: Read, units: Parts) -> list[tuple[Unit, Read]]:
    """The units that ask for different things, without the least certain until the rest surely do."""
    found = _distinct(
        [(unit, read) for unit, read in units if _is_request(read) and _named(read) and _certainty(read) >= _least(unit)]
    )
    while len(found) > 1 and not splits(whole, found) and not _numbered(draft, found):
        found.remove(min(found, key=lambda one: one[1].intents[0].confidence))
    return found


def _numbered(draft: Draft, units: Parts) -> bool:
    """Whether each unit is about a number of its own."""
    numbers = [frozenset(_NUMBER.findall(draft.written(unit))) for unit, _ in units]
    return all(numbers) and len(frozenset.union(*numbers)) == sum(map(len, numbers))


def _named(read: Read) -> bool:
    return read.intents[0].confidence >= _NAMED


def _least(unit: Unit) -> float:
    return _MAYBE if unit.asks else _ADDED if unit.adds else _TOLD


def _certainty(read: Read) -> float:
    """Two intents may share a request, "can I get a refund?"; more of them mean that the model has no idea."""
    return sum(intent.confidence for intent in read.intents[:2])


def _is_request(read: Read, correction: Correction = Correction.NONE) -> bool:
    """What corrects a request is of the shop's matters, however short it is."""
    return (not read.out_of_scope or correction > Correction.EXCUSES) and _name(read) not in _BESIDE


def _explains(text: str, read: Read, refused: set[str]) -> bool:
    """Whether a unit only says why something is refused: the model hears the refused action in it, and it does not name one."""
    return _name(read) in refused and not actions.mentions(text.lower(), _name(read))


def _name(read: Read) -> str:
    return read.intents[0].name


def _distinct(units: Parts) -> list[tuple[Unit, Read]]:
    """The first of the units that ask for the same."""
    found: list[tuple[Unit, Read]] = []
    for unit, read in units:
        if not any(_alike(read, other) or _alike(other, read) or _leads(other, unit, read) for _, other in found):
            found.append((unit, read))
    return found


def _alike(one: Read, other: Read) -> bool:
    return any(intent.name == _name(one) and intent.confidence >= _SAME for intent in other.intents)


def _leads(reason: Read, unit: Unit, read: Read) -> bool:
    return unit.adds != "also" and (_name(reason), _name(read)) in _LEADS_TO


def _request(draft: Draft, unit: Unit, read: Read, negated: bool = False) -> Request:
    start, end = draft.span(unit.start, unit.end)
    outside = read.out_of_scope and unit.correction <= Correction.EXCUSES
    return Request(draft.written(unit), start, end, read.intents, outside, read.vector, negated)


def _refusal(draft: Draft, place: int, read: Read) -> Request:
    """What is refused, by the words for it where the model hears something else."""
    refusal = draft.refusals[place]
    start, end = draft.span(refusal.start, refusal.end)
    heard = tuple(intent for intent in read.intents if intent.name in refusal.intents)
    surely = sum(intent.confidence for intent in heard) > 1 / 2
    named = heard if surely else tuple(Intent(name, 1 / len(refusal.intents)) for name in sorted(refusal.intents))
    return Request(draft.text[start:end], start, end, named, False, read.vector, negated=True)
