"""`DIR/parts`: the parts of a data folder's bundles. A cache: what is not there is made, in several processes where it is much."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import NamedNode

from kg import starting
from kg.bundle import BundleInfo, load
from kg.files import write_cache
from kg.folder import DataFolder
from kg.iris import Iris
from kg.parts.making import part_of_things
from kg.parts.names import Names
from kg.parts.part import Part, names_of, pack, texts_of, unpack, years_of
from kg.parts.texts import Texts
from kg.parts.years import Years
from kg.things import of_quads
from kg.turtle import trig_of
from kg.version import fingerprint

if TYPE_CHECKING:
    from kg.columnar.columns import Table

FOLDER = "parts"
# From so many reports on, processes of their own are faster than the start of them.
_FEW = 8
Held = TypeVar("Held")


class Parts:
    """The parts in `folder`, by the hash of the bundle and the code that made them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, bundle: BundleInfo) -> Part:
        """The part of a bundle; made where it is not there. Raises `BundleError` where the bundle is damaged."""
        return self._read(bundle, unpack)

    def _read(self, bundle: BundleInfo, read: Callable[[bytes], Held]) -> Held:
        try:
            return read(self.path(bundle.bundle_hash).read_bytes())
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
            data, _ = made(bundle)
            self.put(bundle.bundle_hash, data)
            return read(data)

    def each(self, bundles: Sequence[BundleInfo]) -> Iterator[Part]:
        """The parts of these bundles, one at a time."""
        return (self.get(bundle) for bundle in bundles)

    def texts(self, bundles: Sequence[BundleInfo]) -> Iterator[Texts]:
        """What can be found in each of these bundles."""
        return (self._read(bundle, texts_of) for bundle in bundles)

    def years(self, bundles: Sequence[BundleInfo]) -> Iterator[Years]:
        """What the rules over years need of each of these bundles."""
        return (self._read(bundle, years_of) for bundle in bundles)

    def names(self, bundles: Sequence[BundleInfo]) -> Iterator[Names]:
        """What a question may name of each of these bundles."""
        return (self._read(bundle, names_of) for bundle in bundles)

    def put(self, bundle_hash: str, data: bytes) -> Path:
        """Keep what `made` gave; returns where."""
        path = self.path(bundle_hash)
        write_cache(path, data)
        return path

    def complete(self, bundles: Sequence[BundleInfo], progress: Callable[[str, int, int], None]) -> None:
        """Make those that are missing, with the results of their checks, and remove those of other bundles."""
        from kg.checks import ledger  # with the catalogue of rules, which no reader of a release needs

        archive = ledger.Archive(self._folder.with_name(ledger.FOLDER))
        missing = [bundle for bundle in bundles if not self.path(bundle.bundle_hash).exists()]
        for number, (bundle, (data, judged)) in enumerate(zip(missing, _all_made(missing), strict=True)):
            progress("parts", number, len(missing))
            self.put(bundle.bundle_hash, data)
            archive.put(bundle.bundle_hash, judged)
        wanted = {self.path(bundle.bundle_hash).name for bundle in bundles}
        for path in self._folder.glob("*.zip"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def path(self, bundle_hash: str) -> Path:
        """Where the part of a bundle lies, if it is there."""
        return self._folder / f"{bundle_hash}-{fingerprint('kg', 'ontology', 'queries')}.zip"


def parts(folder: DataFolder) -> Parts:
    """The parts of a data folder."""
    return Parts(folder.path / FOLDER)


def parts_of(release_dir: Path) -> Parts:
    """The parts of the data folder that a release, or one in the making, lies in."""
    return Parts(release_dir.parent.parent / FOLDER)


def made(bundle: BundleInfo) -> tuple[bytes, bytes]:
    """The part of a bundle as bytes, and what the archive of checks keeps of it."""
    from kg.checks.engine import check_things
    from kg.checks.ledger import kept
    from kg.checks.results import result_things

    iris, things = Iris(bundle.header.base_iri), of_quads(load(bundle.path))
    checked = check_things(bundle.report_iri, things)
    trig = trig_of(things, NamedNode(bundle.report_iri))
    part = part_of_things(bundle.report_iri, things, trig, iris, of_one_report(), result_things(checked, iris))
    return pack(part), kept(checked)


def of_one_report() -> tuple[Table, ...]:
    """The tables whose rows follow from one report, without the one that is a part of another."""
    from kg.columnar.columns import PART_OF_FACTS, tables  # the columnar tables are put together from parts

    return tuple(table for table in tables() if not table.of_release and table.name != PART_OF_FACTS)


def _all_made(bundles: Sequence[BundleInfo]) -> Iterator[tuple[bytes, bytes]]:
    jobs = min(len(bundles), os.cpu_count() or 1)
    if len(bundles) < _FEW or jobs == 1:
        yield from map(made, bundles)
        return
    with ProcessPoolExecutor(jobs, mp_context=starting.context("kg.parts.making")) as pool:
        yield from pool.map(made, bundles, chunksize=4)
