"""A process that fills a store with parts of reports: `python -m kg.filler STORE AT_ONCE`.

Each line of its input is one load: the paths of parts, as a JSON list. It says a line when a load is in the store, and ends with
status 0 when all are.

It is a process of its own because a thread cannot take back a priority that it gave up: here RocksDB's compaction, which would write
nearly all of the store anew for every second load, has the lowest, and the process that puts the store in order has its own. Besides,
the memory of loads is free when it ends.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg import isolation, starting
from kg.compaction import store_to_fill
from kg.files import remove_tree

# Every load is a file more in which to look for a statement, until the store is in order; the more reports, the more is looked for.
_MANY_REPORTS = 1000
_MOST_LOADS, _MOST_OF_MANY = 100, 32
_FEWEST_REPORTS, _MOST_REPORTS = 10, 160
_MOST_OF_TWO = 60
# A load is a heap of small pieces all over its memory: in large pages they are found a tenth faster (glibc 2.35 and later).
_TUNABLES, _LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"


@dataclass(frozen=True, slots=True)
class Loads:
    """How a store is filled: so many `reports` in one load, so many loads `at_once`.

    A load holds its statements in memory, some 13 MB a report. Small ones are sorted faster.
    """

    reports: int
    at_once: int

    @classmethod
    def of(cls, reports: int) -> Loads:
        """For a store of so many reports."""
        loads = _MOST_LOADS if reports <= _MANY_REPORTS else _MOST_OF_MANY
        size = min(max(math.ceil(reports / loads), _FEWEST_REPORTS), _MOST_REPORTS)
        return cls(size, 2 if size <= _MOST_OF_TWO else 1)


class Filler:
    """The process, which fills the store at `path`, made where there is none."""

    def __init__(self, path: Path, loads: Loads) -> None:
        tunables = ":".join(filter(None, [os.environ.get(_TUNABLES), _LARGE_PAGES]))
        self._process = starting.program("kg.filler", str(path), str(loads.at_once), environment={_TUNABLES: tunables})

    def load(self, parts: Sequence[Path]) -> None:
        """Have it load these parts; where it has ended, `finish` says so."""
        assert self._process.stdin is not None  # noqa: S101
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps([str(path.absolute()) for path in parts]) + "\n")
            self._process.stdin.flush()

    def finish(self, told: Callable[[], object] = lambda: None) -> bool:
        """Wait until all is loaded and the store is closed; False where something failed. `told` is called for every load."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        for _ in self._process.stdout:
            told()
        return self._process.wait() == 0

    def dismiss(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        with suppress(BrokenPipeError), self._process:  # closes its pipes, and waits
            pass


def fill(path: Path, parts: Sequence[Path], told: Callable[[int, int], object]) -> bool:
    """Fill the store at `path` with these parts; False, and no store, where it fails. `told` hears how many are in, and of how many."""
    loads = Loads.of(len(parts))
    batches = [parts[start : start + loads.reports] for start in range(0, len(parts), loads.reports)]
    done = itertools.accumulate(map(len, batches))
    filler = Filler(path, loads)
    try:
        for batch in batches:
            filler.load(batch)
        is_full = filler.finish(lambda: told(next(done), len(parts)))
    finally:
        filler.dismiss()
    if not is_full and path.exists():
        remove_tree(path)
    return is_full


def main(store: Path, at_once: int) -> None:
    """Load what the lines of the standard input name into `store`."""
    from kg.content import load_own
    from kg.parts import own_of

    isolation.leave_interrupts_to_the_parent()
    isolation.die_with_the_owner()
    filled = store_to_fill(store)

    def load(line: str) -> None:
        load_own(filled, (own_of(Path(path).read_bytes()) for path in json.loads(line)))

    with ThreadPoolExecutor(at_once) as threads:
        for done in [threads.submit(load, line) for line in sys.stdin]:
            done.result()
            sys.stdout.write("loaded\n")
            sys.stdout.flush()
    # Not flushed: the library would wait until most files are in order. What is not in files yet is in the store's log.


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
