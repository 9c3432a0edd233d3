"""The one ingest lock of a data folder."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kg.errors import BusyError


class FolderLock:
    """An exclusive lock on a file, held by one process; the process may take it again while it holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: TextIO | None = None

    @contextmanager
    def hold(self, *, wait: bool = False) -> Iterator[bool]:
        """Hold the lock, and say whether it was newly taken; raises `BusyError`, which names the holder, where another has it.

        With `wait` its turn is waited for: where it is held for moments only.

        The kernel lets go of it when the process ends, however it ends.
        """
        if self._opened is not None:
            yield False
            return
        with self._path.open("a+", encoding="utf-8") as opened:
            self._take(opened.fileno(), wait=wait)
            self._sign(opened)
            self._opened = opened
            try:
                yield True
            finally:
                self._opened = None

    def _sign(self, opened: TextIO) -> None:
        """Name the holder in the file; one that takes it often writes once, for a file that is cut short goes to the disk at once."""
        holder = f"process {os.getpid()} ({' '.join([Path(sys.argv[0]).name, *sys.argv[1:2]])})"
        if self._path.read_text(encoding="utf-8", errors="replace") != holder:
            os.truncate(opened.fileno(), 0)
            opened.write(holder)
            opened.flush()

    def _take(self, handle: int, *, wait: bool) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            holder = self._path.read_text(encoding="utf-8") or "another process"
            message = f"{holder} is changing this data folder"
            raise BusyError(message, where=str(self._path.parent), hint="wait until it has ended") from error
