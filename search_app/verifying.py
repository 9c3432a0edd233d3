"""Whether copied releases are whole, by the content of every file: looked at once, beside the requests."""

from __future__ import annotations

import threading
from pathlib import Path

from kg import inventory
from kg.errors import ReleaseError

Signature = tuple[tuple[str, int, int], ...]


class Verifying:
    """Reads each release through once; a refused one again when its files have changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[Path, Signature], ReleaseError | None] = {}
        self._under_way: set[tuple[Path, Signature]] = set()

    def is_whole(self, directory: Path, *, wait: bool) -> bool:
        """True for a whole release; False while it is being looked at, unless `wait`. Raises `ReleaseError` for one that is not."""
        key = directory, _signature(directory)
        if wait:
            self._look(key)
        with self._lock:
            if key in self._found:
                if error := self._found[key]:
                    raise error
                return True
            if key not in self._under_way:
                self._under_way.add(key)
                threading.Thread(target=self._look, args=(key,), name="release-verifier", daemon=True).start()
        return False

    def _look(self, key: tuple[Path, Signature]) -> None:
        error: ReleaseError | None = None
        try:
            inventory.check(key[0], content=True)
        except ReleaseError as found:
            error = found
        with self._lock:
            self._under_way.discard(key)
            self._found = {known: said for known, said in self._found.items() if known[0] != key[0]} | {key: error}


def _signature(directory: Path) -> Signature:
    """Size and time of every file that the release should have, and of its inventory."""
    names = [inventory.NAME, *(listed.path for listed in inventory.read(directory))]
    stats = ((name, (directory / name).stat()) for name in names if (directory / name).exists())
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
