"""Markdown documents: headings are questions."""

import pytest

from tests.knowledge_base.readers.conftest import Examine, told

FAQ = """\
# FAQ

## Delivery

### How long does *delivery* take?

Three days. See [the terms](https://shop.example/terms).

- express: one day

```
# no heading
```

### 送到哪里？

全国。

Warranty
--------

Two years, see [here][w].

[w]: https://shop.example/warranty
"""


def test_a_heading_with_text_is_a_question_and_one_above_others_a_chapter(examined: Examine) -> None:
    report = examined("faq.md", FAQ)
    assert report.errors == report.warnings == ()
    assert [article.id for article in report.articles] == ["how-long-does-delivery-take", "送到哪里", "warranty"]
    first, second, third = report.articles
    assert first.passages["en"].question == "How long does delivery take?"
    assert "[the terms](https://shop.example/terms)" in first.passages["en"].answer
    assert "# no heading" in first.passages["en"].answer
    assert second.passages["zh"].answer == "全国。"
    assert third.passages["en"].answer.startswith("Two years, see [here]")


def test_a_link_that_is_defined_elsewhere_stands_on_its_own_in_the_answer(examined: Examine) -> None:
    report = examined("faq.md", "# A?\n\nSee [here][w].\n\n# B?\n\nText.\n\n[w]: https://shop.example/w\n")
    assert report.articles[0].passages["en"].answer == "See [here](https://shop.example/w)."


def test_a_question_without_text_below_it_is_an_error_with_its_line(examined: Examine) -> None:
    report = examined("faq.md", "# A?\n\n# B?\n\nText.\n")
    assert told(report.errors) == ["line 1: 'A?' has no answer below it; write one or take the question out"]


def test_text_before_the_first_heading_is_told(examined: Examine) -> None:
    report = examined("faq.md", "Hello.\n\n# B?\n\nText.\n")
    assert told(report.warnings) == ["line 1: is text before the first heading, which was passed over"]


def test_front_matter_holds_for_every_question(examined: Examine) -> None:
    report = examined("faq.md", "---\nlanguage: zh\nintent: warranty\n---\n# TÜV?\n\nOK\n")
    (article,) = report.articles
    assert (list(article.passages), article.intent, report.found[0].place) == (["zh"], "warranty", "line 5")


def test_the_title_of_a_text_without_headings_is_its_question(examined: Examine) -> None:
    (article,) = examined("w.md", "---\ntitle: How long is the warranty?\nid: warranty\n---\nTwo years.\n").articles
    assert (article.id, article.passages["en"].question) == ("warranty", "How long is the warranty?")


@pytest.mark.parametrize(
    ("text", "answer", "removals"),
    [
        ("Hi <script>alert(1)</script> there", "Hi there", "1 script"),
        ("Hi <svg onload=alert(1)> there", "Hi", "1 svg, 1 onload"),
        ("[x](javascript:alert(1)) y", "x y", "1 javascript: link"),
        ("[x](javascript&#58;alert(1)) y", "x y", "1 javascript: link"),
        ("[x](data:text/html,y) z", "x z", "1 data: link"),
        ("<style>p{}</style>\n\nHi <base href='//evil'>", "Hi", "1 style, 1 base"),
        ("<form><input></form>\n\nHi **you**", "Hi **you**", "1 form"),
    ],
)
def test_what_acts_is_taken_out_of_an_answer_and_named(examined: Examine, text: str, answer: str, removals: str) -> None:
    report = examined("faq.md", f"# Q?\n\n{text}\n")
    assert " ".join(report.articles[0].passages["en"].answer.split()) == answer
    assert told(report.warnings) == [f"line 1: was cleaned of {removals}"]


@pytest.mark.parametrize("line", ["[" * 1_000_000, "*" * 1_000_000, "a *b " * 200_000, "> " * 500_000])
def test_a_line_of_a_million_marks_is_refused_in_one_sentence(examined: Examine, line: str) -> None:
    report = examined("faq.md", f"# Q?\n\nx{line}\n")
    assert told(report.errors) == ["line 1: its text is too long or nested too deeply for one answer; put headings into it"]


def test_an_anchor_in_front_matter_is_refused(examined: Examine) -> None:
    report = examined("faq.md", "---\na: &a [x]\nb: [*a, *a]\n---\n# Q?\n\nA\n")
    assert told(report.errors) == ["front matter: uses an anchor (*); write the value out"]
