"""The demo shop's articles: complete, distinct, and in agreement with the shop's rules."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest

from knowledge_base import pipeline
from knowledge_base.articles import LANGUAGES, Article, Passage
from knowledge_base.policies import DeliveryOption, ShopPolicies
from nlu import sentences

ARTICLES = {article.id: article for article in pipeline.demo_articles()}
POLICIES = pipeline.load_policies()
INTENTS = {intent.name for intent in sentences.intents()}
EXAMPLES = {Decimal(500), Decimal(40), Decimal(1)}  # amounts that illustrate: $500 and 8 % of it, a point for every $1
DOLLARS = {"en": re.compile(r"\$(\d+(?:\.\d\d)?)"), "zh": re.compile(r"(\d+(?:\.\d\d)?) ?美元")}

Value = Callable[[ShopPolicies], object]


def passages(article: Article) -> list[Passage]:
    return [article.passages[language] for language in LANGUAGES]


def wordings(passage: Passage) -> list[str]:
    return [passage.question, *passage.variants, *passage.held_back]


def plain(wording: str) -> str:
    """`wording` without what customers would not notice: case, punctuation, spaces."""
    return "".join(one for one in unicodedata.normalize("NFKC", wording).casefold() if one.isalnum())


def dollars(article: Article, language: str) -> set[Decimal]:
    return {Decimal(amount) for amount in DOLLARS[language].findall(article.passages[language].answer)}


def span(option: DeliveryOption) -> str:
    least, most = option.working_days or (0, 0)
    return f"{least}-{most}"


def test_there_are_at_least_150() -> None:
    assert len(ARTICLES) >= 150


@pytest.mark.parametrize("article", ARTICLES.values(), ids=list(ARTICLES))
def test_an_article_is_complete_in_both_languages(article: Article) -> None:
    assert tuple(article.passages) == LANGUAGES
    for passage in passages(article):
        assert len(passage.variants) >= 4
        assert len(passage.held_back) >= 2
    assert article.intent in INTENTS


def test_no_wording_is_used_twice() -> None:
    uses = Counter(
        plain(wording) for article in ARTICLES.values() for passage in passages(article) for wording in wordings(passage)
    )
    assert [wording for wording, times in uses.items() if times > 1] == []


def test_each_language_is_written_in_its_own_characters() -> None:
    for article in ARTICLES.values():
        assert not re.search(r"[\u3400-\u9fff]", " ".join(wordings(article.passages["en"])))
        assert all(re.search(r"[\u3400-\u9fff]", wording) for wording in wordings(article.passages["zh"]))


@pytest.mark.parametrize("article", ARTICLES.values(), ids=list(ARTICLES))
def test_both_languages_name_the_same_amounts_of_money(article: Article) -> None:
    assert dollars(article, "en") == dollars(article, "zh")


def test_every_amount_of_money_is_one_of_the_policies() -> None:
    delivery, coupon = POLICIES.delivery, POLICIES.coupon.new_customer
    known = {
        POLICIES.returning.change_of_mind_fee,
        POLICIES.exchange.change_of_mind_fee,
        POLICIES.repair.check_fee,
        POLICIES.payment.instalments.least,
        coupon.off,
        coupon.least,
        *(option.price for option in (delivery.standard, delivery.express, delivery.international)),
        *(option.free_from for option in (delivery.standard, delivery.pickup_point)),
    }
    named = {amount for article in ARTICLES.values() for language in LANGUAGES for amount in dollars(article, language)}
    assert named - known - EXAMPLES == set()


# Which articles say a rule, with which value of the policies, in which words.
CLAIMS: list[tuple[str, Value, str, str]] = [
    ("return-rules return-gift", lambda p: p.return_days, "{} days", "签收后 {} 天内"),
    ("how-to-return cancel-order-rules cash-on-delivery", lambda p: p.return_days, "{} days of delivery", "签收后 {} 天内"),
    ("exchange-rules gift-cards", lambda p: p.exchange.days, "{} days of delivery", "签收后 {} 天内"),
    ("service-about-shop", lambda p: p.return_days, "{} days", "{} 天内退货"),
    (
        "return-rules return-cost cancellation-fee refuse-parcel",
        lambda p: p.returning.change_of_mind_fee,
        "${:.2f}",
        "{:.2f} 美元",
    ),
    ("partial-refund exchange-rules", lambda p: p.exchange.change_of_mind_fee, "${:.2f}", "{:.2f} 美元"),
    ("refund-time refuse-parcel", lambda p: p.refund.working_days, "within {} working days", "{} 个工作日内"),
    ("refund-time", lambda p: p.refund.card_extra_working_days, "{} more working days", "再等 {} 个工作日"),
    ("report-damaged report-wrong-item report-missing-parts", lambda p: p.report.days, "{} days of delivery", "签收后 {} 天内"),
    ("product-genuine", lambda p: p.report.days, "{} days of delivery", "签收后 {} 天内"),
    ("delivered-not-received", lambda p: p.report.days, "within {} days", "{} 天内"),
    ("warranty-length warranty-refurbished", lambda p: p.warranty.years["phones"], "{} years for devices", " {} 年"),
    ("warranty-length warranty-refurbished", lambda p: p.warranty.years["earphones"], "{} year for accessories", " {} 年"),
    ("service-about-shop", lambda p: p.warranty.years["laptops"], "{} years of warranty", "保修 {} 年"),
    ("warranty-battery", lambda p: p.warranty.years["batteries"], "{} year", "{} 年"),
    ("usage-earphone-one-side", lambda p: p.warranty.years["earphones"], "{} year", "{} 年"),
    ("warranty-harbourcare", lambda p: p.warranty.extension.years, "by {} year", "延长 {} 年"),
    ("warranty-harbourcare", lambda p: p.warranty.extension.percent_of_price, "{} %", "{}%"),
    ("warranty-harbourcare warranty-refurbished", lambda p: p.warranty.extension.days, "{} days of purchase", "购买后 {} 天内"),
    ("repair-cost repair-quote warranty-drop-water", lambda p: p.repair.check_fee, "${:.0f}", "{:.0f} 美元"),
    ("repair-time repair-loan-device", lambda p: "{}-{}".format(*p.repair.working_days), "{} working days", "{} 个工作日"),
    ("price-protection-rules", lambda p: p.price_protection.days, "within {} days of your purchase", "购买后 {} 天内"),
    ("delivery-time", lambda p: span(p.delivery.standard), "Standard delivery takes {} working days", "标准配送需要 {} 个工作日"),
    ("delivery-time", lambda p: span(p.delivery.express), "express {} working days", "加急配送需要 {} 个工作日"),
    ("delivery-time international-delivery", lambda p: span(p.delivery.international), "{} working days", "{} 个工作日"),
    ("delivery-cost", lambda p: p.delivery.standard.price, "Standard delivery costs ${:.2f}", "标准配送 {:.2f} 美元"),
    ("delivery-cost", lambda p: p.delivery.standard.free_from, "free for orders from ${:.0f}", "满 {:.0f} 美元包邮"),
    ("delivery-cost", lambda p: p.delivery.express.price, "Express delivery costs ${:.2f}", "加急配送 {:.2f} 美元"),
    (
        "delivery-cost pickup-points",
        lambda p: p.delivery.pickup_point.free_from,
        "free for orders from ${:.0f}",
        "满 {:.0f} 美元免费",
    ),
    ("delivery-cost international-delivery", lambda p: p.delivery.international.price, "${:.0f}", "{:.0f} 美元"),
    ("pickup-point-kept failed-delivery-attempt", lambda p: p.delivery.pickup_point.held_days, "for {} days", "保留 {} 天"),
    ("dispatch-cut-off", lambda p: p.delivery.same_day_until, "before {} (UTC+8)", "{}（UTC+8）之前"),
    ("instalments-how payment-methods", lambda p: p.payment.instalments.least, "${:.0f}", "满 {:.0f} 美元"),
    ("instalments-cost", lambda p: p.payment.instalments.plans[1].percent_a_year, "cost {} %", "分 6 个月年利率 {}%"),
    ("instalments-cost", lambda p: p.payment.instalments.plans[2].percent_a_year, "twelve months {} %", "分 12 个月年利率 {}%"),
    ("new-customer-coupon account-sign-up", lambda p: p.coupon.new_customer.code, "{}", "{}"),
    ("new-customer-coupon account-sign-up", lambda p: p.coupon.new_customer.off, "${:.0f}", "立减 {:.0f} 美元"),
    ("new-customer-coupon account-sign-up", lambda p: p.coupon.new_customer.least, "from ${:.0f}", "满 {:.0f} 美元"),
    ("student-discount", lambda p: p.coupon.student.percent_off, "{} %", "{}%"),
    ("points", lambda p: p.points.for_one_dollar, "{} points are worth $1", "{} 积分抵 1 美元"),
    ("points-expiry", lambda p: p.points.valid_months, "{} months", "{} 个月内"),
    ("bundle-rules", lambda p: p.bundle.rules[0].percent_off, "{} % off the two", ""),
    ("bundle-rules", lambda p: (100 - p.bundle.rules[0].percent_off) // 10, "", "打 {} 折"),
    ("bundle-rules", lambda p: p.bundle.rules[1].percent_off, "{} % off both", "减 {}%"),
    ("company-invoice", lambda p: p.invoice.company_request_days, "within {} days", "{} 天内"),
    ("invoice-wrong-data", lambda p: p.invoice.correction_days, "within {} days", "{} 天内"),
    ("account-password-reset", lambda p: p.account.reset_link_minutes, "{} minutes", "{} 分钟"),
    ("account-locked", lambda p: p.account.wrong_passwords, "{} wrong passwords", "输错 {} 次"),
    ("account-locked", lambda p: p.account.locked_minutes, "{} minutes", "{} 分钟"),
    ("account-deletion", lambda p: p.account.deletion_days, "within {} days", "{} 天内"),
    ("account-deletion", lambda p: p.account.invoices_kept_years, "{} years", "{} 年"),
    ("service-phone product-buying-advice", lambda p: p.service.phone, "{}", "{}"),
    ("service-email repair-state", lambda p: p.service.email, "{}", "{}"),
    ("service-phone service-opening-hours", lambda p: p.service.hours[0].lstrip("0"), "{}", "{}"),
    ("service-phone service-opening-hours", lambda p: p.service.hours[1], "{}", "{}"),
]


@pytest.mark.parametrize(
    ("names", "value", "english", "chinese"), CLAIMS, ids=[f"{one[0].split()[0]}: {one[2]}" for one in CLAIMS]
)
def test_a_rule_is_told_as_the_policies_have_it(names: str, value: Value, english: str, chinese: str) -> None:
    for name in names.split():
        for language, template in (("en", english), ("zh", chinese)):
            # Chinese texts use the en dash too.
            answer = ARTICLES[name].passages[language].answer.replace("–", "-")
            assert template.format(value(POLICIES)) in answer, f"{name} in {language}"


def test_every_product_of_the_catalogue_is_there() -> None:
    products = pipeline.load_products()
    assert len(products) >= 120
    phones = [product.sku for product in products if product.category == "phones"]
    for category in ("cases", "chargers"):
        fitting = {sku for product in products if product.category == category for sku in product.fits}
        assert set(phones) - fitting == set()
