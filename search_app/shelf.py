"""The release that requests read: opened once, lent to each request, closed when a newer one is there and nobody reads it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, cast

from pyoxigraph import Store

from kg import release
from kg.columnar import FOLDER as TABLES
from kg.columnar import Tables
from kg.errors import ReleaseError
from kg.folder import DataFolder
from kg.iris import Iris
from kg.release import Release
from kg.remote import RemoteStore


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
                self._tables = Tables(self.release.directory / TABLES)
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

    With a `remote` store a release is lent from when the store holds it whole; until then the one before.
    """

    def __init__(self, folder: DataFolder, remote: RemoteStore | None = None) -> None:
        self.folder = folder
        self._remote = remote
        self._lock = threading.Lock()
        self._newest: Reading | None = None

    def borrow(self) -> Reading:
        """The release that is current now; `give_back` it. Raises `ReleaseError` where there is none."""
        with self._lock:
            newest = self._newest
            if newest is None or newest.release.directory.name != self._current():
                newest = self._newer(newest)
            newest.lent += 1
            return newest

    def _newer(self, before: Reading | None) -> Reading:
        """The current release, opened; with a remote store that does not hold it yet, the one before. Raises `ReleaseError`."""
        opened = release.current(self.folder)
        if self._remote and self._remote.release_id(Iris(str(opened.manifest["base_iri"]))) != opened.id:
            opened.close()
            if before is None:
                raise ReleaseError("the store does not hold the release", where=self._remote.name, hint="run `juesuan publish`")
            return before
        self._newest = Reading(opened, self._remote)
        self._close_unread(before)
        return self._newest

    def give_back(self, reading: Reading) -> None:
        """The request has its last byte."""
        with self._lock:
            reading.lent -= 1
            if reading is not self._newest:
                self._close_unread(reading)

    def _current(self) -> str:
        try:
            return (self.folder.path / "current").readlink().name
        except OSError:
            return ""

    def _close_unread(self, reading: Reading | None) -> None:
        if reading is not None and reading.lent == 0:
            reading.close()
