"""Loading a corpus end to end: `python -m benchmarks.load --reports 100 300 1000`.

For each size the made-up reports of `benchmarks.corpus` go through `juesuan ingest --no-vectors` into an empty folder. The baseline is
what pyoxigraph's `bulk_load` takes for the same N-Quads, right afterwards on the same machine. Printed are reports a second, the ratio
of the two rates by the clock and by processor time, the processor time of each step, the most memory of all processes together (PSS), and
the slope of the logarithms of time over reports (1.0: linear). Most of the store is filled while files are read, and is in order after
all other steps: what these add up to is not the whole.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import forkserver
from pathlib import Path
from time import perf_counter

from pyoxigraph import RdfFormat, Store

from benchmarks.corpus import write
from benchmarks.together import Together
from ingest.limits import Limits
from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import release
from kg.builders import Builder
from kg.content import Filling
from kg.folder import DataFolder
from search_app.builders import builders

# Without a main module that every child process would import again: that of `juesuan` imports next to nothing.
_COMMAND = (sys.executable, "-c", "from benchmarks.load import main; main()")


@dataclass
class Figures:
    """One run: seconds by the clock and of processor time by step, statements, and the most MiB of all processes together."""

    reports: int
    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    quads: int = 0
    memory: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what the block does, in this process and in those it waits for."""
        wall, cpu = perf_counter(), processor()
        yield
        self.wall[name] = perf_counter() - wall
        self.cpu[name] = processor() - cpu

    @property
    def ratio(self) -> float:
        """The rate of the whole over the rate of bulk_load."""
        return self.wall["bulk_load"] / self.wall["all"]


def processor() -> float:
    """Seconds of processor time so far, of this process and of all that have ended below it."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(reports: int, jobs: int, scratch: Path) -> Figures:
    """Load that many reports into a folder below `scratch`, and the same statements by bulk_load."""
    write(scratch, reports)
    figures, folder = Figures(reports), DataFolder(scratch / "data")
    parts, memory = builders(), Together()
    with figures.step("all"), memory.watched(), _measured(figures, parts):
        done = load(folder, find_files([scratch / "reports"]), Plan(jobs, limits=Limits(), builders=parts))
        _await_readers()
    assert done.reports == reports, [outcome.error for outcome in done.outcomes if outcome.error]  # noqa: S101
    with release.current(folder) as made:
        made.open_store().dump(str(scratch / "all.nq"), RdfFormat.N_QUADS)
    figures.memory = memory.most
    with figures.step("bulk_load"):
        store = Store(str(scratch / "bulk"))
        store.bulk_load(path=str(scratch / "all.nq"), format=RdfFormat.N_QUADS)
        store.flush()
    figures.quads = len(store)
    return figures


@contextmanager
def _measured(figures: Figures, builders: Sequence[Builder]) -> Iterator[None]:
    """Measure the end of the store, and each builder, while the block runs. Other work goes on beside these, so they overlap."""
    measured = [("store", Filling, "fill"), *((builder.name, type(builder), "build") for builder in builders)]
    originals = [(kind, method, getattr(kind, method)) for _, kind, method in measured]
    for name, kind, method in measured:
        setattr(kind, method, _timed(figures, name, getattr(kind, method)))
    try:
        yield
    finally:
        for kind, method, original in originals:
            setattr(kind, method, original)


def _timed(figures: Figures, name: str, original: Callable[..., None]) -> Callable[..., None]:
    def timed(*arguments: object) -> None:
        with figures.step(name):
            original(*arguments)

    return timed


def _await_readers() -> None:
    """End the process that readers are forked from: what they used counts for their ancestors once each has been waited for."""
    server = getattr(forkserver, "_forkserver")  # noqa: B009  the library has no public way
    server._stop()


def main() -> None:
    """Print the figures of every size, each measured in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        return show(run(chosen.reports[0], chosen.jobs, chosen.one))
    seconds = []
    for reports in chosen.reports:
        with tempfile.TemporaryDirectory() as scratch:
            command = [*_COMMAND, "--reports", str(reports), "--jobs", str(chosen.jobs), "--one", scratch]
            printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
        sys.stdout.write(printed)
        seconds.append(float(printed.rsplit("cpu ", 1)[1]))
    slopes = (
        math.log(b / a) / math.log(n / m)
        for (m, a), (n, b) in zip(
            zip(chosen.reports, seconds, strict=True), list(zip(chosen.reports, seconds, strict=True))[1:], strict=False
        )
    )
    sys.stdout.write("slope of processor time: " + ", ".join(f"{slope:.2f}" for slope in slopes) + "\n")
    return None


def show(figures: Figures) -> None:
    """Print one run; its last word is the processor time of the whole, in seconds."""
    rate = figures.reports / figures.wall["all"]
    say = sys.stdout.write
    say(f"{figures.reports} reports, {figures.quads} statements, {figures.memory} MiB: ")
    by_processor = figures.cpu["bulk_load"] / figures.cpu["all"]
    say(f"{rate:.1f} reports/s, {figures.ratio:.2f} of bulk_load, {by_processor:.2f} by processor time\n")
    for name, seconds in figures.cpu.items():
        say(f"  {name:<14} {1000 * seconds / figures.reports:7.1f} ms of processor time a report\n")
    say(f"  cpu {figures.cpu['all']:.1f}\n")


if __name__ == "__main__":
    main()
