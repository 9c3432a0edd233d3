"""The round: every check in order."""

from __future__ import annotations

from collections.abc import Iterator

from kg.settings import Settings
from search_app.doctor import data, environment, machine
from search_app.doctor.line import Line


def examine(settings: Settings) -> Iterator[Line]:
    """All lines, one after the other."""
    yield from environment.lines(settings)
    yield from data.lines(settings)
    yield from machine.lines(settings)
