"""Read damaged files for a while: `python -m tests.fuzz --minutes 10 --format docx`. Finds are kept in tests/fuzz/finds."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from random import Random
from time import monotonic

from tests.fuzz.mutations import mutated
from tests.fuzz.reading import Reader
from tests.fuzz.seeds import FORMATS, name, seed

FINDS = Path(__file__).parent / "finds"


def main() -> None:
    """Print what was found; exit status 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="for each format")
    parser.add_argument("--format", action="append", choices=FORMATS, help="several times for several; default: all")
    parser.add_argument("--seed", type=int, default=0, help="another number gives other files")
    args = parser.parse_args()
    raise SystemExit(1 if sum(run(kind, args.minutes, args.seed) for kind in args.format or FORMATS) else 0)


def run(kind: str, minutes: float, start: int) -> int:
    """Read mutations of one format for some minutes; how many kinds of faults were found."""
    reader, until, number, faults = Reader(), monotonic() + minutes * 60, start, set[str]()
    while monotonic() < until and seed(kind):
        data = mutated(seed(kind), Random(f"{kind} {number}"))  # noqa: S311  the same file for the same number
        fault = reader.fault(data, name(kind))
        number += 1
        if fault and fault not in faults:
            faults.add(fault)
            FINDS.mkdir(exist_ok=True)
            kept = FINDS / f"{hashlib.sha256(data).hexdigest()[:12]}-{name(kind)}"
            kept.write_bytes(data)
            print(f"{kind} {number - 1}: {fault}: {kept.name}", flush=True)  # noqa: T201
    reader.close()
    print(f"{kind}: {number - start} files, {len(faults)} faults", flush=True)  # noqa: T201
    return len(faults)


if __name__ == "__main__":
    main()
