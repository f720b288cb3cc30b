"""An index as files: JSON and plain NumPy arrays, never anything that could run code; what grows with the base is mapped."""

import io
from collections.abc import Mapping, Sequence
from functools import partial
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
from nlu.understanding import Vector
from retrieval.errors import RetrievalError
from retrieval.evidence import Evidence, Layout
from retrieval.indexes import Index
from retrieval.lexical import Lexical
from retrieval.manifest import Content, Manifest
from retrieval.prototypes import Prototypes
from retrieval.ranking import Ranking

ARTICLES, LEXICAL, RANKING = "articles.json", "lexical.npz", "ranking.json"
ROWS, INDEX, PROTOTYPES = "rows.npy", "vectors.index", "prototypes.npy"

Arrays = Mapping[str, NDArray[np.generic]]


def packed(articles: Sequence[Article], evidence: Evidence, ranking: Ranking) -> dict[str, Content]:
    """The files of an index by name, for `manifest.publish`; the same index gives the same bytes.

    The vectors are there once, as an array that every kind of index refers to.
    """
    learned = evidence.learned
    lexical = {f"{language}.{name}": array for language, one in evidence.lexical.items() for name, array in one.arrays().items()}
    return {
        ARTICLES: JsonWriter().content(articles).encode(),
        ROWS: partial(_save, evidence.vectors),
        PROTOTYPES: partial(_save, np.column_stack([learned.vectors, learned.offsets])),
        LEXICAL: _zipped(lexical),
        INDEX: evidence.index.save,
        RANKING: TypeAdapter(Ranking).dump_json(ranking, indent=2),
    }


def unpacked(place: Path, manifest: Manifest, files: Mapping[str, Path]) -> tuple[tuple[Article, ...], Evidence, Ranking]:
    """What `packed` was given, out of `files` in the folder `place`; their large arrays stay on disk and are shared by workers.

    Raises RetrievalError when the files are whole and yet do not fit together, as after a change of this program.
    """
    try:
        articles = held(files)
        lexical, prototypes, rows = _unzipped(files[LEXICAL]), _mapped(files[PROTOTYPES]), _mapped(files[ROWS])
        index = plugins.build(Index, "retrieval.indexes", manifest.index)
        index.load(files[INDEX], rows)
        evidence = Evidence(
            Layout.of(articles),
            rows,
            index,
            {language: Lexical.from_arrays(_part(lexical, language)) for language in LANGUAGES},
            Prototypes(prototypes[:, :-1], prototypes[:, -1]),
        )
        ranked = ranking(place, files)
    except (KeyError, ValueError, BadZipFile, ValidationError):
        raise _other_program(place) from None
    sizes = {len(evidence.layout.texts), len(rows), index.size}
    if len(articles) != manifest.articles or len(sizes) > 1 or index.dimension != manifest.dimension:
        raise _other_program(place)
    return articles, evidence, ranked


def ranking(place: Path, files: Mapping[str, Path]) -> Ranking:
    """The ranking alone, out of the `files` of an index in `place`; raises RetrievalError as `unpacked` does."""
    try:
        return TypeAdapter(Ranking).validate_json(files[RANKING].read_bytes())
    except (KeyError, ValidationError):
        raise _other_program(place) from None


def held(files: Mapping[str, Path]) -> tuple[Article, ...]:
    """The articles among `files`."""
    parsed = JsonReader().parse(files[ARTICLES].read_bytes(), files[ARTICLES])
    return tuple(one.article for one in parsed if isinstance(one, Found))


def _other_program(place: Path) -> RetrievalError:
    return RetrievalError(f"{place} was written by another version of this program; run `python -m retrieval build`")


def _save(array: NDArray[np.float32], file: Path) -> None:
    np.save(file, array, allow_pickle=False)


def _mapped(file: Path) -> Vector:
    # A plain view of the mapping, since an instance of np.memmap is made anew by every operation.
    array: Vector = np.load(file, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    if array.ndim != 2 or array.dtype != np.float32:
        raise ValueError(file)
    return array


def _zipped(arrays: Arrays) -> bytes:
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    return content.getvalue()


def _unzipped(file: Path) -> dict[str, NDArray[np.generic]]:
    with np.load(file, allow_pickle=False) as arrays:
        return dict(arrays)


def _part(arrays: Arrays, prefix: str) -> dict[str, NDArray[np.generic]]:
    return {name.removeprefix(f"{prefix}."): array for name, array in arrays.items() if name.startswith(f"{prefix}.")}
