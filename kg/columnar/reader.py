"""Reading the tables of a release with SQL.

The statements are the program's own; what a visitor says comes in as a bound parameter. A session sees the files of its release and
nothing else, has a memory limit, and stops when its time is up.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.columnar.session import confine, name, open_session, view
from kg.errors import QueryError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Parameter = str | int | float | bool | None | list[str] | list[int]


class Tables:
    """The columnar tables in `folder` as views by their names (`facts`, `observations`, …), and `wide`: facts with unit, place and year.

    `derived`: SELECTs by the name of the table that they make, for those whose file an older release lacks. Threads may share one.
    """

    def __init__(
        self, folder: Path, *, derived: Mapping[str, str] = MappingProxyType({}), memory_mb: int = 256, seconds: float = 5.0
    ) -> None:
        self._seconds = seconds
        self._session = open_session(memory_mb)
        self._session.execute("SET parquet_metadata_cache = true")  # a release never changes
        self.names = tuple(view(self._session, folder))
        if "facts" in self.names:
            lacking = {table: rows for table, rows in derived.items() if table not in self.names}
            for table, rows in {"wide": "SELECT * FROM facts JOIN report_units USING (report)", **lacking}.items():
                self._derive(table, rows)
        confine(self._session, folder)

    def _derive(self, table: str, rows: str) -> None:
        """A view, where the release has all that it is made of."""
        import duckdb

        with contextlib.suppress(duckdb.CatalogException):
            self._session.execute(f"CREATE VIEW {name(table)} AS {rows}")

    def rows(self, statement: str, parameters: Sequence[Parameter] = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT by column name. Raises `QueryError` where it runs out of time or memory."""
        import duckdb

        with self._session.cursor() as cursor:
            watch = threading.Timer(self._seconds, cursor.interrupt)
            watch.daemon = True
            watch.start()
            try:
                return _fetched(cursor.execute(statement, list(parameters)))
            except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
                raise QueryError(f"the tables gave no answer: {error}", hint="ask for less") from error
            finally:
                watch.cancel()

    def close(self) -> None:
        """End the session."""
        self._session.close()


def _fetched(cursor: DuckDBPyConnection) -> list[dict[str, Any]]:
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
