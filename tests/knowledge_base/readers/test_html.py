"""Web pages: FAQPage data, folding sections, headings."""

import json

import pytest

from tests.knowledge_base.readers.conftest import Examine, told

DECLARED = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": ["WebPage", "FAQPage"],
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": "How long?",
                    "acceptedAnswer": {"@type": "Answer", "text": "<p>Two <b>years</b>.</p>"},
                },
                {"@type": "Question", "name": "多久？", "acceptedAnswer": [{"text": "两年。"}]},
                {"@type": "Question", "name": "Empty?"},
            ],
        }
    ],
}


def test_faqpage_data_are_taken_and_the_page_itself_is_not_read(examined: Examine) -> None:
    page = f"<script type='application/ld+json'>{json.dumps(DECLARED)}</script><h2>Other</h2><p>Text</p>"
    report = examined("faq.html", page)
    passages = [passage for article in report.articles for passage in article.passages.items()]
    assert [(language, passage.question, passage.answer) for language, passage in passages] == [
        ("en", "How long?", "Two **years**."),
        ("zh", "多久？", "两年。"),
    ]
    assert told(report.errors) == ["question 3: 'Empty?' has no answer below it; write one or take the question out"]


def test_folding_sections_and_headings_are_questions_and_navigation_is_none(examined: Examine) -> None:
    page = """<header><h1>Shop</h1><p>Welcome</p></header><nav><h2>Menu</h2><p>x</p></nav><main>
      <details><summary>Can I <b>return</b> it?</summary><p>Yes, <a href="https://shop.example/r?utm_source=m&id=1">here</a>.</p></details>
      <h2>Delivery</h2><h3>送货要多久？</h3><p>三天。</p><ul><li>快递：一天</li></ul>
      <h3>Cost?</h3><table><tr><th>To</th><th>Fee</th></tr><tr><td>US</td><td>$5</td></tr></table></main><footer><h2>Imprint</h2><p>x</p></footer>"""
    report = examined("faq.htm", page)
    assert report.errors == report.warnings == ()
    answers = [(article.id, next(iter(article.passages.values())).answer) for article in report.articles]
    assert answers == [
        ("can-i-return-it", "Yes, [here](https://shop.example/r?id=1)."),
        ("送货要多久", "三天。\n\n- 快递：一天"),
        ("cost", "| To | Fee |\n| --- | --- |\n| US | $5 |"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk"])
def test_a_page_is_read_in_the_encoding_that_it_declares(examined: Examine, encoding: str) -> None:
    page = f"<meta charset={encoding}><h1>保修多久？</h1><p>两年。</p>"
    assert examined("a.html", page.encode(encoding)).articles[0].passages["zh"].answer == "两年。"


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data='data:text/html,<script>alert(1)</script>'></object>",
        "<form action='javascript:alert(1)'><button>x</button></form>",
        "<img src='https://t.example/p.gif' width=1 height=1>",
    ],
)
def test_nothing_that_acts_or_tracks_comes_into_an_answer(examined: Examine, payload: str) -> None:
    report = examined("a.html", f"<h2>Q?</h2><p>Answer.</p>{payload}<p>End.</p>")
    answer = report.articles[0].passages["en"].answer
    assert answer.startswith("Answer.")
    for mark in ("script", "alert", "onerror", "<", "t.example"):
        assert mark not in answer


def test_links_and_images_are_kept_as_markdown(examined: Examine) -> None:
    report = examined(
        "a.html", "<h2>Q?</h2><p><a href='mailto:a@shop.example'>Mail</a> <img src='https://shop.example/a.png' alt='Map'></p>"
    )
    assert report.articles[0].passages["en"].answer == "[Mail](mailto:a@shop.example) ![Map](https://shop.example/a.png)"


@pytest.mark.parametrize("deep", ["<div>" * 50_000, "<b>" * 50_000, "<ul><li>" * 20_000, "<div/>" * 50_000])
def test_a_page_that_nests_without_end_is_refused(examined: Examine, deep: str) -> None:
    assert told(examined("a.html", f"<h2>Q?</h2>{deep}x").errors) == ["its HTML is nested too deeply or too long; simplify it"]


def test_a_page_without_questions_is_told(examined: Examine) -> None:
    assert told(examined("a.html", "<p>Hello</p>").warnings) == [
        "holds no question: no FAQPage data, no folding section, no heading with text below it"
    ]
