"""Rasa projects: their FAQ becomes articles, the rest is listed."""

from pathlib import Path

import pytest

from knowledge_base.dryrun import examine
from tests.knowledge_base.readers.conftest import Examine, told

NLU = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hey
- intent: faq/warranty
  examples: |
    - How long is the warranty of a [phone](product)?
    - warranty [TV]{"entity": "product"}
    - 保修多久？
    - 保修期
- intent: faq/lost
  examples: |
    - where is it
- synonym: phone
  examples: |
    - mobile
"""
DOMAIN = """\
version: "3.1"
intents: [greet, faq]
slots: {name: {type: text}}
responses:
  utter_greet:
  - text: "Hey {name}!"
  utter_faq/warranty:
  - text: Two years.
    image: https://shop.example/w.png
  - text: 两年。
    buttons: [{title: ok, payload: /affirm}]
  - text: Two years, always.
"""


def test_examples_and_responses_of_a_project_become_articles(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nlu.yml").write_text(NLU, encoding="utf-8")
    (tmp_path / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    report = examine(tmp_path)
    (article,) = report.articles
    assert article.id == "faq.warranty"
    assert article.passages["en"].question == "How long is the warranty of a phone?"
    assert article.passages["en"].variants == ("warranty TV",)
    assert article.passages["en"].answer == "Two years.\n\n![](https://shop.example/w.png)"
    assert (article.passages["zh"].variants, article.passages["zh"].answer) == (("保修期",), "两年。")
    assert told(report.errors) == [
        "faq/lost: has no answer utter_faq/lost in the files that were read; import the folder that holds domain.yml"
    ]
    assert told(report.warnings) == [
        "slots: is no FAQ and was left out",
        "greet: is no question of an FAQ (its name has no /) and was left out",
        "utter_faq/warranty: has buttons, which an article cannot hold; it was left out",
        "utter_faq/warranty: has a second wording of its answer, which was left out",
        "synonym phone: is no question of an FAQ (its name has no /) and was left out",
        "utter_greet: answers no question of the files that were read, and was left out",
    ]


def test_one_file_may_hold_both(examined: Examine) -> None:
    text = "nlu:\n- intent: faq/a\n  examples: |\n    - A?\nresponses:\n  utter_faq/a:\n  - text: B\n"
    assert [article.id for article in examined("all.yaml", text).articles] == ["faq.a"]


def test_an_answer_with_a_slot_is_refused(examined: Examine) -> None:
    text = "nlu:\n- intent: faq/a\n  examples: |\n    - A?\nresponses:\n  utter_faq/a:\n  - text: Hi {name}\n"
    assert "utter_faq/a: holds the slot {name}, which an article cannot fill; write the value" in told(
        examined("a.yml", text).errors
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: &a [x]\nb: [*a]\n", "uses an anchor (*); write the value out"),
        ("[" * 100_000, "is nested deeper than 30 levels; flatten it"),
        ("a: [", "is not YAML"),
        ("!!python/object/apply:os.system [id]", "is not YAML"),
        ("- a\n", "must be a Rasa file with nlu: or responses:"),
    ],
)
def test_yaml_that_no_rasa_project_needs_is_refused(examined: Examine, text: str, problem: str) -> None:
    (told_problem,) = told(examined("a.yml", text).errors)
    assert told_problem.startswith(problem)
