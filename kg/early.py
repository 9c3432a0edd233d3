"""A store begun while reports are still being read, so that filling it, the longest step of a release, runs beside the reading.

It holds what `kg.content` would put in first. A release that is made of these very bundles (and others) takes it over; any other
leaves it, and fills a store of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import TracebackType

from kg.content import REPORTS_AT_ONCE
from kg.files import remove_tree
from kg.filler import Filler, Loads

FOLDER = ".early"
"""Among the releases; what a run that was cut off left there is swept by the next build."""


class EarlyStore:
    """Has a store filled below the folder of the releases; as a context manager, which leaves nothing behind.

    `expected` reports may come; where these are few, it leaves them to the release.
    """

    def __init__(self, release_root: Path, expected: int) -> None:
        self._path = release_root / FOLDER
        self._expected = expected
        self._loads = Loads.of(expected)
        self._waiting: list[Path] = []
        self._names: list[str] = []
        self._filler: Filler | None = None

    def add(self, bundle_hash: str, part: Path) -> None:
        """Take the part of a bundle that has just been stored; it is loaded when there are enough of them."""
        self._names.append(bundle_hash)
        self._waiting.append(part)
        if self._expected > REPORTS_AT_ONCE and len(self._waiting) == self._loads.reports:
            self._load()

    def _load(self) -> None:
        self._filler = self._filler or Filler(self._path, self._loads)
        self._filler.load(self._waiting)
        self._waiting = []

    def hand_over(self, target: Path, bundle_hashes: Collection[str]) -> frozenset[str]:
        """Put the store at `target`, and return which of these bundles it holds: none, and no store, where it holds others or failed."""
        if self._filler is None:
            return frozenset()
        if self._waiting:
            self._load()
        if not self._filler.finish() or not set(self._names) <= set(bundle_hashes):
            return frozenset()
        self._path.rename(target)
        return frozenset(self._names)

    def __enter__(self) -> EarlyStore:
        self._remove()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._filler:
            self._filler.dismiss()
        self._remove()

    def _remove(self) -> None:
        if self._path.exists():
            remove_tree(self._path)
