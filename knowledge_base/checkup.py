"""Everything that is wrong with the articles as editors see them: each by itself, and among each other."""

from collections.abc import Mapping
from datetime import datetime

from knowledge_base.conflicts import Conflict, all_conflicts
from knowledge_base.health import SEVERITIES, Ailment, Evidence, Severity, health
from knowledge_base.library import Library
from knowledge_base.pipeline import demo_articles

_SEVERITY: Mapping[str, Severity] = {"contradiction": "high", "translation": "medium", "duplicate": "low"}


def checkup(library: Library, now: datetime) -> list[Ailment]:
    """All that is wrong at `now` (aware), the gravest first and then by article; of the demo's articles in an empty library.

    An article counts as looked at when its last revision was saved. Raises Unavailable.
    """
    seen = [one for one in library.working() if one.article]
    articles = [one.article for one in seen if one.article] or list(demo_articles())
    found = health(articles, now, Evidence(reviewed={one.article_id: one.at.date() for one in seen}))
    found += [_ailment(one) for one in all_conflicts(articles)]
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.article_id))


def _ailment(conflict: Conflict) -> Ailment:
    return Ailment(conflict.one, conflict.kind, _SEVERITY[conflict.kind], str(conflict), conflict.other)
