"""Reading on a Ray cluster of two nodes with a core each, against one process here: `python -m benchmarks.cluster --reports 60`.

Both read the same made-up reports (`benchmarks.corpus`) to bundles, checks and parts; a few are read beforehand, so that no start
counts. Each node is held to a core of its own (Linux), which it shares with what Ray itself runs and with this process, as it would on
a machine with one core. The two turns alternate, and the best of each is kept: on a shared machine the others only say how busy it was.
Both nodes are on this machine, so two processors must be free, and the network between machines is not measured.

The processor time a report, of all processes of each way, says what Ray costs also where the machine is busy: `at most` is the ratio
that two free cores would give. Exit status 1: the bytes differ, or the ratio is below `--least` (nothing is asked by default).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.corpus import write
from ingest.engines import Engine, engine
from ingest.limits import Limits
from ingest.loading import extractor
from ingest.sources import Source, find_files
from ingest.workers import Order, Run, read_all, run_all
from kg.iris import DEFAULT_BASE

WARM = 6
_NODES = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One way through all reports: reports a second, seconds of processor time a report, the hash of all that came of them."""

    rate: float
    cost: float
    digest: str


def turn(sources: Sequence[Source], order: Order, run: Run) -> Turn:
    """Read all, and measure after the first few."""
    digest, start, used = hashlib.sha256(), 0.0, 0.0
    for number, read in enumerate(read_all(sources, order, 1, run), 1):
        digest.update((read.bundle or b"") + read.checked + read.part)
        if number == WARM:
            start, used = perf_counter(), processor()
        if number == len(sources):  # the processes are still there, and what they used can be read
            count = number - WARM
            return Turn(count / (perf_counter() - start), (processor() - used) / count, digest.hexdigest())
    raise ValueError(f"fewer than {WARM} reports")


def processor() -> float:
    """Seconds of processor time of this process, of all below it, and of those of them that have ended."""
    ticks, below = 0, [os.getpid()]
    while below:
        process = Path(f"/proc/{below.pop()}")
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            below += [int(child) for task in (process / "task").iterdir() for child in (task / "children").read_text().split()]
        except OSError:  # it has just ended
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(there: Engine, sources: Sequence[Source], turns: int) -> float:
    """Print each turn, and return the ratio of the best rates."""
    order, best, cost = Order(DEFAULT_BASE, extractor(), Limits()), {"--jobs 1": 0.0, "cluster": 0.0}, {"--jobs 1": 1e9, "cluster": 1e9}
    runs: dict[str, Run] = {"--jobs 1": run_all, "cluster": there.run}
    for _ in range(turns):
        hashes = set()
        for name, run in runs.items():
            found = turn(sources, order, run)
            hashes.add(found.digest)
            best[name], cost[name] = max(best[name], found.rate), min(cost[name], found.cost)
            print(f"{name:<8} {found.rate:6.2f} reports/s, {1000 * found.cost:.0f} ms of processor time a report", flush=True)
        if len(hashes) != 1:
            sys.exit("the bytes differ")
    ratio, most = best["cluster"] / best["--jobs 1"], _NODES * cost["--jobs 1"] / cost["cluster"]
    print(f"two nodes: {ratio:.2f} times the rate of --jobs 1, the same bytes; at most {most:.2f} by processor time", end="; ")
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    return ratio


@contextmanager
def held_to(core: int) -> Iterator[None]:
    """Processes started in the block run on that core alone, where the system can do it and has it."""
    cores = os.sched_getaffinity(0) if sys.platform == "linux" else set[int]()
    if len(cores) >= _NODES:
        os.sched_setaffinity(0, {sorted(cores)[core]})
    try:
        yield
    finally:
        if cores:
            os.sched_setaffinity(0, cores)


def main() -> None:
    """Start the cluster, measure, end it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--least", type=float, default=0.0)
    chosen = parser.parse_args()
    os.environ |= {"RAY_usage_stats_enabled": "0", "RAY_worker_niceness": "0"}
    cluster_utils: Any = import_module("ray.cluster_utils")  # after the environment it reads
    node = {"num_cpus": 1, "object_store_memory": 200 << 20, "include_dashboard": False}
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch), chosen.reports)
        with held_to(0):
            cluster = cluster_utils.Cluster(initialize_head=True, head_node_args=node)
        try:
            with held_to(1):
                cluster.add_node(**node)
            with engine(f"ray://{cluster.address}") as there:
                ratio = measure(there, find_files([Path(scratch) / "reports"]), chosen.turns)
        finally:
            cluster.shutdown()
    sys.exit(ratio < chosen.least)


if __name__ == "__main__":
    main()
