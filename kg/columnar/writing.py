"""Rows from two sides, those asked now and those of the release before, into Parquet files whose bytes do not tell which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bundle import BundleInfo
from kg.columnar.columns import Column, Table, withheld
from kg.columnar.session import literal, name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROW_GROUP = 122_880
_LONGEST_LINE = 16 << 20


@dataclass(frozen=True, slots=True)
class Slice:
    """Some reports that follow each other: files `kept` from the release before, bundles `asked`, whose rows lie in `folder` as CSV."""

    folder: Path
    kept: tuple[str, ...]
    asked: tuple[BundleInfo, ...]

    def add(self, rows: Iterable[tuple[Table, bytes]]) -> None:
        """Put the rows of one report behind those that are there."""
        for table, lines in rows:
            with (self.folder / f"{table.name}.csv").open("ab") as out:
                out.write(lines)


class Writer:
    """Writes tables of all slices; `before`: the folder of the tables before, or None."""

    def __init__(self, session: DuckDBPyConnection, slices: list[Slice], before: Path | None, *, text: bool) -> None:
        self._session = session
        self._slices = slices
        self._before = before
        self._text = text
        session.execute("CREATE TABLE kept (slice INTEGER, report VARCHAR)")
        for number, part in enumerate(slices):
            session.execute("INSERT INTO kept SELECT ?, unnest(?::VARCHAR[])", [number, list(part.kept)])

    def write(self, table: Table, target: Path) -> None:
        """Write one table: slice by slice, each in order, then all slices as one file."""
        if table.of_release:
            return self._copy(f"SELECT {_listed(table)} FROM ({self._asked(table, 0)}) ORDER BY place", target)  # noqa: S608
        files = [part.folder / f"{table.name}.parquet" for part in self._slices]
        for number, file in enumerate(files):
            rows = f"SELECT {_listed(table)} FROM ({self._rows(table, number)}) ORDER BY report, place"  # noqa: S608
            self._copy(rows, file)
        return self._copy(f"SELECT * FROM read_parquet([{', '.join(literal(str(file)) for file in files)}])", target)  # noqa: S608

    def write_part(self, source: Path, table: Table, target: Path) -> None:
        """Write those columns of `source` that `table` has."""
        self._copy(f"SELECT {_listed(table)} FROM read_parquet({literal(str(source))})", target)  # noqa: S608

    def _rows(self, table: Table, number: int) -> str:
        """The rows of a slice with their place in their report."""
        part = self._slices[number]
        sides = [self._asked(table, number)] if part.asked or not part.kept else []
        if part.kept and self._before is not None:
            first, last = literal(min(part.kept, key=str.encode)), literal(max(part.kept, key=str.encode))
            old = f"read_parquet({literal(str(self._before / f'{table.name}.parquet'))}, file_row_number = true)"
            sides.append(
                f"SELECT {_listed(table)}, file_row_number AS place FROM {old} WHERE report BETWEEN {first} AND {last} "  # noqa: S608
                f"AND report IN (SELECT report FROM kept WHERE slice = {number})"
            )
        return " UNION ALL ".join(sides)

    def _asked(self, table: Table, number: int) -> str:
        path = self._slices[number].folder / f"{table.name}.csv"
        path.touch()
        hidden = "" if self._text else withheld(table)
        typed = ", ".join(_typed(column, hidden) for column in table.columns)
        return f"SELECT {typed}, row_number() OVER () AS place FROM {_csv(path, table)}"  # noqa: S608

    def _copy(self, rows: str, target: Path) -> None:
        self._session.execute(f"COPY ({rows}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})")


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
