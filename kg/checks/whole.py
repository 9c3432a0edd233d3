"""The checks of a release: every report's results (from the archive, or computed in several processes), and the rules over years."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pyoxigraph import Quad, Store

from kg import starting
from kg.bundle import BundleInfo, load
from kg.checks.engine import Checked, check_quads
from kg.checks.ledger import Archive, dump, parse, table
from kg.checks.results import result_quads
from kg.checks.years import over_years
from kg.files import write_atomic
from kg.folder import DataFolder

LEDGER = "obligations.csv"
# From so many reports on, processes of their own are faster than the start of them.
_FEW = 8


def archive(folder: DataFolder) -> Archive:
    """The results of the folder's bundles, kept beside them."""
    return Archive(folder.path / "checks")


class ReleaseChecks:
    """What `kg.builders` asks for while it makes a release of the folder."""

    def __init__(self, folder: DataFolder) -> None:
        self._iris = folder.iris
        self._archive = archive(folder)

    def quads(self, store: Store, bundles: Sequence[BundleInfo], release_dir: Path) -> Iterator[Quad]:
        """The checks' part of the derived graph of `store`, which holds the reports; the ledger is written to `release_dir`."""
        checked = over_years(self._checked(bundles), store)
        write_atomic(release_dir / LEDGER, table(checked))
        self._archive.keep(bundle.bundle_hash for bundle in bundles)
        return result_quads(self._iris, checked)

    def _checked(self, bundles: Sequence[BundleInfo]) -> list[Checked]:
        found = {bundle.bundle_hash: self._archive.get(bundle.bundle_hash) for bundle in bundles}
        missing = [bundle for bundle in bundles if found[bundle.bundle_hash] is None]
        for bundle, data in zip(missing, _computed(missing), strict=True):
            self._archive.put(bundle.bundle_hash, data)
            found[bundle.bundle_hash] = parse(data)
        return [one for bundle in bundles if (one := found[bundle.bundle_hash]) is not None]


def _computed(bundles: Sequence[BundleInfo]) -> list[bytes]:
    paths = [(bundle.path, bundle.report_iri) for bundle in bundles]
    jobs = min(len(paths), os.cpu_count() or 1)
    if len(paths) < _FEW or jobs == 1:
        return [_check(path) for path in paths]
    context = starting.context("kg.checks.whole")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        return list(pool.map(_check, paths, chunksize=max(1, len(paths) // (4 * jobs))))


def _check(held: tuple[Path, str]) -> bytes:
    path, report = held
    return dump(check_quads(report, load(path)))
