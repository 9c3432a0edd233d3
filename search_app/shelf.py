"""The release that requests read: opened once, lent to each request, closed when a newer one is there and nobody reads it."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from time import monotonic
from typing import Any, cast

from pyoxigraph import Store

from kg import inventory, release
from kg.columnar import FOLDER as TABLES
from kg.columnar import Tables
from kg.errors import ReleaseError
from kg.folder import DataFolder
from kg.iris import Iris
from kg.release import Release
from kg.remote import RemoteStore
from search_app.aggregates import aggregates
from search_app.events import say
from search_app.verifying import Verifying

log = logging.getLogger("juesuan.release")
_AGAIN_SECONDS = 1.0


class Reading:
    """A release while requests read it. `memory` keeps what pages compute once a release."""

    def __init__(self, opened: Release, remote: RemoteStore | None = None) -> None:
        self.release = opened
        # A remote store answers the same two calls.
        self.store: Store = cast("Store", remote) if remote else opened.open_store()
        self.memory: dict[str, Any] = {}
        self.lent = 0
        self._tables: Tables | None = None
        self._opening = threading.Lock()

    @property
    def id(self) -> str:
        """The release's id."""
        return self.release.id

    @property
    def tables(self) -> Tables:
        """The columnar tables of the release, opened at their first use; for sums, comparisons and charts over many reports."""
        with self._opening:
            if self._tables is None:
                self._tables = Tables(self.release.directory / TABLES, derived=aggregates())
            return self._tables

    def close(self) -> None:
        """Let go of the release; nobody reads it any more."""
        if self._tables is not None:
            self._tables.close()
        self.release.close()

    @property
    def store_path(self) -> Path:
        """The release's store, for query workers."""
        return self.release.store_path


class Shelf:
    """Lends the current release of a data folder.

    One that cannot be opened, or lacks files, is not lent: the one before is lent on, else the newest of the others that is whole.
    With `verify` (a replica) a release is lent from when every file has the content that its inventory says.
    With a `remote` store a release is lent from when the store holds it whole; until then the one before.
    """

    def __init__(self, folder: DataFolder, remote: RemoteStore | None = None, *, verify: bool = False) -> None:
        self.folder = folder
        self._link = str(folder.path / "current")
        self._remote = remote
        self._verifying = Verifying() if verify else None
        self._lock = threading.Lock()
        self._newest: Reading | None = None
        self._refused = ""
        self._next_try = 0.0

    def borrow(self) -> Reading:
        """The release that is current now; `give_back` it. Raises `ReleaseError` where there is none."""
        with self._lock:
            newest = self._newest
            if newest is None or not self.is_current(newest):
                newest = self._newer(newest)
            newest.lent += 1
            return newest

    def is_current(self, reading: Reading) -> bool:
        """False where the folder says that another release is the current one."""
        return reading.release.directory.name == self._current()

    def _newer(self, before: Reading | None) -> Reading:
        """The current release, opened, or the one to lend in its place. Raises `ReleaseError` where there is none."""
        if before is not None and monotonic() < self._next_try:
            return before
        try:
            return self._opened(before)
        except ReleaseError as error:
            self._next_try = monotonic() + _AGAIN_SECONDS
            found = before or (None if self._remote else self._other())
            if found is None:
                raise
            if str(error) != self._refused:
                self._refused = str(error)
                say(log, "release_refused", release=self._current(), why=str(error), serving=found.id)
            self._newest = found
            return found

    def _opened(self, before: Reading | None) -> Reading:
        """The current release; the one before while this one is verified or the remote store does not hold it. Raises `ReleaseError`."""
        opened = release.current(self.folder)
        try:
            inventory.check(opened.directory)
            if self._verifying and not self._verifying.is_whole(opened.directory, wait=before is None):
                opened.close()
                return cast("Reading", before)
        except ReleaseError:
            opened.close()
            raise
        if self._remote and self._remote.release_id(Iris(str(opened.manifest["base_iri"]))) != opened.id:
            opened.close()
            if before is None:
                raise ReleaseError("the store does not hold the release", where=self._remote.name, hint="run `juesuan publish`")
            return before
        self._newest = _reading(opened, self._remote)
        say(log, "release_served", level=logging.INFO, release=opened.id, before=before.id if before else "")
        self._close_unread(before)
        return self._newest

    def _other(self) -> Reading | None:
        """The newest release of the folder that is whole, though it is not the current one; None where there is none."""
        found = [path for path in self.folder.release_root.glob("[!.]*") if path.name != self._current()]
        for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True):
            try:
                inventory.check(path, content=self._verifying is not None)
                return _reading(release.Release(path), self._remote)
            except (ReleaseError, FileNotFoundError):
                continue
        return None

    def give_back(self, reading: Reading) -> None:
        """The request has its last byte."""
        with self._lock:
            reading.lent -= 1
            if reading is not self._newest:
                self._close_unread(reading)

    def _current(self) -> str:
        try:
            return os.path.basename(os.readlink(self._link))  # noqa: PTH115, PTH119  # every request asks
        except OSError:
            return self.folder.served.resolve().name

    def _close_unread(self, reading: Reading | None) -> None:
        if reading is not None and reading.lent == 0:
            reading.close()


def _reading(opened: Release, remote: RemoteStore | None) -> Reading:
    """The release as requests read it; let go of where its store cannot be opened (`ReleaseError`)."""
    try:
        return Reading(opened, remote)
    except ReleaseError:
        opened.close()
        raise
