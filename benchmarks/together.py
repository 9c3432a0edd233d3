"""The most memory that a process and all those below it hold together, sampled: the sum of their proportional sets (PSS).

A page that several of them share counts once. The maxima of the processes, added, would count it in each, and moments that never met.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SECONDS = 0.5


class Together:
    """`most`: the MiB of the fullest moment so far."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Sample this process and all below it while the block runs."""
        thread = threading.Thread(target=self._sample, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(_SECONDS):
            self.most = max(self.most, sum(map(_held, _family(os.getpid()))) >> 10)


def _family(process: int) -> Iterator[int]:
    """The process and all below it; one that ends meanwhile is left out."""
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))


def _held(process: int) -> int:
    """KiB of a process; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
