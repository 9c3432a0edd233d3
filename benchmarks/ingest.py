"""What ingest costs: seconds of processor time a report and peak memory. `python -m benchmarks.ingest [PATH…] [--copies N]`.

Every report is read `--copies` times in this one process, without the release. Beside it stands the baseline of the same run: reading
the bytes and splitting the text into paragraphs and grids alone.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from ingest import samples
from ingest.formats import read_document
from ingest.pipeline import extract
from ingest.sources import Source, find_files
from kg import bundle
from kg.iris import Iris


def measured(sources: Sequence[Source], copies: int, work: Callable[[Source], object]) -> float:
    """Seconds of processor time a report."""
    start = process_time()
    for source in list(sources) * copies:
        work(source)
    return (process_time() - start) / (len(sources) * copies)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[samples.folder()])
    parser.add_argument("--copies", type=int, default=3)
    args = parser.parse_args()
    sources, iris = find_files(args.paths), Iris()
    extract(sources[0])  # forms and code lists are loaded once
    bare = measured(sources, args.copies, lambda s: read_document(s.path.read_bytes(), s.relative))
    facts = measured(sources, args.copies, extract)
    whole = measured(sources, args.copies, lambda s: bundle.dump(extract(s), iris))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(sources)} reports, {args.copies} times each; peak memory {peak:.0f} MiB")
    for name, seconds in (("text to grids", bare), ("file to facts", facts), ("file to bundle", whole)):
        print(f"{name:15} {seconds * 1000:7.1f} ms a report   {seconds / bare:5.1f} times the baseline")


if __name__ == "__main__":
    main()
