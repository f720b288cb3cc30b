"""What was edited is searched at once, as if the index had been built with it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.articles import Article, Passage
from nlu.understanding import Understander
from retrieval.live import Overlay
from retrieval.searcher import KNOWN, Searcher
from tests.retrieval.conftest import HashingEncoder

Build = Callable[[tuple[Article, ...]], Searcher]
PARCEL = Article(
    "parcel-shops",
    "delivery_options",
    {
        "en": Passage("Can I collect it at a parcel shop?", "Yes, at 900 of them.", ("pick it up myself",)),
        "zh": Passage("可以自提吗？", "可以，全国九百个自提点。", ("我自己去取",)),
    },
)


@pytest.fixture
def overlay(build: Build, articles: tuple[Article, ...]) -> Overlay:
    return Overlay.over(build(articles))


def edited(
    overlay: Overlay, encoder: Understander, *articles: Article, removed: tuple[str, ...] = (), edition: int = 1
) -> Overlay:
    changes: Mapping[str, Article | None] = {**{one.id: one for one in articles}, **dict.fromkeys(removed)}
    texts = overlay.unread(changes)
    return overlay.edited(changes, dict(zip(texts, encoder.embed(texts), strict=True)), edition)


def first(overlay: Overlay, encoder: Understander, text: str, language: str) -> tuple[str, str]:
    answer = overlay.searcher.answer(text, encoder.embed([text])[0], language)
    return (answer.article_id, answer.text) if answer else ("", "")


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("so could I pick it up myself", "en", "Yes, at 900 of them."),
        ("那我自己去取行吗", "zh", "可以，全国九百个自提点。"),
        ("我自己去取", "en", "Yes, at 900 of them."),
    ],
)
def test_a_new_article_is_found(overlay: Overlay, encoder: Understander, text: str, language: str, said: str) -> None:
    assert first(overlay, encoder, text, language) != (PARCEL.id, said)
    assert first(edited(overlay, encoder, PARCEL), encoder, text, language) == (PARCEL.id, said)


@pytest.mark.parametrize(("text", "language"), [("when will it arrive", "en"), ("几天能到", "zh")])
def test_a_changed_answer_is_given_with_its_version_and_only_it_is_read(
    overlay: Overlay, articles: tuple[Article, ...], encoder: Understander, text: str, language: str
) -> None:
    passages = {name: replace(one, answer=f"{one.answer} !") for name, one in articles[0].passages.items()}
    changed = replace(articles[0], passages=passages)
    assert overlay.unread({changed.id: changed}) == sorted(one.answer for one in passages.values())
    after = edited(overlay, encoder, changed, edition=7)
    answer = after.searcher.answer(text, encoder.embed([text])[0], language)
    assert answer is not None
    assert (answer.text, answer.version, answer.edition) == (passages[language].answer, changed.version, 7)
    assert answer.confidence >= KNOWN, "its wordings are known still"
    assert first(overlay, encoder, text, language)[1] == articles[0].passages[language].answer, "the one before is as it was"


def test_a_removed_article_is_gone_from_answers_alternatives_and_clicks(
    overlay: Overlay, articles: tuple[Article, ...], encoder: Understander
) -> None:
    after = edited(edited(overlay, encoder, PARCEL), encoder, removed=("delivery-time", PARCEL.id)).searcher
    for text, language in (("when will it arrive", "en"), ("几天能到", "zh"), ("我自己去取", "zh")):
        found = after.search(text, encoder.embed([text])[0], language)
        assert {hit.article_id for hit in found.hits} == {"gift-cards", "warranty"}
    assert after.article("delivery-time", "en") is None
    assert after.article(PARCEL.id, "en") is None
    assert after.articles == articles[1:]


def test_a_base_of_which_nothing_is_left_finds_nothing(
    overlay: Overlay, articles: tuple[Article, ...], encoder: Understander
) -> None:
    empty = edited(overlay, encoder, removed=tuple(one.id for one in articles))
    assert first(empty, encoder, "when will it arrive", "en") == ("", "")
    assert first(edited(empty, encoder, PARCEL), encoder, "when will it arrive", "en")[0] == PARCEL.id


def test_what_is_taken_back_needs_no_overlay(overlay: Overlay, articles: tuple[Article, ...], encoder: Understander) -> None:
    changed = replace(articles[0], intent="changed")
    after = edited(edited(overlay, encoder, changed, PARCEL, removed=("warranty",)), encoder, removed=(PARCEL.id,))
    assert after.changed == 2
    back = after.differences(articles)
    assert back == {"delivery-time": articles[0], "warranty": articles[2]}
    again = after.edited(back, {}, 3)
    assert (again.changed, again.searcher.articles, len(again.searcher.segments)) == (0, articles, 1)


def test_a_wording_that_another_article_takes_over_is_known_to_be_its(
    overlay: Overlay, articles: tuple[Article, ...], encoder: Understander
) -> None:
    thief = replace(PARCEL, passages={"en": Passage("When will it arrive?", "Soon.")})
    vector = encoder.embed(["when will it arrive"])[0]
    both = edited(overlay, encoder, thief).searcher
    assert both.search("when will it arrive", vector, "en").confidence < KNOWN
    alone = edited(overlay, encoder, thief, removed=("delivery-time",)).searcher
    assert alone.search("when will it arrive", vector, "en").hits[0].article_id == thief.id
    assert alone.search("when will it arrive", vector, "en").confidence >= KNOWN


POOL = tuple(
    Article(f"a{number}", "review", {"en": Passage(f"Question of number {number}?", f"Answer {word}.", (f"ask {word}",))})
    for number, word in enumerate(("red", "green", "blue", "amber", "violet"))
)
OTHERS = tuple(replace(one, passages={"en": Passage(f"Another {one.id}?", "No.", (f"about {one.id}",))}) for one in POOL)
NAMES = [one.id for one in POOL]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.dictionaries(st.sampled_from(range(5)), st.sampled_from(["old", "new", "none"]), max_size=3), max_size=6)
)
def test_after_any_edits_it_searches_just_what_is_published(
    build: Build, encoder: Understander, steps: list[dict[int, str]]
) -> None:
    overlay = Overlay.over(_searcher(build))
    live = {one.id: one for one in POOL[:3]}
    for number, step in enumerate(steps, start=1):
        for which, what in step.items():
            live.pop(NAMES[which], None)
            if what != "none":
                live[NAMES[which]] = {"old": POOL, "new": OTHERS}[what][which]
        changes = overlay.differences(live.values())
        texts = overlay.unread(changes)
        overlay = overlay.edited(changes, dict(zip(texts, encoder.embed(texts), strict=True)), number)
        assert overlay.differences(live.values()) == {}
    assert {one.id: one for one in overlay.searcher.articles} == live
    for text in ("ask red", "about a4", "Question of number 2?"):
        hits = overlay.searcher.search(text, encoder.embed([text])[0], "en", 10).hits
        assert {hit.article_id for hit in hits} == live.keys()
        owner = [one.id for one in live.values() if text in one.passages["en"].wordings]
        assert [hit.article_id for hit in hits[:1]] == owner or not owner


_BUILT: list[Searcher] = []


def _searcher(build: Build) -> Searcher:
    if not _BUILT:
        _BUILT.append(build(POOL[:3]))
    return _BUILT[0]


def test_an_edited_shop_finds_as_much_as_a_rebuilt_one(demo: Searcher, encoder: Understander) -> None:
    """Thirty articles are changed so that their prototypes are learned one by one; their held-back wordings are asked."""
    chosen = demo.articles[::5]
    changed = [_reworded(one) for one in chosen]
    after = edited(Overlay.over(demo), encoder, *changed).searcher
    right = {True: 0, False: 0}
    for article in chosen:
        for language, passage in article.passages.items():
            for wording, vector in zip(passage.held_back, encoder.embed(list(passage.held_back)), strict=True):
                for searcher in (demo, after):
                    right[searcher is after] += searcher.search(wording, vector, language, 1).hits[0].article_id == article.id
    assert right[False] > 100
    assert right[True] >= 0.95 * right[False]
    learned = after.segments[1].evidence.learned
    assert np.abs(learned.vectors).sum(axis=1).min() > 0


def _reworded(article: Article) -> Article:
    passages = {name: replace(one, variants=one.variants[1:]) for name, one in article.passages.items()}
    return replace(article, passages=passages)


def test_scores_of_words_are_those_of_one_index(overlay: Overlay, articles: tuple[Article, ...], encoder: HashingEncoder) -> None:
    """An article that stands beside the index is as near to a question as it was inside."""
    moved = edited(overlay, encoder, replace(articles[1], owner="somebody"))
    vector = encoder.embed(["do you have vouchers or parcels"])[0]
    before, after = (
        {hit.article_id: hit for hit in one.searcher.search("do you have vouchers or parcels", vector, "en").hits}
        for one in (overlay, moved)
    )
    assert after["gift-cards"].lexical == pytest.approx(before["gift-cards"].lexical)
    assert after["gift-cards"].score == pytest.approx(before["gift-cards"].score)
