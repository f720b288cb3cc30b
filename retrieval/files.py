"""An index as files: JSON and plain NumPy arrays, never anything that could run code."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from configs import plugins
from knowledge_base.articles import LANGUAGES, Article
from knowledge_base.readers.json import JsonReader
from knowledge_base.report import Found
from knowledge_base.writers.json import JsonWriter
from retrieval.errors import RetrievalError
from retrieval.evidence import Evidence, Layout
from retrieval.indexes import Index
from retrieval.lexical import Lexical
from retrieval.manifest import Manifest
from retrieval.prototypes import Prototypes
from retrieval.ranking import Ranking

ARTICLES, DENSE, LEXICAL, INDEX, RANKING = "articles.json", "dense.npz", "lexical.npz", "vectors.index", "ranking.json"

Arrays = Mapping[str, NDArray[np.generic]]


def packed(articles: Sequence[Article], evidence: Evidence, ranking: Ranking) -> dict[str, bytes]:
    """The files of an index by name; the same index gives the same bytes."""
    learned = evidence.learned
    lexical = {f"{language}.{name}": array for language, one in evidence.lexical.items() for name, array in one.arrays().items()}
    return {
        ARTICLES: JsonWriter().content(articles).encode(),
        DENSE: _zipped({"rows": evidence.vectors, "prototypes": learned.vectors, "offsets": learned.offsets}),
        LEXICAL: _zipped(lexical),
        INDEX: _saved(evidence.index),
        RANKING: TypeAdapter(Ranking).dump_json(ranking, indent=2),
    }


def unpacked(place: Path, manifest: Manifest, files: Mapping[str, bytes]) -> tuple[tuple[Article, ...], Evidence, Ranking]:
    """What `packed` was given, out of `files`; the index plug-in opens its own file in the folder `place`.

    Raises RetrievalError when the files are whole and yet do not fit together, as after a change of this program.
    """
    try:
        articles = tuple(one.article for one in JsonReader().parse(files[ARTICLES], place / ARTICLES) if isinstance(one, Found))
        dense, lexical = _unzipped(files[DENSE]), _unzipped(files[LEXICAL])
        index = plugins.build(Index, "retrieval.indexes", manifest.index)
        index.load(place / INDEX)
        evidence = Evidence(
            Layout.of(articles),
            dense["rows"].astype(np.float32),
            index,
            {language: Lexical.from_arrays(_part(lexical, language)) for language in LANGUAGES},
            Prototypes(dense["prototypes"].astype(np.float32), dense["offsets"].astype(np.float32)),
        )
        ranked = ranking(place, files)
    except (KeyError, ValueError, BadZipFile, ValidationError):
        raise _other_program(place) from None
    sizes = {len(evidence.layout.texts), len(evidence.vectors), index.size}
    if len(articles) != manifest.articles or len(sizes) > 1 or index.dimension != manifest.dimension:
        raise _other_program(place)
    return articles, evidence, ranked


def ranking(place: Path, files: Mapping[str, bytes]) -> Ranking:
    """The ranking alone, out of the `files` of an index in `place`; raises RetrievalError as `unpacked` does."""
    try:
        return TypeAdapter(Ranking).validate_json(files[RANKING])
    except (KeyError, ValidationError):
        raise _other_program(place) from None


def _other_program(place: Path) -> RetrievalError:
    return RetrievalError(f"{place} was written by another version of this program; run `python -m retrieval build`")


def _zipped(arrays: Arrays) -> bytes:
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    return content.getvalue()


def _unzipped(content: bytes) -> dict[str, NDArray[np.generic]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def _part(arrays: Arrays, prefix: str) -> dict[str, NDArray[np.generic]]:
    return {name.removeprefix(f"{prefix}."): array for name, array in arrays.items() if name.startswith(f"{prefix}.")}


def _saved(index: Index) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / INDEX
        index.save(file)
        return file.read_bytes()
