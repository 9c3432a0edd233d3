"""The order of a store's files (compaction): made once, when the store is filled, and not again and again meanwhile.

RocksDB writes nearly all of a store anew for every second load, if it may. Put in order at the end, a store answers in two thirds of
the time.
"""

from __future__ import annotations

import gc
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from pyoxigraph import Store

from kg.files import remove_tree

_THREAD = "rocksdb:low"  # what the library calls its threads for this work
_NICER = 5
_LEAST = 19


def store_to_fill(path: Path) -> Store:
    """The store at `path`, made where there is none; its compaction waits for all other work of this process.

    On systems other than Linux, where a thread has no priority of its own, it does not wait.
    """
    store = Store(str(path))
    if sys.platform == "linux":
        nice = min(os.getpriority(os.PRIO_PROCESS, 0) + _NICER, _LEAST)
        for task in Path("/proc/self/task").iterdir():
            if (task / "comm").read_text(encoding="utf-8").strip() == _THREAD:
                os.setpriority(os.PRIO_PROCESS, int(task.name), nice)
    return store


class Ordering:
    """A store that is filled, then put in order while others read it; as a context manager, which ends with the store closed, in order.

    What others read at `place` are links to the files as they were filled: these give way to those in order.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._beside = place.with_name(f"{place.name}-filling")

    def __enter__(self) -> Ordering:
        if self._place.exists():
            self._place.rename(self._beside)
        self.store = store_to_fill(self._beside)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="juesuan-compaction")
        return self

    def begin(self) -> None:
        """Begin to put in order what the store holds; a little more may still come."""
        self._done = self._thread.submit(self.store.optimize)

    def show(self) -> None:
        """Let others read what the store holds."""
        self.store.flush()
        self.store.backup(str(self._place))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown()
        del self.store
        gc.collect()
        if error is None:
            self._done.result()
            remove_tree(self._place)
            self._beside.rename(self._place)
