"""The aggregates of the pages: named SQL statements over the tables of a release (docs: each file says what it gives)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from kg.columnar.reader import Parameter
from search_app.shelf import Reading


def rows(reading: Reading, name: str, *parameters: Parameter) -> list[dict[str, Any]]:
    """The rows of the statement `name` by column name; none where the release has no tables.

    Raises `QueryError` where it takes too long.
    """
    tables = reading.tables
    return tables.rows(_statement(name), parameters) if tables.names else []


@cache
def _statement(name: str) -> str:
    return resources.files("search_app.sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")
