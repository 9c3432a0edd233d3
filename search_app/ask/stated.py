"""Figures of the narrative that are looked up by their wording alone."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal

from kg.literals import integer
from search_app.ask.places import Place
from search_app.ask.templates import Branch, Value, fill, target_rows


def stated(places: Sequence[Place], unit: str, of_year: int) -> str:
    """The query of these places in the report of one unit and year, in their order."""
    parts: dict[Branch, list[tuple[Value, ...]]] = {}
    for rank, place in enumerate(places):
        parts.setdefault(place.branch, []).append((Literal("说明文字"), integer(rank), *place.values))
    return fill("values", {"unit": target_rows([(unit, of_year)])}, parts)
