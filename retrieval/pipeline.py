"""From articles to an index folder, and from there to a searcher."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from configs import plugins
from configs.progress import Progress
from knowledge_base.articles import Article
from knowledge_base.stores import version_of
from nlu import sentences
from nlu.understanding import Understander, Vector
from retrieval import files, manifest
from retrieval.errors import RetrievalError
from retrieval.evidence import Evidence, Layout
from retrieval.indexes import Index
from retrieval.manifest import Manifest
from retrieval.ranking import learn
from retrieval.searcher import Searcher

FOLDER = "index"  # in the installation's folder
AUTO: Mapping[str, Any] = {"name": "auto"}
_BATCH = 64


def build(
    articles: Sequence[Article],
    understander: Understander,
    folder: Path,
    entry: Mapping[str, Any] = AUTO,
    progress: Progress = lambda _task, _done, _total: None,
) -> Manifest:
    """Index `articles` with the vectors of `understander` and publish the index in `folder`; `entry` names the index plug-in.

    Raises ConfigurationError for an entry that no index plug-in takes, RetrievalError when there is no article.
    """
    if not articles:
        raise RetrievalError("there are no articles to index; run `python -m knowledge_base import`")
    strangers = negatives()
    texts = [*Layout.of(articles).texts, *(text for group in strangers.values() for text in group)]
    vectors = _embedded(texts, understander, progress)

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


def load(folder: Path, understander: Understander) -> Searcher:
    """The index that is published in `folder`.

    Raises RetrievalError when it is missing, damaged, or was built with another encoder than that of `understander`.
    """
    place, made, contents = manifest.read(folder)
    if made.encoder != understander.model:
        raise RetrievalError(
            f"{folder} belongs to the model {made.encoder}, not to {understander.model}; run `python -m retrieval build`"
        )
    articles, evidence, ranking = files.unpacked(place, made, contents)
    return Searcher(articles, evidence, ranking, made.version)


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


def _embedded(texts: Sequence[str], understander: Understander, progress: Progress) -> dict[str, Vector]:
    # Texts of like length together, which costs the encoder least.
    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    vectors: dict[str, Vector] = {}
    for start in range(0, len(distinct), _BATCH):
        batch = distinct[start : start + _BATCH]
        vectors.update(zip(batch, understander.embed(batch), strict=True))
        progress("reading the articles", start + len(batch), len(distinct))
    return vectors
