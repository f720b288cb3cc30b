"""A report of gaps with all that an installation remembers of earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analytics.gaps import ledger
from analytics.gaps.answering import Answered, Nearest
from analytics.gaps.metric import Metric, learnt
from analytics.gaps.pipeline import Finder
from analytics.gaps.values import Question, Report
from analytics.gaps.vectors import FILE as VECTORS
from analytics.gaps.vectors import Remembered
from configs.progress import Progress
from knowledge_base.articles import Article
from nlu.understanding import Understander


@dataclass(frozen=True)
class Found:
    """A report with what it was made by."""

    report: Report
    understander: Understander
    metric: Metric


@dataclass(frozen=True)
class Search:
    """What gaps are searched with: the model, the articles that answer by now, and the folder `data` that remembers."""

    data: Path
    understander: Understander
    articles: Sequence[Article]

    def report(
        self,
        questions: Sequence[Question],
        since: datetime,
        until: datetime,
        progress: Progress = lambda _task, _done, _total: None,
    ) -> Found:
        """The report over `questions`; what is remembered is brought up to date. Raises ConfigurationError."""
        entries = ledger.read(self.data)
        metric = learnt(self.understander, self.data, progress)
        made, kept = Finder(self.understander, metric, self._answered(metric, progress)).report(questions, entries, since, until)
        ledger.write(self.data, kept)
        return Found(made, self.understander, metric)

    def _answered(self, metric: Metric, progress: Progress) -> Answered:
        remembered = Remembered(self.understander, self.data / VECTORS, progress)
        return Nearest(self.articles, self.understander, metric, remembered.embed)
