"""The tidy tables as CSV with metadata (W3C "Metadata Vocabulary for Tabular Data"), from the columnar tables of the release.

The CSV files have the bytes that `juesuan export --tables` writes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.columnar import Column, Table
from kg.columnar.session import literal, name
from kg.files import replacing, write_atomic

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METADATA = "csv-metadata.json"
_ROWS_AT_ONCE = 5_000
_REPORTS = "reports"
_DATATYPES = {
    "text": "string",
    "iri": "anyURI",
    "boolean": "boolean",
    "integer": "integer",
    "year": "gYear",
    "decimal": "decimal",
}


def parquet(folder: Path, table: str) -> str:
    """A columnar table as a source of rows in SQL."""
    return f"read_parquet({literal(str(folder / f'{table}.parquet'))})"


def write_csv(session: DuckDBPyConnection, selects: Iterable[str], columns: Sequence[str], path: Path) -> int:
    """Write the rows of SELECTs one after the other with a header and return their number; what is not printed is an empty cell."""
    count = 0
    with replacing(path) as out:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        for select in selects:
            found = session.execute(_printed(session, select))
            while chunk := found.fetchmany(_ROWS_AT_ONCE):
                writer.writerows(chunk)
                count += len(chunk)
        text.detach()
    return count


def _printed(session: DuckDBPyConnection, select: str) -> str:
    """The same SELECT with true and false in words; a writer of CSV prints all other values as they are, and nothing for NULL."""
    found = session.execute(f"DESCRIBE {select}").fetchall()
    truths = ", ".join(f"CAST({name(column)} AS VARCHAR) AS {name(column)}" for column, kind, *_ in found if kind == "BOOLEAN")
    return f"SELECT * REPLACE ({truths}) FROM ({select})" if truths else select  # noqa: S608


def write_metadata(path: Path, tables: Iterable[Table], rights: str) -> None:
    """Write the metadata of the CSV files beside it."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": "决算图谱：整洁表",
        "dc:rights": rights,
        "dialect": {"lineTerminators": ["\n"]},
        "tables": [{"url": f"{table.name}.csv", "dc:title": table.title, "tableSchema": _schema(table)} for table in tables],
    }
    write_atomic(path, (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode())


def _schema(table: Table) -> dict[str, object]:
    """Columns, primary key, and the report of each row as a key of reports.csv."""
    schema: dict[str, object] = {"columns": [_column(column) for column in table.columns], "aboutUrl": "{+source}"}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.name != _REPORTS:
        schema["foreignKeys"] = [{"columnReference": "report", "reference": {"resource": f"{_REPORTS}.csv", "columnReference": "report"}}]
    return schema


def _column(column: Column) -> dict[str, object]:
    return {"name": column.name, "titles": column.name, "dc:description": column.label, "datatype": _DATATYPES[column.type], "null": ""}
