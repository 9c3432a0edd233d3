"""The tidy tables as CSV with metadata (W3C "Metadata Vocabulary for Tabular Data"), from the columnar tables of the release.

The CSV files have the bytes that `juesuan export --tables` writes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.columnar import Column, Table
from kg.columnar.session import literal
from kg.files import write_atomic

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METADATA = "csv-metadata.json"
_CSV = "FORMAT csv, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '', COMMENT ''"
_BYTES_AT_ONCE = 1 << 20
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
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(",".join(columns).encode() + b"\n")
    count = 0
    for number, select in enumerate(selects):
        target = path.with_name(f".{path.name}.tmp") if number else path
        (rows,) = session.execute(f"COPY ({select}) TO {literal(str(target))} ({_CSV}, HEADER {not number})").fetchone() or (0,)
        if number:
            _moved(target, path)
        count += rows
    return count


def _moved(lines: Path, path: Path) -> None:
    """Put `lines` at the end of `path`."""
    with path.open("ab") as out, lines.open("rb") as more:
        shutil.copyfileobj(more, out, _BYTES_AT_ONCE)
    lines.unlink()


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
