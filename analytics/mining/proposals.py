"""Pairs of one meaning, joined into articles that an editor may approve."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from analytics.gaps.metric import Floats, Metric, learnt, unit
from analytics.gaps.naming import typical
from analytics.mining.dialogues import Turn
from analytics.mining.pairs import Pair
from analytics.mining.pairs import pairs as pairs_of
from configs.progress import Progress
from knowledge_base.articles import Article, Passage
from nlu.language import language_of
from nlu.understanding import Language, Understander, Vector

ALIKE = 0.35
"""Mean likeness of question and answer, by `Metric`, of pairs that say one thing."""

SUPPORT = 2
"""Conversations that a proposal needs, unless it is asked for otherwise."""

VARIANTS = 12
MOST = 6_000
"""Pairs that are compared, the latest of the file."""

_BATCH = 64
_LANGUAGES: tuple[Language, Language] = ("en", "zh")


@dataclass(frozen=True)
class Proposal:
    """An article, the number of conversations behind it, how far their answers agree (mean cosine), and some of the pairs."""

    article: Article
    support: int
    agreement: float
    examples: tuple[Pair, ...]


def proposed(
    turns: Sequence[Turn],
    understander: Understander,
    data: Path,
    support: int = SUPPORT,
    progress: Progress = lambda _task, _done, _total: None,
) -> list[Proposal]:
    """The `proposals` of conversations; what likeness is, is remembered in the folder `data`."""
    return proposals(pairs_of(turns), understander, learnt(understander, data, progress), support, progress)


def proposals(
    pairs: Sequence[Pair],
    understander: Understander,
    metric: Metric,
    support: int = SUPPORT,
    progress: Progress = lambda _task, _done, _total: None,
) -> list[Proposal]:
    """What at least `support` conversations say, the best supported first."""
    pairs = pairs[-MOST:]
    if not pairs:
        return []
    questions = metric.points(_embedded([pair.question for pair in pairs], understander, "reading questions", progress))
    answers = metric.points(_embedded([pair.answer for pair in pairs], understander, "reading answers", progress))
    made = [_proposal(pairs, questions, answers, rows) for rows in _groups(questions, answers)]
    kept = [one for one in made if one.support >= support]
    return sorted(kept, key=lambda one: (-one.support, -one.agreement, one.article.id))


def _groups(questions: Floats, answers: Floats) -> list[list[int]]:
    """Rows of one meaning: of the question and of the answer, because one question may have two answers that differ."""
    if len(questions) == 1:
        return [[0]]
    both = unit(np.concatenate([questions, answers], axis=1))
    labels = fcluster(linkage(pdist(both, "cosine").clip(0), "average"), 1 - ALIKE, "distance")
    return [np.flatnonzero(labels == number).tolist() for number in np.unique(labels)]


def _proposal(pairs: Sequence[Pair], questions: Floats, answers: Floats, rows: Sequence[int]) -> Proposal:
    """By consensus: of each language the answer that lies nearest to the centre of all, under the most typical question."""
    asked = [pairs[row] for row in typical(questions, rows)]
    told = [pairs[row] for row in typical(answers, rows)]
    passages: dict[str, Passage] = {
        one: _passage(asked, told, one) for one in _LANGUAGES if any(pair.language == one for pair in told)
    }
    centre = unit(answers[list(rows)].mean(axis=0))
    support = len({pairs[row].conversation for row in rows})
    return Proposal(Article(_id(asked[0]), "", passages), support, float((answers[list(rows)] @ centre).mean()), tuple(told[:5]))


def _passage(asked: Sequence[Pair], told: Sequence[Pair], language: Language) -> Passage:
    wordings = list(dict.fromkeys(one.question for one in asked if language_of(one.question) == language))
    question = wordings[0] if wordings else asked[0].question
    answer = next(one.answer for one in told if one.language == language)
    return Passage(question, answer, tuple(wordings[1 : 1 + VARIANTS]))


def _id(pair: Pair) -> str:
    return f"mined-{hashlib.sha256(pair.question.encode()).hexdigest()[:8]}"


def _embedded(texts: Sequence[str], understander: Understander, task: str, progress: Progress) -> Vector:
    vectors = []
    for start in range(0, len(texts), _BATCH):
        vectors.append(understander.embed(list(texts[start : start + _BATCH])))
        progress(task, min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(vectors)


def evidence(found: Sequence[Proposal]) -> list[Mapping[str, object]]:
    """What an editor wants to know of each proposal, for `json.dumps`."""
    return [
        {
            "id": one.article.id,
            "support": one.support,
            "agreement": round(one.agreement, 3),
            "examples": [
                {"conversation": pair.conversation, "question": pair.question, "answer": pair.answer} for pair in one.examples
            ],
        }
        for one in found
    ]
