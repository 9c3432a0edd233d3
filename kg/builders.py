"""What goes into a release: every part is made by a builder. The graph comes first; search and tables bring their own."""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pyoxigraph import Store

from kg.bundle import BundleInfo
from kg.compaction import Ordering, store_to_fill
from kg.content import REPORTS_AT_ONCE, Filling
from kg.files import compressed, remove_tree, replacing, write_atomic
from kg.filler import fill
from kg.iris import Iris
from kg.parts import Part, parts_of
from kg.replaced import NONE, Replaced

if TYPE_CHECKING:
    from kg.checkpoint import Checkpoint
    from kg.checks.whole import ReleaseChecks
    from kg.early import EarlyStore

STORE = "store"
COMMON = "common.nq.gz"
"""In a release: the statements of its store that are in no part, as N-Quads."""

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done and how much there is."""


class Builder(Protocol):
    """Makes one part of a release. A new `name` (say, with a version in it) makes a new release.

    One that has `of_parts = True` reads the parts of the reports alone, and begins before the store is there.
    """

    name: str

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the part below `release_dir`, where the store already is (`store/`)."""


@runtime_checkable
class Lasting(Protocol):
    """A builder that goes on while those after it work."""

    def begun(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> AbstractContextManager[None]:
        """Write the part while the block runs; it is whole when the block ends."""


class GraphBuilder:
    """The store: every report's graph, the reference graph and the derived graph."""

    name = "graph-3"

    def __init__(
        self,
        iris: Iris,
        checks: ReleaseChecks,
        early: EarlyStore | None = None,
        older: Replaced = NONE,
        before: Checkpoint | None = None,
    ) -> None:
        self._iris = iris
        self._checks = checks
        self._early = early
        self._older = older
        self._before = before

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write `store/`, an Oxigraph store that is closed when this returns, `common.nq.gz`, and the ledger of the checks."""
        with self.begun(release_dir, bundles, progress):
            pass

    @contextmanager
    def begun(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> Iterator[None]:
        """The same, and the block may read all of it: meanwhile the files of the store are put in order."""
        held = self._filled(self._taken_over(release_dir, bundles), release_dir, bundles, progress)
        if len(bundles) <= REPORTS_AT_ONCE or (self._before is not None and held == self._before.reports):  # is in order
            store = store_to_fill(release_dir / STORE)
            self._fill(store, held, release_dir, bundles, progress)
            store.flush()
            del store
            gc.collect()
            yield
            return
        with Ordering(release_dir / STORE) as ordering:
            self._fill(ordering.store, held, release_dir, bundles, progress)
            ordering.begin()
            yield

    def _fill(
        self,
        store: Store,
        held: frozenset[str],
        release_dir: Path,
        bundles: Sequence[BundleInfo],
        progress: Progress,
    ) -> None:
        parts = _told(parts_of(release_dir).each(bundles), len(bundles), progress)
        with replacing(release_dir / COMMON) as raw, compressed(raw) as common:
            filling = Filling(store, self._iris, common, held)
            filling.fill(parts, lambda held: self._checks.quads(held, bundles, release_dir), self._older)

    def _taken_over(self, release_dir: Path, bundles: Sequence[BundleInfo]) -> frozenset[str]:
        """The reports in the store that is there then: one begun earlier, or that of the release before where it holds more."""
        reports = {bundle.bundle_hash: bundle.report_iri for bundle in bundles}
        early = self._early.hand_over(release_dir / STORE, reports) if self._early else frozenset()
        if self._before is None or len(self._before.reports) <= len(early):
            return frozenset(reports[name] for name in early)
        if early:
            remove_tree(release_dir / STORE)
        return self._before.begin(release_dir)

    def _filled(self, held: frozenset[str], release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> frozenset[str]:
        """The reports in the store when those that it lacks are in it, too; few of them are left to `_fill`."""
        lacking = [bundle for bundle in bundles if bundle.report_iri not in held]
        if len(lacking) <= REPORTS_AT_ONCE:
            return held
        parts = [parts_of(release_dir).path(bundle.bundle_hash) for bundle in lacking]
        is_full = fill(release_dir / STORE, parts, lambda done, total: progress("store", done, total))
        return frozenset(bundle.report_iri for bundle in bundles) if is_full else frozenset()


def _told(parts: Iterator[Part], total: int, progress: Progress) -> Iterator[Part]:
    for number, part in enumerate(parts):
        progress("store", number, total)
        yield part
    progress("store", total, total)


class LedgerBuilder:
    """`ledger.csv`: which bundles the release is made of."""

    name = "ledger-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Write the ledger, one row a bundle."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["report", "path", "file_hash", "bundle_hash", "extractor", "triples"])
        for b in bundles:
            writer.writerow([b.report_iri, b.file_path, b.file_hash, b.bundle_hash, b.header.extractor, b.triples])
        write_atomic(release_dir / "ledger.csv", out.getvalue().encode())
