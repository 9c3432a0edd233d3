"""The query workers as those who watch the server see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crew:
    """How many workers are busy with a query, how many wait for one, how many queries wait for a place.

    `replaced` counts the workers that were ended and replaced since the server started, by why.
    """

    busy: int
    idle: int
    waiting: int
    replaced: Mapping[str, int]
