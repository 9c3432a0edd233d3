"""Lines on stderr; how far the work is, how fast it goes and how long the rest takes.

On a terminal that is a bar below the lines, elsewhere (a log, a pipe) a line a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

from search_app.pace import Pace

_WIDTH = 24
_EVERY = 60.0  # seconds between the lines where there is no terminal


class Meter:
    """Says what happened line by line, and how far it is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._live = sys.stderr.isatty()
        self._bar = ""
        self._clock = clock
        self._step, self._pace = "", Pace(clock)
        self._told = clock()

    def say(self, text: str) -> None:
        """A line that stays."""
        self._wipe()
        click.echo(text, err=True)
        self._draw()

    def show(self, step: str, done: int, total: int) -> None:
        """Move on: `done` of `total` of `step`."""
        if step != self._step:
            self._step, self._pace = step, Pace(self._clock)
        text = f"{done}/{total} {step}{_speed(self._pace, done, total)}"
        if self._live:
            filled = _WIDTH * done // max(total, 1)
            self._wipe()
            self._bar = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {text}"
            self._draw()
        elif done < total and self._clock() - self._told >= _EVERY:
            self._told = self._clock()
            click.echo(text, err=True)

    def done(self, text: str) -> None:
        """The last line; the bar goes."""
        self._wipe()
        self._bar = ""
        click.echo(text, err=True)

    def _draw(self) -> None:
        if self._live and self._bar:
            click.echo(self._bar, err=True, nl=False)

    def _wipe(self) -> None:
        if self._live and self._bar:
            click.echo("\r\x1b[K", err=True, nl=False)


def _speed(pace: Pace, done: int, total: int) -> str:
    """`, 3.1/s, 12 min left`; "" while it cannot be told."""
    rate = pace.rate(done)
    return f", {rate:.{1 if rate < 100 else 0}f}/s, {duration((total - done) / rate)} left" if rate else ""


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3.5 h`: as exact as an estimate is."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
