"""Figures of the narrative that are looked up by their wording alone."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode

from kg.literals import integer, year
from search_app.ask.templates import Value, fill


def stated(places: Sequence[tuple[str, tuple[Value, ...]]], unit: str, of_year: int) -> str:
    """The query of these places (part of `values.rq` and its terms) in the report of one unit and year, in their order."""
    parts: dict[str, list[tuple[Value, ...]]] = {}
    for rank, (part, values) in enumerate(places):
        parts.setdefault(part, []).append((Literal("说明文字"), integer(rank), *values))
    return fill("values", {"unit": [(NamedNode(unit),)], "year": [(year(of_year),)]}, parts)
