"""A store begun while reports are still being read, so that filling it, the longest step of a release, runs beside the reading.

It holds what `kg.content` would put in first, in loads of as many reports. A release that is made of these very bundles (and others)
takes it over; any other leaves it, and fills a store of its own.
"""

from __future__ import annotations

import gc
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from types import TracebackType

from pyoxigraph import Store

from kg.compaction import store_to_fill
from kg.content import REPORTS_AT_ONCE, load_own
from kg.files import remove_tree
from kg.parts import own_of

FOLDER = ".early"
"""Among the releases; what a run that was cut off left there is swept by the next build."""
# A load reads statements, then sorts and writes them: two at a time leave no processor idle when all reports are read.
_LOADS_AT_A_TIME = 2


class EarlyStore:
    """Fills a store in threads of its own, below the folder of the releases; as a context manager, which leaves nothing behind."""

    def __init__(self, release_root: Path) -> None:
        self._path = release_root / FOLDER
        self._waiting: list[bytes] = []
        self._names: list[str] = []
        self._threads = ThreadPoolExecutor(_LOADS_AT_A_TIME, thread_name_prefix="juesuan-store")
        self._opening = Lock()
        self._loads: list[Future[None]] = []
        self._store: Store | None = None

    def add(self, bundle_hash: str, part: bytes) -> None:
        """Take the part of a bundle that has just been stored; it is loaded when there are enough of them."""
        self._names.append(bundle_hash)
        self._waiting.append(part)
        if len(self._waiting) == REPORTS_AT_ONCE:
            self._begin_load()

    def _begin_load(self) -> None:
        self._loads.append(self._threads.submit(self._load, self._waiting))
        self._waiting = []

    def _load(self, parts: list[bytes]) -> None:
        with self._opening:
            if self._store is None:
                self._store = store_to_fill(self._path)
        load_own(self._store, map(own_of, parts))

    def hand_over(self, target: Path, bundle_hashes: Collection[str]) -> frozenset[str]:
        """Put the store at `target`, and return which of these bundles it holds: none, and no store, where it holds others or failed."""
        if self._loads and self._waiting:
            self._begin_load()
        self._threads.shutdown()
        held = frozenset(self._names if self._loads else ())
        if not held or not held <= set(bundle_hashes) or any(load.exception() for load in self._loads) or self._store is None:
            return frozenset()
        self._store.flush()
        self._close()
        self._path.rename(target)
        return held

    def _close(self) -> None:
        self._store = None
        gc.collect()

    def __enter__(self) -> EarlyStore:
        self._remove()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._close()
        self._remove()

    def _remove(self) -> None:
        if self._path.exists():
            remove_tree(self._path)
