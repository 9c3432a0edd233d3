"""Rows of reports, as CSV, into Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.columnar.columns import Column, Table, withheld
from kg.columnar.session import copy, literal, name
from kg.packing import unpacked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROW_GROUP = 122_880
_LONGEST_LINE = 16 << 20


class Writer:
    """Takes rows slice by slice, reports and rows in order, and writes each table as one file. `scratch` is a folder for its own files."""

    def __init__(self, session: DuckDBPyConnection, scratch: Path, tables: Sequence[Table], *, text: bool) -> None:
        self._session = session
        self._scratch = scratch
        self._tables = tables
        self._text = text
        self._slices: dict[str, list[Path]] = {table.name: [] for table in tables}

    def add(self, reports: Iterable[Mapping[str, bytes]]) -> None:
        """Take a slice: the CSV lines of some reports that follow each other, by table, packed as in their parts."""
        made = [table for table in self._tables if not table.of_release]
        for table in made:
            self._put_aside(table)
        for rows in reports:
            for table in made:
                with self._csv(table).open("ab") as out:
                    out.write(unpacked(rows[table.name]))

    def add_of_release(self, table: Table, rows: bytes) -> None:
        """Take all rows of a table."""
        self._csv(table).write_bytes(rows)

    def write(self, table: Table, target: Path) -> None:
        """Write one table with all that was taken."""
        if not self._slices[table.name]:
            self._copy_csv(table, target)
            return
        self._put_aside(table)
        files = ", ".join(literal(str(file)) for file in self._slices[table.name])
        self._copy(f"SELECT * FROM read_parquet([{files}])", target)  # noqa: S608

    def write_part(self, source: Path, table: Table, target: Path) -> None:
        """Write those columns of `source` that `table` has."""
        self._copy(f"SELECT {_listed(table)} FROM read_parquet({literal(str(source))})", target)  # noqa: S608

    def _csv(self, table: Table) -> Path:
        return self._scratch / f"{table.name}.csv"

    def _put_aside(self, table: Table) -> None:
        """The rows of the slice before into one more Parquet file."""
        files = self._slices[table.name]
        if self._csv(table).exists():
            files.append(self._scratch / f"{table.name}-{len(files)}.parquet")
            self._copy_csv(table, files[-1])

    def _copy_csv(self, table: Table, target: Path) -> None:
        """The rows of the CSV file, which goes away."""
        source = self._csv(table)
        source.touch()
        hidden = "" if self._text else withheld(table)
        typed = ", ".join(_typed(column, hidden) for column in table.columns)
        self._copy(f"SELECT {typed} FROM {_csv(source, table)}", target)  # noqa: S608
        source.unlink()

    def _copy(self, rows: str, target: Path) -> None:
        copy(self._session, rows, target, _ROW_GROUP)


def _listed(table: Table) -> str:
    return ", ".join(name(column) for column in table.names)


def _typed(column: Column, hidden: str) -> str:
    value = "NULL" if column.name == hidden else name(column.name)
    return f"TRY_CAST({value} AS {column.sql}) AS {name(column.name)}"


def _csv(path: Path, table: Table) -> str:
    columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in table.names)
    return (
        f"read_csv({literal(str(path))}, columns = {{{columns}}}, header = false, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = '', parallel = false, max_line_size = {_LONGEST_LINE})"
    )
