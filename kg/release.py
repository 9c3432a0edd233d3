"""Releases: what readers see. A release is an immutable directory, made beside the others and switched to in one step.

DIR/releases/<id>/store/          Oxigraph, every report's graph with the reference and the derived graph
DIR/releases/<id>/common.nq.gz     what several reports state, or what follows from several
DIR/releases/<id>/ledger.csv      the bundles it is made of
DIR/releases/<id>/obligations.csv every outcome of every check (勾稽)
DIR/releases/<id>/manifest.json   id, versions, counts; no clock
DIR/releases/<id>/files.json      every file with its size and SHA-256
DIR/releases/<id>/pin             locked (shared) by readers, so that the directory stays
DIR/current                       symlink to the release that is served

A crash at any moment leaves `current` where it was; what it left behind is swept by the next build.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph
from pyoxigraph import Store

from kg import inventory, replaced
from kg.builders import Builder, GraphBuilder, Lasting, LedgerBuilder, Progress
from kg.bundle import BundleInfo
from kg.checkpoint import Checkpoint
from kg.early import FOLDER as EARLY
from kg.early import EarlyStore
from kg.errors import ReleaseError
from kg.files import point, remove_tree, sync_folder, sync_tree, write_atomic
from kg.folder import DataFolder
from kg.parts import parts_of
from kg.pin import PIN, Pin, remove_unpinned
from kg.version import RELEASE_FORMAT, VERSION, fingerprint

KEPT = 2
# Folders beside the releases where files are put in one step; a run that was cut off leaves the one that it was writing.
_WRITTEN = ("bundles", "parts", "checks")
_AGAIN = "run `juesuan rebuild`"


class Release:
    """One release, pinned while it is open: as a context manager, or until `close()`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._pin = Pin(directory)
        try:
            self.manifest: Mapping[str, Any] = _manifest(directory)
        except ReleaseError:
            self.close()
            raise

    @property
    def id(self) -> str:
        """The release's id, which is also its ETag."""
        return str(self.manifest["id"])

    @property
    def store_path(self) -> Path:
        """The Oxigraph store."""
        return self.directory / "store"

    def open_store(self) -> Store:
        """The store, read only; ask it through `kg.store`."""
        try:
            return Store.read_only(str(self.store_path))
        except (OSError, RuntimeError) as error:  # a missing file, a damaged one
            raise ReleaseError(f"its store cannot be opened: {error}", where=str(self.directory), hint=_AGAIN) from error

    def close(self) -> None:
        """Unpin the release; later builds may remove it."""
        self._pin.release()

    def __enter__(self) -> Release:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def current(folder: DataFolder) -> Release:
    """The release that is served, pinned; raises `ReleaseError` where there is none."""
    for _ in range(10):  # a build may remove the release between the look and the pin
        try:
            return Release(folder.served.resolve(strict=True))
        except FileNotFoundError:
            continue
    hint = "run `juesuan ingest PATH` first" if not folder.headers() else _AGAIN
    raise ReleaseError("there is no release", where=str(folder.path), hint=hint)


def release_id(folder: DataFolder, bundles: Sequence[BundleInfo], builders: Sequence[Builder]) -> str:
    """What the release of these bundles is called: the same for the same content, code and settings."""
    parts = [
        f"format {RELEASE_FORMAT}",
        fingerprint("kg", "ontology", "queries"),
        pyoxigraph.__version__,
        folder.base_iri,
        *(builder.name for builder in builders),
        *sorted(bundle.bundle_hash for bundle in bundles),
        *folder.gone(),
        *replaced.lines(folder.replaced()),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def build(
    folder: DataFolder,
    builders: Sequence[Builder] = (),
    progress: Progress | None = None,
    *,
    anew: bool = False,
    early: EarlyStore | None = None,
) -> Release:
    """Make the release of the folder's bundles, switch to it and return it.

    Nothing is made where it is there already, unless `anew` says to make it again (a damaged store). `early`: a store that holds
    some of the bundles already.
    Raises `BusyError` where another process is at it, `BundleError` where a bundle is damaged.
    """
    from kg.checks.whole import ReleaseChecks  # reads the catalogue of rules, which no reader of a release needs

    report = progress or _silent
    with folder.lock():
        _sweep(folder, keep_early=early is not None)
        bundles = folder.bundles()
        before = None if anew else _checkpoint(folder, bundles)
        graph = GraphBuilder(folder.iris, ReleaseChecks(folder.iris), early, folder.replaced(), before)
        every: list[Builder] = sorted([graph, LedgerBuilder(), *builders], key=lambda builder: not getattr(builder, "of_parts", False))
        name = release_id(folder, bundles, every)
        made = None if anew else next((path for path in _named(folder, name) if _whole(path)), None)
        try:
            directory = made or _make(folder, name, bundles, every, report)
        except BaseException:
            _sweep(folder, keep_early=early is not None)  # a full disk needs the room
            raise
        point(folder.path / "current", f"releases/{directory.name}")
        release = current(folder)
        _remove_old(folder, directory)
    return release


def _checkpoint(folder: DataFolder, bundles: Sequence[BundleInfo]) -> Checkpoint | None:
    """The release that is served, where the next one can begin with its store. It stays while the folder is locked."""
    try:
        with current(folder) as served:
            return Checkpoint.of(served.directory, served.manifest, bundles, folder.base_iri)
    except ReleaseError:
        return None


def _named(folder: DataFolder, name: str) -> list[Path]:
    """The directories of the release `name`: one, and another for every time that it was made anew."""
    return sorted(folder.release_root.glob(f"{name}*"))


def _make(folder: DataFolder, name: str, bundles: list[BundleInfo], builders: list[Builder], progress: Progress) -> Path:
    beside = folder.release_root / f".tmp-{name}"
    beside.mkdir()
    parts_of(beside).complete(bundles, progress)
    with ExitStack() as begun:
        for builder in builders:
            if isinstance(builder, Lasting):
                begun.enter_context(builder.begun(beside, bundles, progress))
            else:
                builder.build(beside, bundles, progress)
    (beside / PIN).touch()
    manifest = _describe(folder, name, bundles, builders)
    write_atomic(beside / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode())
    inventory.take(beside)
    sync_tree(beside)
    target = folder.release_root / name
    times = itertools.count(2)
    while target.exists():
        target = target.with_name(f"{name}-{next(times)}")
    beside.rename(target)
    sync_folder(folder.release_root)
    return target


def _describe(folder: DataFolder, name: str, bundles: list[BundleInfo], builders: list[Builder]) -> dict[str, object]:
    counts: Counter[str] = Counter()
    for bundle in bundles:
        counts.update(bundle.header.counts)
    return {
        "id": name,
        "format": RELEASE_FORMAT,
        "version": VERSION,
        "code": fingerprint("kg", "ontology", "queries"),
        "pyoxigraph": pyoxigraph.__version__,
        "base_iri": folder.base_iri,
        "builders": [builder.name for builder in builders],
        "counts": dict(sorted(counts.items())),
        "gone": folder.gone(),
        "reports": [_entry(bundle) for bundle in bundles],
    }


def _entry(bundle: BundleInfo) -> dict[str, object]:
    header = bundle.header
    return {
        "report": header.report_iri,
        "path": header.file_path,
        "file_hash": header.file_hash,
        "bundle_hash": bundle.bundle_hash,
        "body": header.body,
        "unit": header.unit,
        "year": header.year,
        "type": header.type,
        "triples": header.triples,
        "counts": header.counts,
    }


def _manifest(directory: Path) -> Mapping[str, Any]:
    try:
        found: dict[str, Any] = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError("its manifest is damaged", where=str(directory), hint=_AGAIN) from error
    for what, mine in (("format", RELEASE_FORMAT), ("pyoxigraph", pyoxigraph.__version__)):
        if found.get(what) != mine:
            message = f"was made by another version: {what} {found.get(what)}, this program reads {what} {mine}"
            raise ReleaseError(message, where=str(directory), hint=_AGAIN)
    return found


def _whole(directory: Path) -> bool:
    """True for a release that can be served: of this version, and no file of it missing or cut."""
    try:
        inventory.check(directory)
        Release(directory).close()
    except (FileNotFoundError, ReleaseError):
        return False
    return True


def _sweep(folder: DataFolder, *, keep_early: bool) -> None:
    """Remove what runs that were cut off left behind; a store begun in this run stays."""
    patterns = (".tmp-*", ".old-*") if keep_early else (".tmp-*", ".old-*", EARLY)
    for left in [path for pattern in patterns for path in folder.release_root.glob(pattern)]:
        remove_tree(left)
    for half in [path for name in _WRITTEN for path in (folder.path / name).rglob(".*.tmp")]:
        half.unlink(missing_ok=True)


def _remove_old(folder: DataFolder, newest: Path) -> None:
    """Keep the newest releases; one that is being read stays until a later build."""
    others = [path for path in folder.release_root.iterdir() if not path.name.startswith(".") and path != newest]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in others[KEPT - 1 :]:
        remove_unpinned(path)


def _silent(_step: str, _done: int, _total: int) -> None:
    return None
