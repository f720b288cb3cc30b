"""What analytics is meant to find in the demo shop is really there."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from statistics import mean, median

import pytest

from knowledge_base.demo.campaigns import ZONE, campaigns
from knowledge_base.demo.records import Contact, Delivery, Line, Order, Return, ReturnTruth, Row, SegmentTruth, View
from knowledge_base.pipeline import load_products

TODAY = date(2026, 6, 15)
CATALOGUE = {product.sku: product for product in load_products()}


@dataclass(frozen=True)
class Seen:
    """A drawn shop, arranged as the tests look at it."""

    segment: dict[str, str]
    orders: dict[str, Order]
    baskets: dict[str, list[Line]]
    parcels: dict[str, Delivery]
    returned: frozenset[tuple[str, str]]
    troublesome: frozenset[str]
    contacts: list[Contact]
    views: list[View]

    def histories(self, segment: str) -> list[list[Order]]:
        """The orders of each customer of a segment, in order of time."""
        found: dict[str, list[Order]] = {customer: [] for customer, name in self.segment.items() if name == segment}
        for order in sorted(self.orders.values(), key=lambda order: order.placed_at):
            if order.customer in found:
                found[order.customer].append(order)
        return list(found.values())

    def lines(self, segment: str) -> list[Line]:
        """Everything that a segment bought."""
        return [
            line
            for number, lines in self.baskets.items()
            if self.segment[self.orders[number].customer] == segment
            for line in lines
        ]


@pytest.fixture(scope="module")
def seen(rows: list[Row]) -> Seen:
    baskets = defaultdict(list)
    for row in rows:
        if isinstance(row, Line):
            baskets[row.number].append(row)
    return Seen(
        segment={row.customer: row.segment for row in rows if isinstance(row, SegmentTruth)},
        orders={row.number: row for row in rows if isinstance(row, Order)},
        baskets=dict(baskets),
        parcels={row.number: row for row in rows if isinstance(row, Delivery)},
        returned=frozenset((row.number, row.sku) for row in rows if isinstance(row, Return)),
        troublesome=frozenset(row.sku for row in rows if isinstance(row, ReturnTruth) and row.chance > 0.1),
        contacts=[row for row in rows if isinstance(row, Contact)],
        views=[row for row in rows if isinstance(row, View)],
    )


def gaps(history: list[Order]) -> list[float]:
    return [(later.placed_at - earlier.placed_at) / timedelta(days=1) for earlier, later in pairwise(history)]


def growth(seen: Seen, segment: str) -> float:
    """How many times longer the second half of the gaps is than the first, in the median customer."""
    long = [gaps(history) for history in seen.histories(segment) if len(history) >= 5]
    return median(mean(days[len(days) // 2 :]) / max(1.0, mean(days[: len(days) // 2])) for days in long)


def late_share(seen: Seen, segment: str) -> float:
    arrived = [
        parcel.delivered_at.date() > expected
        for number, parcel in seen.parcels.items()
        if parcel.delivered_at is not None and (expected := seen.orders[number].expected) is not None
        if seen.segment[seen.orders[number].customer] == segment
    ]
    return mean(arrived)


def cut_share(seen: Seen, segment: str) -> float:
    return mean(line.price < line.list_price for line in seen.lines(segment))


def price_rank(seen: Seen, segment: str) -> float:
    """The mean part of its category's products that is cheaper than what was bought."""
    prices = defaultdict(list)
    for product in CATALOGUE.values():
        prices[product.category].append(product.price)
    kinds = [prices[CATALOGUE[line.sku].category] for line in seen.lines(segment)]
    return mean(
        sum(price < line.list_price for price in kind) / len(kind) for line, kind in zip(seen.lines(segment), kinds, strict=True)
    )


def test_loyal_customers_come_again_and_gift_buyers_do_not(seen: Seen) -> None:
    assert mean(len(history) > 4 for history in seen.histories("loyal_repeaters")) > 0.95
    assert {len(history) for history in seen.histories("gift_buyers")} <= {0, 1}


def test_loyal_customers_buy_chargers_about_every_sixty_days(seen: Seen) -> None:
    days = []
    for history in seen.histories("loyal_repeaters"):
        bought = [
            order for order in history if any(CATALOGUE[line.sku].category == "chargers" for line in seen.baskets[order.number])
        ]
        days += gaps(bought)
    assert median(days) == pytest.approx(60, abs=10)


def test_the_gaps_of_churners_grow_and_those_of_others_do_not(seen: Seen) -> None:
    assert growth(seen, "churners") > 2.1
    assert growth(seen, "loyal_repeaters") == pytest.approx(1, abs=0.25)
    assert growth(seen, "occasional_buyers") < 1.4


def test_churners_had_late_parcels_and_bad_service(seen: Seen) -> None:
    assert late_share(seen, "churners") > 4 * late_share(seen, "loyal_repeaters")
    by_segment = defaultdict(list)
    for contact in seen.contacts:
        by_segment[seen.segment[contact.customer]].append(contact)
    assert mean(contact.resolved for contact in by_segment["churners"]) < 0.45
    assert mean(contact.satisfaction for contact in by_segment["churners"]) < 2.9
    assert mean(contact.resolved for contact in by_segment["families"]) > 0.7


def test_bargain_hunters_follow_price_cuts_and_gadget_lovers_do_not(seen: Seen) -> None:
    assert cut_share(seen, "bargain_hunters") > 1.5 * cut_share(seen, "gadget_lovers")
    assert price_rank(seen, "bargain_hunters") < 0.4 < 0.6 < price_rank(seen, "gadget_lovers")


def test_bargain_hunters_use_the_coupon_most(seen: Seen) -> None:
    def used(segment: str) -> float:
        first = [history[0] for history in seen.histories(segment) if history]
        large = [order for order in first if order.total + order.discount >= 130 and order.state != "placed"]
        return mean(order.coupon != "" for order in large)

    assert used("bargain_hunters") > used("gadget_lovers") + 0.15


def test_gadget_lovers_buy_devices_soon_after_their_release(seen: Seen) -> None:
    first, last = TODAY - timedelta(days=540), TODAY - timedelta(days=180)
    launched = {sku: product.released for sku, product in CATALOGUE.items() if first < product.released < last}
    ages = [
        (seen.orders[line.number].placed_at.date() - launched[line.sku]).days
        for line in seen.lines("gadget_lovers")
        if line.sku in launched and not CATALOGUE[line.sku].fits
    ]
    soon, later = sum(age < 90 for age in ages), sum(90 <= age < 180 for age in ages)
    assert later > 100
    assert soon > 1.3 * later


def test_photographers_buy_a_lens_that_fits_within_weeks_of_a_camera(seen: Seen) -> None:
    followed = []
    for history in seen.histories("photographers"):
        bought = [(order.placed_at, line.sku) for order in history for line in seen.baskets[order.number]]
        for moment, camera in bought:
            if CATALOGUE[camera].category == "cameras" and (TODAY - moment.date()).days > 60:
                then = {sku for at, sku in bought if moment <= at <= moment + timedelta(days=60)}
                followed.append(any(CATALOGUE[sku].category == "lenses" and camera in CATALOGUE[sku].fits for sku in then))
    assert len(followed) > 100
    assert mean(followed) > 0.75


def test_families_put_their_tablets_into_cases(seen: Seen) -> None:
    def cased(segment: str) -> float:
        tablets = [line for line in seen.lines(segment) if CATALOGUE[line.sku].category == "tablets"]
        return mean(any(line.sku in CATALOGUE[other.sku].fits for other in seen.baskets[line.number]) for line in tablets)

    assert cased("families") > cased("occasional_buyers") + 0.2


def test_accessories_that_fit_are_bought_with_their_device(seen: Seen) -> None:
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for lines in seen.baskets.values():
        skus = sorted({line.sku for line in lines})
        single.update(skus)
        pairs.update(combinations(skus, 2))
    fits = {product.sku: set(product.fits) for product in CATALOGUE.values()}
    fitting = {(one, other): n for (one, other), n in pairs.items() if one in fits[other] or other in fits[one]}
    lifts = {pair: n * len(seen.baskets) / (single[pair[0]] * single[pair[1]]) for pair, n in fitting.items() if n >= 10}
    cased = [lift for pair, lift in lifts.items() if {CATALOGUE[sku].category for sku in pair} == {"phones", "cases"}]
    assert median(lifts.values()) > 5
    assert len(cased) > 10
    assert min(cased) > 2


def test_substitutes_are_looked_at_together_but_not_bought_together(seen: Seen) -> None:
    looked: dict[str, set[str]] = defaultdict(set)
    for view in seen.views:
        if CATALOGUE[view.sku].category == "phones":
            looked[f"{view.customer} {view.at.date()}"].add(view.sku)
    bought = [sum(CATALOGUE[line.sku].category == "phones" for line in lines) for lines in seen.baskets.values()]
    assert mean(len(skus) > 1 for skus in looked.values()) > 0.4
    assert sum(number > 1 for number in bought) < 0.02 * sum(number > 0 for number in bought)


def test_some_products_come_back_far_more_often(seen: Seen) -> None:
    arrived = {number for number, parcel in seen.parcels.items() if parcel.delivered_at is not None}
    back: dict[bool, list[bool]] = {True: [], False: []}
    for number in arrived:
        for line in seen.baskets[number]:
            back[line.sku in seen.troublesome].append((number, line.sku) in seen.returned)
    assert mean(back[True]) > 3 * mean(back[False])


@pytest.mark.parametrize("name", ["double_eleven", "black_friday", "new_year"])
def test_campaigns_draw_orders(seen: Seen, name: str) -> None:
    campaign = next(campaign for campaign in campaigns(date(2025, 6, 1), TODAY) if campaign.name == name)
    days = Counter(order.placed_at.astimezone(ZONE).date() for order in seen.orders.values())
    inside = [number for day, number in days.items() if campaign.starts <= day <= campaign.ends]
    before = [days[campaign.starts - timedelta(days=back)] for back in range(1, 61)]
    assert mean(inside) > 1.3 * median(before)
