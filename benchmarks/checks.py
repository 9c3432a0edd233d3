"""How long the checks take: `python -m benchmarks.checks [--reports 100] [--jobs 2]` over a corpus of made-up reports.

Reading the files is not part of it: what is timed is what a release does (bundle → results) in so many processes, and one draft
(facts → results) in this one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.mutation import IRIS
from ingest.limits import Limits
from ingest.pipeline import extract
from ingest.samples import reports
from ingest.sources import Source
from kg import bundle
from kg.checks.engine import check_facts, check_quads


def check(path: Path, report: str) -> int:
    """The number of results of one bundle."""
    return len(check_quads(report, bundle.load(path)).results)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the seconds; 0 where 100 reports take less than 10 s on two cores and the longest draft less than 1.5 s."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args(arguments)
    held = [extract(Source(path, path.name), Limits()) for path in reports()]
    with TemporaryDirectory() as folder, ProcessPoolExecutor(chosen.jobs, mp_context=get_context("spawn")) as pool:
        paths = [Path(folder) / f"{number}.trig" for number in range(len(held))]
        for path, facts in zip(paths, held, strict=True):
            bundle.write(path, bundle.dump(facts, IRIS))
        work = list(islice(cycle(zip(paths, [IRIS.report(f.info).value for f in held], strict=True)), chosen.reports))
        list(pool.map(check, *zip(*work[: 2 * chosen.jobs], strict=True)))  # the processes are up
        start = perf_counter()
        results = sum(pool.map(check, *zip(*work, strict=True), chunksize=5))
        seconds = perf_counter() - start
    longest = max(held, key=lambda facts: len(facts.observations))
    check_facts(longest, IRIS)
    begin = process_time()
    check_facts(longest, IRIS)
    draft = process_time() - begin
    said = (
        f"{chosen.reports} reports, {results} obligations: {seconds:.1f} s with {chosen.jobs} processes; the longest draft {draft:.2f} s\n"
    )
    sys.stdout.write(said)
    return 0 if seconds * 100 / chosen.reports < 10 and draft < 1.5 else 1


if __name__ == "__main__":
    sys.exit(main())
