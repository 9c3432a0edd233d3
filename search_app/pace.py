"""How fast work goes that is told of now and then, and how long the rest takes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_WINDOW = 60.0
_APART = 1.0


class Pace:
    """The pace of about the last minute, so that what was there before, and took no time, soon counts no more."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: deque[tuple[float, int]] = deque()

    def rate(self, done: int) -> float | None:
        """Things a second, now that `done` are done; None while nothing has been done since the first telling."""
        now = self._clock()
        if not self._told or now - self._told[-1][0] >= _APART:
            self._told.append((now, done))
        while len(self._told) > 2 and now - self._told[1][0] > _WINDOW:
            self._told.popleft()
        since, begun = self._told[0]
        return (done - begun) / (now - since) if done > begun and now > since else None

    def left(self, done: int, total: int) -> int | None:
        """Seconds until `total` are done; None while that cannot be told."""
        rate = self.rate(done)
        return round((total - done) / rate) if rate else None
