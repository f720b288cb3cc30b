"""What a Rasa project becomes, and what is said of the rest."""

from pathlib import Path

import pytest

from bot import flows, replies
from bot.flows import Flow, Slot
from bot.importing import content
from bot.importing.content import Content
from bot.importing.project import load
from configs import settings
from configs.errors import ConfigurationError
from knowledge_base import pipeline as knowledge
from nlu import own_sentences
from nlu.entities import Recognizer


def remarks(imported: Content) -> dict[str, str]:
    """What is said, by file and line."""
    return {f"{one.file.name}:{one.line}": one.why for one in imported.problems}


def test_a_form_with_a_confirmation_becomes_a_flow(folder: Path) -> None:
    check = "validate_reading_form"
    slots = (Slot("reading_day", ("day",), check=check), Slot("visitor_name", text=True, check=check))
    read = {flow.name: flow for flow in flows.load(folder / flows.FOLDER)}
    assert read["reading_form"] == Flow("reading_form", ("book_reading",), slots, "action_book_reading", confirm=True)


def test_rules_and_straight_stories_become_flows_without_slots(folder: Path) -> None:
    read = {flow.name: flow.action for flow in flows.load(folder / flows.FOLDER) if not flow.slots}
    assert read == {
        "find_shop": "utter_find_shop + action_find_shop",
        "opening_hours": "utter_hours",
        "gift_wrapping": "utter_wrapped",
    }


def test_wordings_are_kept_in_both_languages_and_take_the_place_of_shipped_ones(folder: Path) -> None:
    wording = replies.load(folder / replies.FOLDER)
    assert wording.text("ask_visitor_name", "zh", 0, {}) == "请问怎么称呼您？"
    assert wording.text("ask_reading_day", "en", 0, {}).endswith("(Friday / Saturday)")
    assert wording.text("greet", "en", 0, {}) == "Welcome to the Paper Boat bookshop!"
    assert "{on Sundays}" in wording.text("utter_hours", "en", 0, {})
    seat = {"reading_day": "friday", "visitor_name": "Ada"}
    assert wording.text("confirm_reading_form", "en", 0, seat) == "A seat on friday for Ada, shall I book it?"


def test_examples_become_sentences_of_their_language(folder: Path) -> None:
    known = {(one.language, one.intent, one.text) for one in own_sentences.read(folder)}
    assert ("en", "book_reading", "a seat on saturday please") in known
    assert ("zh", "book_reading", "帮我订星期六的座位") in known
    assert ("zh", "faq", "书可以退吗") in known


def test_intents_that_are_not_shipped_are_listed(folder: Path) -> None:
    kinds = {one.name: one.kind for one in own_sentences.intents(folder) if one.group == "own"}
    assert kinds == {"book_reading": "flow", "opening_hours": "flow", "find_shop": "flow", "gift_wrapping": "flow", "faq": "faq"}


def test_lookups_annotations_and_synonyms_become_a_pattern(folder: Path) -> None:
    recognizer = Recognizer.of(settings.load(folder / "shopkeeper.toml").nlu)
    for text, language in (("on fri please", "en"), ("FRIDAY", "en"), ("我Friday来", "zh")):
        assert [(one.type, one.normalized) for one in recognizer.extract(text, "zh" if language == "zh" else "en")] == [
            ("day", "friday")
        ]
    assert [one.normalized for one in recognizer.extract("星期天可以吗", "zh")] == ["sunday"]


def test_the_faq_becomes_articles(folder: Path) -> None:
    (article,) = knowledge.read(folder / "articles.json")
    assert not isinstance(article, Exception)
    assert article.passages["en"].answer == "Bring a book back within thirty days, unread."
    assert article.passages["zh"].question == "书可以退吗"


def test_settings_name_the_folder_and_the_action_server(folder: Path) -> None:
    read = settings.load(folder / "shopkeeper.toml").bot
    assert (read.content, read.actions.url) == (str(folder), "http://127.0.0.1:5055/webhook")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("config.yml:5", "components.mood.MoodReader"),
        ("nlu.yml:56", "isbn belongs to no entity"),
        ("nlu.yml:59", "several intents at once"),
        ("rules.yml:28", "depends on a slot"),
        ("rules.yml:35", "is not understood"),
        ("rules.yml:36", "action_default_fallback is Rasa's own"),
        ("stories.yml:24", "a no to a confirmation"),
        ("stories.yml:28", "opening_hours does something else in rules.yml:10"),
        ("stories.yml:30", "checkpoint asked_for_the_way"),
        ("stories.yml:33", "one of several"),
        ("domain.yml:16", "called quantity"),
        ("domain.yml:35", "mood belongs to no form"),
        ("domain.yml:53", "the buttons of utter_ask_reading_day"),
        ("domain.yml:71", "no wording in zh"),
        ("domain.yml:73", "has image"),
        ("domain.yml:75", "one channel only"),
    ],
)
def test_what_has_no_place_is_named_by_file_and_line(imported: Content, place: str, why: str) -> None:
    assert why in remarks(imported)[place]


def test_nothing_else_is_said(imported: Content) -> None:
    assert len(imported.problems) == 16


CHANGES = [
    ("domain.yml", "type: from_text", "type: from_intent", "a slot is not filled by from_intent"),
    ("domain.yml", "  utter_ask_visitor_name:", "  utter_other:", "word ask_visitor_name in replies"),
    ("domain.yml", "  - gift_wrapping\n", "  - gift_wrapping\n  - ask_author\n", "the intent ask_author has no examples"),
    ("domain.yml", "entities:\n", "entities:\n  - author\n", "cannot be found; write a pattern for it"),
    ("domain.yml", "    type: categorical", "    type: categorical\n    initial_value: good", "mood begins empty here"),
    ("domain.yml", "name}: your seat", "name}, {mood}: your seat", "variations that do not use just the slots"),
    ("data/nlu.yml", "[saturday](day)", '[saturday]{"entity": "day", "role": "from"}', "the role of an entity"),
    ("data/nlu.yml", "      - sunday\n", f"      - {'very ' * 60}late\n      - sunday\n", "do not fit into a pattern"),
    ("data/rules.yml", "action: utter_hours", "action: utter_nowhere", "utter_nowhere is no response of the domain"),
    ("data/stories.yml", "- action: action_book_reading\n", "", "nothing is done when reading_form is filled"),
    ("data/rules.yml", "action: reading_form", "action: utter_hours", "no rule begins reading_form"),
    ("data/stories.yml", "- or:\n", "- user: |\n          hello\n      - or:\n", "names a text in place of an intent"),
    ("data/rules.yml", "version:", "x-version: &a 1\nversion:", "the section x-version has no place here"),
    ("data/rules.yml", "rules:\n", "rules: *a\nb:\n", "uses an anchor"),
    ("data/rules.yml", "rules:\n", "rules: [\n", "is not YAML"),
]


@pytest.mark.parametrize(("file", "before", "after", "why"), CHANGES, ids=[change[3] for change in CHANGES])
def test_other_things_that_have_no_place_are_named_too(project: Path, file: str, before: str, after: str, why: str) -> None:
    text = (project / file).read_text(encoding="utf-8")
    assert before in text
    (project / file).write_text(text.replace(before, after), encoding="utf-8")
    assert why in " ".join(one.why for one in content.mapped(load(project)).problems)


def test_a_domain_may_be_split(project: Path, imported: Content) -> None:
    before, after = (project / "domain.yml").read_text(encoding="utf-8").split("responses:\n")
    (project / "domain").mkdir()
    (project / "domain" / "head.yml").write_text(before, encoding="utf-8")
    (project / "domain" / "rest.yaml").write_text(f"responses:\n{after}", encoding="utf-8")
    (project / "domain.yml").unlink()
    split = content.mapped(load(project))
    assert (split.flows, split.wordings, split.sentences) == (imported.flows, imported.wordings, imported.sentences)


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "docker-compose.yml").write_text("services: {}\n")
    with pytest.raises(ConfigurationError, match="is no Rasa project"):
        load(tmp_path)
