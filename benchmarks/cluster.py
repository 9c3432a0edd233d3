"""Reading on a Ray cluster of two nodes with a processor each, against one process here: `python -m benchmarks.cluster --reports 40`.

Both read the same made-up reports (`benchmarks.corpus`) to bundles, checks and parts; a few are read beforehand, so that no start
counts. The two turns alternate, and the best of each is kept: on a shared machine the others only say how busy it was. Both nodes are
on this machine, so two processors must be free, and the network between machines is not measured.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
from collections.abc import Sequence
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

WARM = 4


def rate(sources: Sequence[Source], order: Order, run: Run) -> tuple[float, str]:
    """Reports a second after the first few, and the hash of all that came of them."""
    digest = hashlib.sha256()
    start = 0.0
    for number, read in enumerate(read_all(sources, order, 1, run)):
        digest.update((read.bundle or b"") + read.checked + read.part)
        if number == WARM - 1:
            start = perf_counter()
    return (len(sources) - WARM) / (perf_counter() - start), digest.hexdigest()


def measure(there: Engine, sources: Sequence[Source], turns: int) -> None:
    """Print the rates of each turn, and the ratio of the best."""
    order = Order(DEFAULT_BASE, extractor(), Limits())
    best = {"local": 0.0, "cluster": 0.0}
    runs: dict[str, Run] = {"local": run_all, "cluster": there.run}
    for _ in range(turns):
        hashes = set()
        for name, run in runs.items():
            found, digest = rate(sources, order, run)
            hashes.add(digest)
            best[name] = max(best[name], found)
            print(f"{name:<8} {found:6.2f} reports/s")
        assert len(hashes) == 1, "the bytes differ"  # noqa: S101
    print(f"two nodes: {best['cluster'] / best['local']:.2f} times the rate of --jobs 1; load of the machine {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Start the cluster, measure, end it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--turns", type=int, default=3)
    chosen = parser.parse_args()
    os.environ |= {"RAY_usage_stats_enabled": "0", "RAY_worker_niceness": "0"}
    cluster_utils: Any = import_module("ray.cluster_utils")  # after the environment it reads
    node = {"num_cpus": 1, "object_store_memory": 200 << 20, "include_dashboard": False}
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch), chosen.reports)
        cluster = cluster_utils.Cluster(initialize_head=True, head_node_args=node)
        try:
            cluster.add_node(**node)
            with engine(f"ray://{cluster.address}") as there:
                measure(there, find_files([Path(scratch) / "reports"]), chosen.turns)
        finally:
            cluster.shutdown()


if __name__ == "__main__":
    main()
