"""The checks of a release: every report's results (from the archive, or computed in several processes), and the rules over years."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, Store

from kg import starting
from kg.bundle import BundleInfo, load
from kg.checks.engine import Checked, check_quads
from kg.checks.grouping import joined
from kg.checks.ledger import FOLDER, HEADER, Archive, Kept, kept, parse, rows
from kg.checks.outcomes import FAILED, Result
from kg.checks.results import result_quads, rule_quads
from kg.checks.years import added
from kg.files import replacing
from kg.folder import DataFolder
from kg.iris import Iris
from kg.parts import parts_of

LEDGER = "obligations.csv"
# From so many reports on, processes of their own are faster than the start of them.
_FEW = 8


def archive(folder: DataFolder) -> Archive:
    """The results of the folder's bundles, kept beside them."""
    return Archive(folder.path / FOLDER)


def archive_of(release_dir: Path) -> Archive:
    """The archive of the data folder that a release, or one in the making, lies in."""
    return Archive(release_dir.parent.parent / FOLDER)


class ReleaseChecks:
    """What `kg.builders` asks for while it makes a release of a folder. What a report's own checks found stands in its part."""

    def __init__(self, iris: Iris) -> None:
        self._iris = iris

    def quads(self, store: Store, bundles: Sequence[BundleInfo], release_dir: Path) -> Iterator[Quad]:
        """The rules and what those over years found in `store`, which holds the reports; the ledger is written to `release_dir`."""
        held = archive_of(release_dir)
        found = added(store, [bundle.report_iri for bundle in bundles], parts_of(release_dir).years(bundles))
        judged: list[Checked] = []
        with replacing(release_dir / LEDGER) as out:
            out.write(HEADER)
            for bundle, own in zip(bundles, _each(held, bundles), strict=True):
                judged.append(Checked(bundle.report_iri, _beside(own, found[bundle.report_iri])))
                out.write(own.rows + rows(bundle.report_iri, judged[-1].results))
        held.keep(bundle.bundle_hash for bundle in bundles)
        return chain(rule_quads(self._iris), *(result_quads(self._iris, one) for one in judged))


def _beside(own: Kept, more: Sequence[Result]) -> tuple[Result, ...]:
    """Results of the rules over years; a failure belongs to the group that the report's own results have at its places."""
    if not any(result.outcome == FAILED for result in more):
        return tuple(more)
    results = parse(own.results).results
    return joined(results, more)[len(results) :]


def _each(held: Archive, bundles: Sequence[BundleInfo]) -> Iterator[Kept]:
    """What is kept of each bundle; computed where it is not there."""
    missing = [bundle for bundle in bundles if held.get(bundle.bundle_hash) is None]
    for bundle, data in zip(missing, _computed(missing), strict=True):
        held.put(bundle.bundle_hash, data)
    for bundle in bundles:
        found = held.get(bundle.bundle_hash)
        yield found or Kept.of(_check((bundle.path, bundle.report_iri)))


def _computed(bundles: Sequence[BundleInfo]) -> Iterator[bytes]:
    paths = [(bundle.path, bundle.report_iri) for bundle in bundles]
    jobs = min(len(paths), os.cpu_count() or 1)
    if len(paths) < _FEW or jobs == 1:
        yield from map(_check, paths)
        return
    context = starting.context("kg.checks.whole")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        yield from pool.map(_check, paths, chunksize=max(1, len(paths) // (4 * jobs)))


def _check(held: tuple[Path, str]) -> bytes:
    path, report = held
    return kept(check_quads(report, load(path)))
