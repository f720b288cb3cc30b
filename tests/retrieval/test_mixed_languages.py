"""Questions that mix languages: each is taken for the language that it is built in, and finds its article."""

from pathlib import Path

import pytest

from nlu.language import language_of
from nlu.pipeline import FOLDER, Pipeline
from retrieval import pipeline

MIXED = [
    ("warranty是多久", "zh", "warranty-length"),
    ("可以用Apple Pay付款吗", "zh", "pay-apple-google"),
    ("refund多久到账啊", "zh", "refund-time"),
    ("how do i get a 发票 with tax number", "en", "company-invoice"),
    ("coupon code用不了怎么办", "zh", "coupon-not-working"),
    ("can i pay with 支付宝", "en", "pay-alipay-wechat"),
    ("我想要gift wrapping可以吗", "zh", "gift-wrapping"),
    ("where do i see my 积分 and do they expire", "en", "points-expiry"),
    ("tracking number在哪里看", "zh", "tracking-how-to"),
    ("do you have 翻新机", "en", "product-refurbished"),
    ("power bank能带上飞机吗", "zh", "usage-power-bank-plane"),
    ("my parcel is at the 自提点, how long is it kept", "en", "pickup-point-kept"),
    ("newsletter怎么unsubscribe", "zh", "newsletter-leave"),
    ("what is the 客服电话", "en", "service-phone"),
    ("我的account被lock了", "zh", "account-locked"),
    ("how to 退货 step by step", "en", "how-to-return"),
    ("delivery要几天", "zh", "delivery-time"),
    ("is there 学生优惠", "en", "student-discount"),
    ("可以改delivery address吗 已经下单了", "zh", "change-order-address"),
    ("do you offer 货到付款", "en", "cash-on-delivery"),
]


@pytest.mark.parametrize(("text", "language"), [row[:2] for row in MIXED])
def test_a_mixed_question_is_of_the_language_that_holds_it_together(text: str, language: str) -> None:
    assert language_of(text) == language


def test_mixed_questions_find_their_articles(prepared: Path) -> None:
    model = Pipeline.load(prepared / FOLDER)
    searcher = pipeline.load(prepared / pipeline.FOLDER, model)
    vectors = model.embed([text for text, _, _ in MIXED])
    found = [searcher.search(text, vector, language, 1) for (text, language, _), vector in zip(MIXED, vectors, strict=True)]
    right = [one.hits[0].article_id == article for one, (_, _, article) in zip(found, MIXED, strict=True)]
    assert sum(right) >= len(MIXED) - 1
