"""`python -m tests.benchmarks.search`: how fast, how well and in how much memory each kind of index searches many vectors."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from configs import plugins
from configs.progress import bars
from nlu.understanding import Vector
from retrieval.indexes import Index, Rows
from retrieval.indexes._rows import nearest
from tests.benchmarks import results, search_vectors

EXAMPLES = """\
examples:
  python -m tests.benchmarks.search --passages 10000 100000
  python -m tests.benchmarks.search --passages 1000000 --texts passages.txt --queries questions.txt --kinds hnsw ivfpq
  python -m tests.benchmarks.search --passages 1000000 10000000 --gpu
"""
COUNT = 10
WARM = 50
COLUMNS = ("kind", "rows", "real", "dim", "build s", "MB on disk", "MB private", "MB shared", "p50 ms", "p95 ms")
FURTHER = ("p50 ms, a tenth withdrawn", "queries/s in one batch", f"recall@{COUNT}")
MEGA = 2**20

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Served:
    """What a fresh process measured that opened an index: memory in MB, times in ms, the rows found for each query."""

    private: float
    shared: float
    half: float
    most: float
    withdrawn: float
    rate: float
    found: Rows


def measure(entry: Mapping[str, Any], rows: Path, queries: Vector, exact: Rows, real: int) -> list[str]:
    """A line of the table, as COLUMNS and FURTHER name it."""
    vectors = _mapped(rows)
    started = time.perf_counter()
    index = plugins.build(Index, "retrieval.indexes", entry)
    index.add(vectors)
    file = rows.with_name("vectors.index")
    index.save(file)
    built = time.perf_counter() - started
    chosen = index.entry
    del index
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        served = fresh.submit(serve, chosen, file, rows, queries).result()
    recall = np.mean([len(set(one) & set(other)) / COUNT for one, other in zip(served.found, exact, strict=True)])
    name = entry["name"] if chosen["name"] == entry["name"] else f"{entry['name']}: {chosen['name']}"
    texts = [name, f"{len(vectors):,}", f"{real:,}", str(vectors.shape[1]), f"{built:.0f}"]
    texts += [f"{(file.stat().st_size + rows.stat().st_size) / MEGA:,.0f}", f"{served.private:,.0f}", f"{served.shared:,.0f}"]
    return [*texts, f"{served.half:.2f}", f"{served.most:.2f}", f"{served.withdrawn:.2f}", f"{served.rate:,.0f}", f"{recall:.3f}"]


def serve(entry: Mapping[str, Any], file: Path, rows: Path, queries: Vector) -> Served:
    """Open an index as a worker does, and search for one query after the other, on one thread."""
    before = _memory()
    index = plugins.build(Index, "retrieval.indexes", entry)
    index.load(file, _mapped(rows))
    for query in queries[:WARM]:
        index.search(query[None], COUNT)
    times, found = _timed(lambda query: index.search(query[None], COUNT)[1][0], queries)
    after = _memory()
    without = np.random.default_rng(0).random(index.size) < 0.1
    withdrawn, _ = _timed(lambda query: index.search(query[None], COUNT, without)[1][0], queries[: len(queries) // 4])
    started = time.perf_counter()
    index.search(queries, COUNT)
    rate = len(queries) / (time.perf_counter() - started)
    private, shared = (now - then for now, then in zip(after, before, strict=True))
    half, most = np.percentile(times, [50, 95])
    return Served(private, shared, float(half), float(most), float(np.median(withdrawn)), rate, np.stack(found))


def _timed(search: Callable[[Vector], Rows], queries: Vector) -> tuple[list[float], list[Rows]]:
    times, found = [], []
    for query in queries:
        started = time.perf_counter()
        found.append(search(query))
        times.append((time.perf_counter() - started) * 1000)
    return times, found


def _memory() -> tuple[float, float]:
    """MB of this process that are its own, and that are pages of files."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    sizes = {name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines) if "Rss" in name}
    return sizes["RssAnon"], sizes["RssFile"]


def _mapped(file: Path) -> Vector:
    vectors: Vector = np.load(file, mmap_mode="r").view(np.ndarray)
    return vectors


def _exact(rows: Path, queries: Vector, progress: Progress) -> Rows:
    vectors, found = _mapped(rows), []
    for start in range(0, len(queries), 50):
        found.append(nearest(vectors, queries[start : start + 50], COUNT)[1])
        progress(f"comparing {len(vectors):,}", min(start + 50, len(queries)), len(queries))
    return np.concatenate(found)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.search",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000], metavar="N", help="rows (%(default)s)")
    kinds = plugins.names("retrieval.indexes")
    found.add_argument("--kinds", nargs="+", choices=kinds, default=kinds, metavar="KIND", help=f"of {', '.join(kinds)} (all)")
    found.add_argument("--texts", type=Path, metavar="FILE", help="what is indexed, line by line (the project's own sentences)")
    found.add_argument("--queries", type=Path, metavar="FILE", help="what is asked, line by line (its sentences for tests)")
    found.add_argument("--asked", type=int, default=1_000, metavar="N", help="of the queries (default: %(default)s)")
    found.add_argument("--data", type=Path, default=Path("data"), help="the folder with the model (default: %(default)s)")
    found.add_argument("--folder", type=Path, metavar="DIR", help="where files are made (default: a temporary folder)")
    found.add_argument("--gpu", action="store_true", help="the exact index only, on the GPU that faiss-gpu sees")
    found.add_argument("--write", action="store_true", help="keep the table in RESULTS.md")
    return found


def main() -> int:
    """Measure and print; 2 where a GPU was asked for that is not there."""
    options = parser().parse_args()
    if options.gpu and not _gpus():
        print("faiss sees no GPU; install the extra `gpu` in place of `cpu` on a machine that has one", file=sys.stderr)
        return 2
    lines = []
    with bars() as progress, tempfile.TemporaryDirectory(dir=options.folder) as folder:
        real = _vectors(options.texts, options.data, progress, "train")
        asked = np.asarray(_vectors(options.queries, options.data, progress, "test")[: options.asked], dtype=np.float32)
        asked /= np.linalg.norm(asked, axis=1, keepdims=True)
        for count in options.passages:
            rows = Path(folder) / "rows.npy"
            known = search_vectors.grown(real, count, rows, progress)
            exact = _exact(rows, asked, progress)
            for number, kind in enumerate(["flat"] if options.gpu else options.kinds, 1):
                lines.append(measure({"name": kind}, rows, asked, exact, known))
                progress(f"measuring {count:,}", number, len(options.kinds))
    _show(lines)
    if options.write:
        results.write("Search among many vectors", _markdown(lines))
    return 0


def _vectors(file: Path | None, data: Path, progress: Progress, part: Any) -> Vector:
    return search_vectors.of_lines(file, data, progress) if file else search_vectors.own(part, data, progress)


def _gpus() -> int:
    import faiss

    return int(faiss.get_num_gpus())


def _show(lines: list[list[str]]) -> None:
    table = Table(*COLUMNS, *FURTHER)
    for line in lines:
        table.add_row(*line)
    Console(width=200).print(table)


def _markdown(lines: list[list[str]]) -> str:
    head = [*COLUMNS, *FURTHER]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *lines])


if __name__ == "__main__":
    sys.exit(main())
