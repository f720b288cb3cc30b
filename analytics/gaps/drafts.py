"""A first version of the article that closes a gap, from what people answered best."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.gaps.metric import Floats, Metric, unit
from analytics.gaps.values import Followed, Gap, HumanReply
from analytics.mining.substance import tells
from knowledge_base.articles import Article, Passage
from nlu.understanding import Language, Understander

VARIANTS = 12
"""Other wordings that a draft takes over from the questions."""

_TAKEN: Mapping[Followed, float] = {"pleased": 0.3, "silent": 0.15, "asked": -0.15, "displeased": -0.3}
_LANGUAGES: tuple[Language, Language] = ("en", "zh")
_NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Draft:
    """An article to look over, and the languages in which customers asked but nobody has answered yet."""

    article: Article
    missing: tuple[Language, ...]


def draft(gap: Gap, understander: Understander, metric: Metric) -> Draft | None:
    """The article that says what people said; None while nobody has said anything that would serve others too.

    Of the replies the one is taken that lies nearest to the centre of all, so that several people agree with it, and of whose
    kind customers asked no more and were not displeased.
    """
    replies = [reply for question in gap.questions for reply in question.replies if tells(reply.text, reply.language)]
    if not replies:
        return None
    points = metric.points(understander.embed([reply.text for reply in replies]))
    best = {language: _best(replies, points, language) for language in _LANGUAGES}
    passages: dict[str, Passage] = {language: _passage(gap, language, reply) for language, reply in best.items() if reply}
    missing = tuple(language for language in gap.name if language not in passages)
    return Draft(Article(_id(gap), "", passages), missing)


def _best(replies: Sequence[HumanReply], points: Floats, language: Language) -> HumanReply | None:
    centre = unit(points.mean(axis=0))
    scores = {
        row: float(points[row] @ centre) + _TAKEN[reply.followed]
        for row, reply in enumerate(replies)
        if reply.language == language
    }
    return replies[max(scores, key=lambda row: scores[row])] if scores else None


def _passage(gap: Gap, language: Language, reply: HumanReply) -> Passage:
    """The answer under the most typical question of its language; other languages' wordings lead there if it has none."""
    asked = [question.text for question in gap.questions if question.language == language]
    name = gap.name.get(language) or next(iter(gap.name.values()))
    typical = gap.examples.get(language, ())
    others = tuple(dict.fromkeys(text for text in (*typical, *asked) if text != name))
    return Passage(name, reply.text, others[:VARIANTS])


def _id(gap: Gap) -> str:
    words = _NO_WORD.sub("-", " ".join(gap.terms.get("en", ())[:2]).lower()).strip("-")
    return f"gap-{words}-{gap.id}" if words else f"gap-{gap.id}"
