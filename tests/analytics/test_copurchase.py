"""Suggestions out of what was bought together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from analytics.models import Suggest
from analytics.models.copurchase import CoPurchase
from analytics.profiles import Attribute, Profile
from knowledge_base.products import Product
from knowledge_base.sales import Purchase

Buy = Callable[..., list[Purchase]]


@pytest.fixture
def purchases(buy: Buy) -> list[Purchase]:
    """Thirty bought phone and charger, ten a camera; and the old phone with everything."""
    phones = [line for number in range(30) for line in buy(f"p{number}", "PHONE", "CHARGER", "OLD-PHONE")]
    return phones + [line for number in range(10) for line in buy(f"c{number}", "CAMERA", "OLD-PHONE")]


def profile(start: datetime, customer: str = "ann", *, confidence: float = 1.0, **values: object) -> Profile:
    attributes = {
        name: Attribute(value=value, event=1, source="t", confidence=confidence, at=start) for name, value in values.items()
    }
    return Profile(customer=customer, attributes=attributes)


def sku(suggest: Suggest, customer: Profile, now: datetime) -> str:
    suggestion = suggest(customer, now)
    assert suggestion is not None
    return suggestion.sku


def test_who_speaks_of_a_phone_is_shown_what_is_bought_with_it(
    purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    suggestion = CoPurchase(fit_bonus=0.0).fit(purchases, products)(profile(start, interests=["PHONE", "phones"]), start)
    assert suggestion is not None
    assert suggestion.sku == "CHARGER"
    assert suggestion.reason == {
        "en": "Customers who choose the Nova PHONE often add it.",
        "zh": "选择商品PHONE的顾客常会一起买它。",
    }
    assert 0.5 < suggestion.confidence < 1


def test_what_fits_gets_a_bonus(products: tuple[Product, ...], start: datetime) -> None:
    suggestion = CoPurchase().fit([], products)(profile(start, interests=["PHONE"]), start)
    assert suggestion is not None
    assert (suggestion.sku, suggestion.reason["en"]) == ("CASE", "It goes with the Nova PHONE.")


def test_purchases_within_the_window_count_as_together(buy: Buy, products: tuple[Product, ...], start: datetime) -> None:
    first = [line for number in range(9) for line in buy(f"p{number}", "CAMERA", days_before=300)]
    later = [line for number in range(9) for line in buy(f"p{number}", "CHARGER", days_before=280)]
    ann = profile(start, interests=["CAMERA"])
    assert sku(CoPurchase(window_days=20).fit(first + later, products), ann, start) == "CHARGER"
    too_short = CoPurchase(window_days=19).fit(first + later, products)(ann, start)
    assert too_short is not None
    assert too_short.reason["en"] == "It is one of the favourites in our shop."


def test_the_own_purchases_count_and_are_not_suggested_again(
    buy: Buy, purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    lately = buy("ann", "PHONE", "CASE", days_before=3)
    assert sku(CoPurchase().fit(purchases + lately, products), profile(start), start) == "CHARGER"
    old = buy("ann", "CHARGER", days_before=170)
    assert sku(CoPurchase().fit(purchases + lately + old, products), profile(start), start) == "CAMERA"
    assert sku(CoPurchase(repeat_days=100).fit(purchases + lately + old, products), profile(start), start) == "CHARGER"


def test_a_checked_order_tells_what_its_customer_has_and_an_unchecked_one_does_not(
    buy: Buy, purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    bought = buy("somebody", "CAMERA", "CHARGER", days_before=3, order="SK1")
    suggest = CoPurchase().fit(purchases + bought, products)
    assert sku(suggest, profile(start, last_order="SK1"), start) == "PHONE"
    guessed = suggest(profile(start, last_order="SK1", confidence=0.6), start)
    assert guessed == suggest(profile(start), start)


def test_purchases_after_the_moment_are_not_known_yet(
    buy: Buy, purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    suggest = CoPurchase().fit(purchases + buy("ann", "CHARGER", days_before=3), products)
    assert sku(suggest, profile(start, interests=["PHONE"]), start - timedelta(days=4)) == "CHARGER"
    assert sku(suggest, profile(start, interests=["PHONE"]), start) != "CHARGER"


def test_who_speaks_of_a_category_is_shown_its_favourite(
    purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    suggestion = CoPurchase().fit(purchases, products)(profile(start, interests=["cameras"]), start)
    assert suggestion is not None
    assert (suggestion.sku, suggestion.reason["en"]) == ("CAMERA", "It is one of the favourites in our shop.")


def test_somebody_unknown_is_shown_the_shops_favourite(
    purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    assert sku(CoPurchase().fit(purchases, products), profile(start), start) == "CHARGER"


def test_an_interest_that_has_expired_does_not_count(
    purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    interest = Attribute(value=["cameras"], event=1, source="t", confidence=1, at=start, expires=start + timedelta(days=1))
    ann = Profile(customer="ann", attributes={"interests": interest})
    assert sku(CoPurchase().fit(purchases, products), ann, start + timedelta(days=2)) == "CHARGER"


def test_nothing_in_stock_is_nothing_to_suggest(
    purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    sold_out = [replace(product, stock=0) for product in products]
    assert CoPurchase().fit(purchases, sold_out)(profile(start, interests=["PHONE"]), start) is None
    assert CoPurchase().fit([], [])(profile(start), start) is None


@pytest.mark.parametrize("interests", [[], ["PHONE"], ["CAMERA", "cameras"], ["phones"], ["CASE", "PHONE", "CAMERA"]])
def test_neither_sold_out_nor_owned_products_are_ever_suggested(
    buy: Buy, purchases: list[Purchase], products: tuple[Product, ...], start: datetime, interests: Sequence[str]
) -> None:
    owned = buy("ann", "CHARGER", days_before=1)
    suggestion = CoPurchase().fit(purchases + owned, products)(profile(start, interests=list(interests)), start)
    assert suggestion is None or suggestion.sku not in {"OLD-PHONE", "CHARGER", *interests}


def test_the_order_of_the_purchases_does_not_matter(
    purchases: list[Purchase], products: tuple[Product, ...], start: datetime
) -> None:
    ann = profile(start, interests=["PHONE"])
    assert CoPurchase().fit(purchases, products)(ann, start) == CoPurchase().fit(purchases[::-1], products)(ann, start)
