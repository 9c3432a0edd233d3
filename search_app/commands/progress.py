"""Lines on stderr, with a bar below them where stderr is a terminal."""

from __future__ import annotations

import sys

import click

_WIDTH = 24


class Meter:
    """Says what happened line by line; on a terminal a bar shows how far it is."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._bar = ""

    def say(self, text: str) -> None:
        """A line that stays."""
        self._wipe()
        click.echo(text, err=True)
        self._draw()

    def show(self, step: str, done: int, total: int) -> None:
        """Move the bar: `done` of `total` of `step`."""
        filled = _WIDTH * done // max(total, 1)
        self._wipe()
        self._bar = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{total} {step}"
        self._draw()

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
