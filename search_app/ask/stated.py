"""Figures of the narrative that are looked up by their wording alone."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal

from kg.literals import integer
from search_app.ask.templates import Value, fill, target_rows


def stated(places: Sequence[tuple[str, tuple[Value, ...]]], unit: str, of_year: int) -> str:
    """The query of these places (part of `values.rq` and its terms) in the report of one unit and year, in their order."""
    parts: dict[str, list[tuple[Value, ...]]] = {}
    for rank, (part, values) in enumerate(places):
        parts.setdefault(part, []).append((Literal("说明文字"), integer(rank), *values))
    return fill("values", {"unit": target_rows([(unit, of_year)])}, parts)
