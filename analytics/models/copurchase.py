"""Suggests what others bought together with, or soon after, what this customer has or speaks of."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from analytics.models import Suggest, Suggester, Suggestion
from analytics.profiles import Profile
from knowledge_base.products import Product
from knowledge_base.sales import Purchase

VERSION = "copurchase 1"

TOGETHER = {"en": "Customers who choose the {name} often add it.", "zh": "选择{name}的顾客常会一起买它。"}
FITS = {"en": "It goes with the {name}.", "zh": "它正好适配{name}。"}
POPULAR = {"en": "It is one of the favourites in our shop.", "zh": "它是本店最受欢迎的商品之一。"}

BASKET = 50
"""Purchases paired with one before them; a reseller's bulk orders say little and cost much."""

COMPANIONS = 20
"""Kept for each product; more than one customer has bought of them lately."""

RECENT = 5
"""Purchases that say what a customer has now."""


@dataclass(frozen=True)
class CoPurchase(Suggester):
    """Counts pairs: B bought with A or within `window_days` after it.

    The probability of B after A is shrunk towards that of B after anything, as if `shrinkage` more buyers of A had been like
    everybody; what fits A gets `fit_bonus` on top. What was bought within `repeat_days` is not suggested.
    """

    window_days: int = 60
    shrinkage: float = 20.0
    fit_bonus: float = 0.1
    repeat_days: int = 180

    def fit(self, purchases: Iterable[Purchase], products: Sequence[Product]) -> Suggest:
        """Count; see `Suggester.fit`."""
        bought = _Bought.of(purchases)
        pairs = _Pairs.of(bought.customers.values(), timedelta(days=self.window_days))
        stocked = [product for product in products if product.stock > 0]
        return _Fitted(
            products={product.sku: product for product in products},
            bought=bought,
            companions={product.sku: self._companions(product.sku, stocked, pairs) for product in products},
            favourites=_best(_Companion(product.sku, pairs.after_anything(product.sku)) for product in stocked),
            repeat=timedelta(days=self.repeat_days),
        )

    def _companions(self, sku: str, stocked: Iterable[Product], pairs: "_Pairs") -> "list[_Companion]":
        found = []
        for product in stocked:
            fits = sku in product.fits
            if fits or pairs.together[sku][product.sku]:
                chance = pairs.after(sku, product.sku, self.shrinkage) + fits * self.fit_bonus
                found.append(_Companion(product.sku, min(chance, 1.0), sku, fits))
        return _best(found)[:COMPANIONS]


@dataclass(frozen=True)
class _Companion:
    """A product that may suit, with its probability: because of another product, which it may even fit, or in itself."""

    sku: str
    chance: float
    because: str = ""
    fits: bool = False


def _best(companions: Iterable[_Companion]) -> list[_Companion]:
    return sorted(companions, key=lambda companion: (-companion.chance, companion.sku))


@dataclass(frozen=True)
class _Bought:
    """Purchases by customer and by order, in the order of time."""

    customers: Mapping[str, Sequence[Purchase]]
    orders: Mapping[str, Sequence[Purchase]]

    @classmethod
    def of(cls, purchases: Iterable[Purchase]) -> "_Bought":
        customers: dict[str, list[Purchase]] = defaultdict(list)
        orders: dict[str, list[Purchase]] = defaultdict(list)
        for purchase in sorted(purchases, key=lambda purchase: (purchase.at, purchase.order, purchase.sku)):
            customers[purchase.customer].append(purchase)
            orders[purchase.order].append(purchase)
        return cls(customers, orders)

    def since(self, profile: Profile, start: datetime, now: datetime) -> list[str]:
        """What the customer bought from `start` to `now`, latest first; an order counts once its number was checked."""
        order = profile.attributes.get("last_order")
        known = self.orders.get(str(order.value), ()) if order is not None and order.confidence == 1 else ()
        lately = [purchase for purchase in (*self.customers.get(profile.customer, ()), *known) if start < purchase.at <= now]
        return [purchase.sku for purchase in sorted(lately, key=lambda purchase: purchase.at, reverse=True)]


@dataclass(frozen=True)
class _Pairs:
    """How often a product was bought, and how often another one with it or soon after."""

    times: Counter[str]
    together: Mapping[str, Counter[str]]
    followed: Counter[str]

    @classmethod
    def of(cls, histories: Iterable[Sequence[Purchase]], window: timedelta) -> "_Pairs":
        times: Counter[str] = Counter()
        together: dict[str, Counter[str]] = defaultdict(Counter)
        followed: Counter[str] = Counter()
        for sku, others in _pairs(histories, window):
            times[sku] += 1
            together[sku].update(others)
            followed.update(others)
        return cls(times, together, followed)

    def after_anything(self, sku: str) -> float:
        """The probability that `sku` follows a purchase, whichever."""
        return self.followed[sku] / max(self.times.total(), 1)

    def after(self, first: str, sku: str, shrinkage: float) -> float:
        """The probability that `sku` follows `first`."""
        return (self.together[first][sku] + shrinkage * self.after_anything(sku)) / (self.times[first] + shrinkage)


def _pairs(histories: Iterable[Sequence[Purchase]], window: timedelta) -> Iterator[tuple[str, set[str]]]:
    """Each purchase with the other products that the same customer bought from that moment until the window ends."""
    for history in histories:
        moments = [purchase.at for purchase in history]
        for purchase in history:
            later = islice(history, bisect_left(moments, purchase.at), bisect_right(moments, purchase.at + window))
            yield purchase.sku, {other.sku for other in islice(later, BASKET)} - {purchase.sku}


@dataclass(frozen=True)
class _Fitted:
    """What was learnt; called, it suggests."""

    products: Mapping[str, Product]
    bought: _Bought
    companions: Mapping[str, Sequence[_Companion]]
    favourites: Sequence[_Companion]
    repeat: timedelta

    def __call__(self, profile: Profile, now: datetime) -> Suggestion | None:
        owned = self.bought.since(profile, now - self.repeat, now)
        interests: list[str] = profile.value("interests", now) or []
        spoken = [name for name in interests if name in self.products]
        known = (*spoken, *dict.fromkeys(owned[:RECENT]))
        offers = [companion for sku in known for companion in self.companions.get(sku, ())]
        best = self._first(_best(offers), {*owned, *spoken}) or self._favourite(interests, {*owned, *spoken})
        return self._suggestion(best) if best else None

    def _favourite(self, interests: Collection[str], taken: Collection[str]) -> _Companion | None:
        wanted = [companion for companion in self.favourites if self.products[companion.sku].category in interests]
        return self._first(wanted or self.favourites, taken)

    def _first(self, companions: Iterable[_Companion], taken: Collection[str]) -> _Companion | None:
        return next((companion for companion in companions if companion.sku not in taken), None)

    def _suggestion(self, companion: _Companion) -> Suggestion:
        wording = POPULAR if not companion.because else FITS if companion.fits else TOGETHER
        because = self.products.get(companion.because)
        reason = {
            language: text.format(name=because.text(language).name if because else "") for language, text in wording.items()
        }
        return Suggestion(companion.sku, reason, VERSION, companion.chance)
