"""Exports of Zendesk's and Intercom's help centres."""

import json

from tests.knowledge_base.readers.conftest import Examine, told

ZENDESK = {
    "articles": [
        {
            "id": 11,
            "title": "How long is the warranty?",
            "body": "<p>Two <em>years</em>.</p><script>x</script>",
            "locale": "en-us",
            "draft": False,
        },
        {"id": 11, "title": "保修多久？", "body": "<p>两年。</p>", "locale": "zh-cn", "draft": False},
        {"id": 12, "title": "Draft", "body": "<p>x</p>", "locale": "en-us", "draft": True},
        {"id": 13, "title": "Garantie ?", "body": "<p>Deux ans.</p>", "locale": "fr", "draft": False},
        {"id": 14, "title": "Empty", "body": None, "locale": "en-us", "draft": False},
    ],
    "next_page": None,
}
INTERCOM = {
    "type": "list",
    "data": [
        {
            "type": "article",
            "id": "77",
            "title": "Can I return it?",
            "body": '<p>Yes, <a href="/r">here</a>.</p>',
            "state": "published",
            "default_locale": "en",
            "url": "https://help.shop.example/en/77",
            "translated_content": {
                "type": "article_translated_content",
                "en": {"type": "article_content", "title": "Can I return it?", "body": "<p>Yes.</p>", "state": "published"},
                "zh-CN": {"type": "article_content", "title": "可以退货吗？", "body": "<p>可以。</p>", "state": "published"},
                "zh-TW": {"type": "article_content", "title": "可以退貨嗎？", "body": "<p>可以。</p>", "state": "draft"},
            },
        }
    ],
}


def test_the_languages_of_a_zendesk_article_become_one_article(examined: Examine) -> None:
    report = examined("zendesk.json", json.dumps(ZENDESK))
    (article,) = report.articles
    assert article.id == "11"
    assert {language: (passage.question, passage.answer) for language, passage in article.passages.items()} == {
        "en": ("How long is the warranty?", "Two *years*."),
        "zh": ("保修多久？", "两年。"),
    }


def test_drafts_other_languages_removals_and_empty_articles_of_zendesk_are_listed(examined: Examine) -> None:
    report = examined("zendesk.json", json.dumps(ZENDESK))
    assert told(report.errors) == ["article 5 (14): 'Empty' has no answer below it; write one or take the question out"]
    assert told(report.warnings) == [
        "article 1: was cleaned of 1 script",
        "article 3 (12, en): is a draft there and was left out",
        "article 4 (13, fr): its language is not one that the shop speaks: en, zh",
    ]


def test_the_translations_of_an_intercom_article_become_one_article(examined: Examine) -> None:
    report = examined("intercom.json", json.dumps(INTERCOM))
    (article,) = report.articles
    assert article.passages["en"].answer == "Yes, [here](https://help.shop.example/r)."
    assert article.passages["zh"].question == "可以退货吗？"
    assert told(report.warnings) == ["article 1 (77, zh): is a draft there and was left out"]
