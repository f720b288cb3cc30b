"""What a run comes to: hits, reciprocal rank, and what was answered right, wrong or not at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.articles import LANGUAGES
from retrieval.testing.batch import Result

ALL = "all"


@dataclass(frozen=True)
class Figures:
    """What was counted on `questions` that have an article and on `strangers` that have none.

    `hit1` and `hit3` are the shares of questions whose article comes first or among three, `mrr` is the mean reciprocal rank
    among ten; `right`, `wrong` and `silent` say how many are answered so. `abstention` is the share of strangers that get no
    answer. A share is None where there is nothing to count.
    """

    language: str
    questions: int
    hit1: float | None
    hit3: float | None
    mrr: float | None
    right: int
    wrong: int
    silent: int
    strangers: int
    abstention: float | None


def figures(results: Sequence[Result]) -> list[Figures]:
    """The figures of all results, then of each language among them where there are several."""
    languages = [language for language in LANGUAGES if any(one.language == language for one in results)]
    parts = [(language, [one for one in results if one.language == language]) for language in languages]
    return [_figures(ALL, results), *(_figures(*part) for part in parts if len(parts) > 1)]


def _figures(language: str, results: Sequence[Result]) -> Figures:
    ranks = [one.rank for one in results if one.article]
    strangers = [one.outcome for one in results if not one.article]
    outcomes = Counter(one.outcome for one in results if one.article)
    return Figures(
        language=language,
        questions=len(ranks),
        hit1=_share([rank == 1 for rank in ranks]),
        hit3=_share([0 < rank <= 3 for rank in ranks]),
        mrr=_share([1 / rank if rank else 0.0 for rank in ranks]),
        right=outcomes["right"],
        wrong=outcomes["wrong"],
        silent=outcomes["silent"],
        strangers=len(strangers),
        abstention=_share([one == "right" for one in strangers]),
    )


def _share(counted: Sequence[float]) -> float | None:
    return sum(counted) / len(counted) if counted else None
