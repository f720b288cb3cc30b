"""From articles to an index folder, and from there to a searcher."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from configs import plugins
from configs.progress import Progress
from configs.settings import RetrievalSettings
from knowledge_base.articles import LANGUAGES, Article, version_of
from nlu import sentences
from nlu.understanding import Understander, Vector
from retrieval import dial, files, manifest
from retrieval.calibration import Points
from retrieval.errors import RetrievalError
from retrieval.evidence import Evidence, Layout
from retrieval.indexes import Index
from retrieval.manifest import Manifest
from retrieval.ranking import held_back, learn
from retrieval.searcher import Searcher
from retrieval.segments import Segment

FOLDER = "index"  # in the installation's folder
AUTO: Mapping[str, Any] = {"name": "auto"}
NOTHING: Mapping[str, Vector] = {}
_BATCH = 64


def build(
    articles: Sequence[Article],
    understander: Understander,
    folder: Path,
    entry: Mapping[str, Any] = AUTO,
    progress: Progress = lambda _task, _done, _total: None,
    known: Mapping[str, Vector] = NOTHING,
) -> Manifest:
    """Index `articles` with the vectors of `understander` and publish the index in `folder`; `entry` names the index plug-in.

    Texts that are `known` by their vectors are not read again.

    Raises ConfigurationError for an entry that no index plug-in takes, RetrievalError when there is no article.
    """
    if not articles:
        raise RetrievalError("there are no articles to index; run `python -m knowledge_base import`")
    strangers = negatives()
    held = [text for language in LANGUAGES for text, _ in held_back(articles, language)]
    texts = [*Layout.of(articles).texts, *held, *(text for group in strangers.values() for text in group)]
    vectors = {**known, **embedded([text for text in texts if text not in known], understander, progress)}

    def new_index() -> Index:
        return plugins.build(Index, "retrieval.indexes", entry)

    evidence = Evidence.of(articles, vectors, new_index())
    ranking = learn(articles, evidence, vectors, strangers, new_index, lambda done, total: progress("learning", done, total))
    made = Manifest(
        encoder=understander.model,
        dimension=evidence.index.dimension,
        base=version_of(articles),
        articles=len(articles),
        configured=dict(entry),
        index=dict(evidence.index.entry),
    )
    return manifest.publish(folder, made, files.packed(articles, evidence, ranking))


def load(folder: Path, understander: Understander, configured: RetrievalSettings | None = None) -> Searcher:
    """The index that is published in `folder`; its answers carry the thresholds that are `configured`.

    Raises RetrievalError when it is missing, damaged, or was built with another encoder than that of `understander`.
    """
    place, made, contents = manifest.read(folder)
    if made.encoder != understander.model:
        raise RetrievalError(
            f"{folder} belongs to the model {made.encoder}, not to {understander.model}; run `python -m retrieval build`"
        )
    articles, evidence, ranking = files.unpacked(place, made, contents)
    least = dial.thresholds(ranking.points, configured) if configured else {}
    return Searcher((Segment.of(articles, evidence),), ranking, made.version, thresholds=least)


def vectors(folder: Path, understander: Understander) -> dict[str, Vector]:
    """The vectors of the texts in the index in `folder`, by text; none where it is of no use to this `understander`."""
    try:
        evidence = load(folder, understander).segments[0].evidence
    except RetrievalError:
        return {}
    return dict(zip(evidence.layout.texts, evidence.vectors, strict=True))


def points(folder: Path) -> tuple[str, Mapping[str, Points]]:
    """The version of the index in `folder`, and by language the points that a precision is set by; raises RetrievalError."""
    _, made, contents = manifest.read(folder)
    return made.version, files.ranking(folder, contents).points


def behind(folder: Path, articles: Sequence[Article], model: str) -> int | None:
    """How many of `articles` the index in `folder` does not hold as they are, or holds and should not.

    None when it is missing, damaged, or of another encoder than that of `model`.
    """
    try:
        _, made, contents = manifest.read(folder)
    except RetrievalError:
        return None
    if made.encoder != model:
        return None
    held = {(one.id, one.version) for one in files.held(contents)}
    return len({name for name, _ in held ^ {(one.id, one.version) for one in articles}})


def up_to_date(folder: Path, articles: Sequence[Article], model: str, entry: Mapping[str, Any] | None = None) -> bool:
    """Whether the index in `folder` is whole and holds just these `articles`, as the encoder of this `model` sees them.

    With `entry`, it must also be of that index plug-in with those settings.
    """
    try:
        _, made, _ = manifest.read(folder)
    except RetrievalError:
        return False
    if entry is not None and made.configured != dict(entry):
        return False
    return made.encoder == model and made.base == version_of(articles)


@cache
def negatives() -> Mapping[str, Sequence[str]]:
    """Sentences that no shop's articles answer, by language: the out-of-scope part of the training sentences."""
    found: dict[str, list[str]] = {}
    for sentence in sentences.read("train"):
        if sentence.intent == sentences.OUT_OF_SCOPE:
            found.setdefault(sentence.language, []).append(sentence.text)
    return found


def embedded(
    texts: Iterable[str], understander: Understander, progress: Progress = lambda _task, _done, _total: None
) -> dict[str, Vector]:
    """The vectors of `texts`; those of like length are read together, which costs the encoder least."""
    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    vectors: dict[str, Vector] = {}
    for start in range(0, len(distinct), _BATCH):
        batch = distinct[start : start + _BATCH]
        vectors.update(zip(batch, understander.embed(batch), strict=True))
        progress("reading the articles", start + len(batch), len(distinct))
    return vectors
