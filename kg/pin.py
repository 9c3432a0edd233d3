"""Keeps a release on the disk while somebody reads it: a shared lock on its `pin` file."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kg.files import remove_tree

PIN = "pin"


class Pin:
    """A reader's hold on a release directory, until `release()`; raises FileNotFoundError where the release is gone."""

    def __init__(self, directory: Path) -> None:
        path = directory / PIN
        self._handle = os.open(path, os.O_RDONLY)
        fcntl.flock(self._handle, fcntl.LOCK_SH)
        # The remover renames the directory under an exclusive lock: the name must still lead to the file that is locked.
        if not path.exists() or path.stat().st_ino != os.fstat(self._handle).st_ino:
            self.release()
            raise FileNotFoundError(path)

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def remove_unpinned(directory: Path) -> bool:
    """Remove a release directory unless a reader holds it; says whether it went."""
    try:
        handle = os.open(directory / PIN, os.O_RDONLY)
    except FileNotFoundError:
        remove_tree(directory)
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        remove_tree(directory)
        return True
    finally:
        os.close(handle)
