"""Queries to begin with, from the query library."""

from __future__ import annotations

from functools import cache

from queries import library
from queries.library import Query

# What a visitor may want first; the library holds more.
_NAMES = ("reports-loaded", "income-and-expenditure", "three-public", "low-execution-projects", "indicators", "whole-path")


@cache
def examples() -> tuple[Query, ...]:
    """A few library queries, in that order."""
    held = {query.name: query for query in library.load()}
    return tuple(held[name] for name in _NAMES if name in held)
