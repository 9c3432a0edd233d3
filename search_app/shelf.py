"""The release that requests read: opened once, lent to each request, closed when a newer one is there and nobody reads it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg import release
from kg.columnar import FOLDER as TABLES
from kg.columnar import Tables
from kg.folder import DataFolder
from kg.release import Release


class Reading:
    """A release while requests read it. `memory` keeps what pages compute once a release."""

    def __init__(self, opened: Release) -> None:
        self.release = opened
        self.store: Store = opened.open_store()
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
    """Lends the current release of a data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._newest: Reading | None = None

    def borrow(self) -> Reading:
        """The release that is current now; `give_back` it. Raises `ReleaseError` where there is none."""
        with self._lock:
            newest = self._newest
            if newest is None or newest.release.directory.name != self._current():
                self._newest = Reading(release.current(self.folder))
                self._close_unread(newest)
                newest = self._newest
            newest.lent += 1
            return newest

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
