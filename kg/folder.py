"""The data folder: bundles (the source of truth), releases, the reports that are gone.

DIR/folder.json                         format and base_iri
DIR/bundles/<code>/<unit>/<year>-<type>.trig
DIR/gone.json                           IRIs that answer 410
DIR/replaced.json                       hashes of files that newer ones replaced (`kg.replaced`)
DIR/releases/<id>/, DIR/current         see `kg.release`
DIR/lock                                held while bundles or releases change
DIR/changing                            held for the moment in which one bundle comes or goes

A copy of releases alone, with `current` or as one release directory, is read as a data folder too (a replica); nothing is written.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg import bundle, replaced
from kg.bundle import BundleInfo, Header
from kg.errors import BundleError, SameReport, UsageError
from kg.files import sync_folder, write_atomic
from kg.iris import DEFAULT_BASE, Iris, segment
from kg.lock import FolderLock
from kg.pin import PIN, Pin, remove_unpinned

_FORMAT = 1
_NAME_BYTES = 200
_SNAPSHOT = ".snapshot-"


class DataFolder:
    """One data folder; made where it does not exist. Its `base_iri` is fixed when it is made.

    `is_copy`: there is a release and nothing it could be made of, so the folder is only read.
    """

    def __init__(self, path: Path, base_iri: str | None = None) -> None:
        self.path = Path(path)
        self._settings(base_iri)
        self._lock = FolderLock(self.path / "lock")
        self._changes = FolderLock(self.path / "changing")
        self._held: dict[str, Path] | None = None  # bundles by the file that they came from

    def _settings(self, base_iri: str | None) -> None:
        recorded = self.path / "folder.json"
        self.is_copy = not recorded.exists() and (self.served / "manifest.json").exists()
        if self.is_copy:
            recorded = self.served / "manifest.json"
        elif not recorded.exists():
            self.bundle_root.mkdir(parents=True, exist_ok=True)
            self.release_root.mkdir(exist_ok=True)
            base = Iris(base_iri or DEFAULT_BASE).base
            write_atomic(recorded, json.dumps({"base_iri": base, "format": _FORMAT}).encode())
        found = json.loads(recorded.read_text(encoding="utf-8"))
        if base_iri is not None and Iris(base_iri).base != found["base_iri"]:
            hint = f"set base_iri to {found['base_iri']}, or use a new data folder"
            raise UsageError(f"was made with base_iri {found['base_iri']}, not {base_iri}", where=str(self.path), hint=hint)
        self.iris = Iris(found["base_iri"])

    @property
    def base_iri(self) -> str:
        """Beginning of all data IRIs."""
        return self.iris.base

    @property
    def bundle_root(self) -> Path:
        """The folder of the bundles."""
        return self.path / "bundles"

    @property
    def release_root(self) -> Path:
        """The folder of the releases."""
        return self.path / "releases"

    @property
    def served(self) -> Path:
        """The release that is served: what `current` points to, or the folder itself where it is a copied release."""
        alone = not (self.path / "current").is_symlink() and (self.path / "manifest.json").exists()
        return self.path if alone else self.path / "current"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The ingest lock; raises `BusyError` where another process holds it, `UsageError` for a copy."""
        if self.is_copy:
            raise UsageError("is a copy of a release: only read", where=str(self.path), hint="change the data folder it comes from")
        with self._lock.hold() as taken:
            if taken:
                self._held = None
                self.release_root.mkdir(exist_ok=True)  # releases follow from the bundles: who needs the room may remove them all
                self._sweep()
            yield

    def _sweep(self) -> None:
        """Remove the snapshots of processes that were killed; one that is being read stays."""
        if left := sorted(self.path.glob(f"{_SNAPSHOT}*")):
            with self._changes.hold(wait=True):
                for snapshot in left:
                    remove_unpinned(snapshot)

    def bundles(self) -> list[BundleInfo]:
        """All bundles by report IRI; raises `BundleError` at the first damaged one."""
        return sorted((bundle.inspect(path) for path in self._paths()), key=lambda info: info.report_iri)

    def headers(self) -> list[Header]:
        """The headers of all bundles by report IRI, without reading the bundles through."""
        return sorted((bundle.read_header(path) for path in self._paths()), key=lambda header: header.report_iri)

    def by_file(self) -> dict[str, Header]:
        """Headers by the path of each file that a report came from."""
        return {path: header for header in self.headers() for path in header.files}

    def bundle_path(self, region_code: str, unit: str, year: int, kind: str) -> Path:
        """Where the bundle of that report lies, if there is one; `kind` is the report's type."""
        return self.bundle_root / _name(region_code) / _name(unit) / f"{_name(f'{year}-{kind}')}.trig"

    def put(self, data: bytes, *, replace: bool = False) -> Path:
        """Store a bundle and return its path; a report that came from the same file before goes.

        Raises `SameReport`, with both files named, where another file already holds this report and `replace` is not set.
        """
        header = bundle.parse_header(data.partition(b"\n")[0])
        if header.base_iri != self.base_iri:
            message = f"has base_iri {header.base_iri}, the folder {self.base_iri}"
            raise BundleError(message, where=header.file_path, hint="ingest the file again")
        with self.lock(), self._changes.hold(wait=True):
            path = self._path(header)
            before = self._header_at(path, damaged=replace)
            if before is not None and not replace:
                self._refuse_same(header, before)
            bundle.write(path, data)
            replaced.note(self.path, before, header)
            self._drop_older(header, path, before)
            self._ungone(header.report_iri)
        return path

    def _header_at(self, path: Path, *, damaged: bool) -> Header | None:
        """The header of the bundle at `path`; None where there is none or, if it may be `damaged`, where it cannot be read."""
        try:
            return bundle.read_header(path) if path.exists() else None
        except BundleError:
            if damaged:
                return None
            raise

    def remove(self, report_iri: str, gone: bool = False) -> Header:
        """Take a report out; with `gone` its IRI is remembered. Raises `UsageError` where there is no such report."""
        with self.lock(), self._changes.hold(wait=True):
            for path in self._paths():
                header = bundle.read_header(path)
                if header.report_iri == report_iri:
                    if gone:
                        self._write_gone([*self.gone(), report_iri])
                    self._unlink(path)
                    replaced.forget(self.path, report_iri)
                    return header
        raise UsageError(f"there is no report {report_iri}", where=str(self.path), hint="`juesuan status` lists the reports")

    def gone(self) -> list[str]:
        """IRIs of reports that were removed for good."""
        path = self.path / "gone.json"
        return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []

    def replaced(self) -> replaced.Replaced:
        """By report the hashes of the files that newer ones replaced."""
        return replaced.read(self.path)

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """The bundles, `gone.json` and `replaced.json` of one moment, in a folder beside them while the block lasts; an ingest may go on.

        A bundle is never written to once it has its name, so a second name for it (a hard link) keeps what it held.
        """
        if self.is_copy:
            raise UsageError(
                "is a copy of a release: it has no bundles", where=str(self.path), hint="back up the data folder it comes from"
            )
        with ExitStack() as read:
            with self._changes.hold(wait=True):
                made = Path(read.enter_context(tempfile.TemporaryDirectory(prefix=_SNAPSHOT, dir=self.path)))
                (made / PIN).touch()
                read.callback(Pin(made).release)
                beside = (self.path / name for name in ("gone.json", replaced.FILE))
                for path in [*self._paths(), *(path for path in beside if path.exists())]:
                    link = made / path.relative_to(self.path)
                    link.parent.mkdir(parents=True, exist_ok=True)
                    _linked(path, link)
            yield made

    def _paths(self) -> list[Path]:
        return sorted(self.bundle_root.glob("*/*/*.trig"))

    def _path(self, header: Header) -> Path:
        return self.bundle_path(header.region_code, header.unit, header.year, header.type)

    def _refuse_same(self, new: Header, old: Header) -> None:
        others = sorted(old.files.keys() - new.files.keys())
        if others:
            message = f"is the report that {'、'.join(others)} already holds ({new.unit} {new.year} {new.type})"
            hint = "both hold the whole report: keep the fuller one, or take this one with --replace"
            raise SameReport(message, where=new.file_path, hint=hint)

    def _drop_older(self, new: Header, path: Path, before: Header | None) -> None:
        """A changed file of the same path may be another report now, or part of one: its former bundle goes. `before` was at `path`."""
        if self._held is None:
            self._held = {bundle.read_header(other).file_path: other for other in self._paths() if other != path}
        if before is not None:
            self._held.pop(before.file_path, None)
        for file_path in new.files:
            older = self._held.pop(file_path, None)
            if older is not None and bundle.read_header(older).file_path == file_path:  # else another file's report took its place
                self._unlink(older)
        self._held[new.file_path] = path

    def _unlink(self, path: Path) -> None:
        path.unlink()
        sync_folder(path.parent)
        for folder in (path.parent, path.parent.parent):
            if not any(folder.iterdir()):
                folder.rmdir()

    def _ungone(self, report_iri: str) -> None:
        if report_iri in (listed := self.gone()):
            self._write_gone([iri for iri in listed if iri != report_iri])

    def _write_gone(self, iris: list[str]) -> None:
        write_atomic(self.path / "gone.json", json.dumps(sorted(set(iris)), ensure_ascii=False, indent=1).encode())


def _linked(path: Path, link: Path) -> None:
    """Another name for the file, or a copy where the disk has no such names."""
    try:
        link.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, link)


def _name(text: str) -> str:
    """`text` as a file name; a very long one is cut and told apart by its hash."""
    name = segment(text)
    if len(name.encode()) <= _NAME_BYTES:
        return name
    cut = name.encode()[:_NAME_BYTES].decode(errors="ignore")
    return f"{cut}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
