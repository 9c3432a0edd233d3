"""The amounts of all tables as a Fiscal Data Package (1.0rc1): one CSV file and a descriptor that says what each column means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kg.files import write_atomic
from search_app.dumps.tables import parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DESCRIPTOR = "datapackage.json"
AMOUNTS = "amounts.csv"
# The join is sorted, so it is made of a bounded number of rows.
_ROWS_AT_ONCE = 200_000
_TAXONOMY = "https://frictionlessdata.io/taxonomies/fiscal/budgets.json"


@cache
def columns() -> tuple[dict[str, str], ...]:
    """The columns as `fiscal.yaml` describes them."""
    return tuple(yaml.safe_load(resources.files("search_app.dumps").joinpath("fiscal.yaml").read_text(encoding="utf-8")))


def names() -> list[str]:
    """The names of the columns."""
    return [column["name"] for column in columns()]


def rows(session: DuckDBPyConnection, tables: Path) -> Iterator[str]:
    """The amounts in 元 of all reports, in the order of print, as SELECTs over the columnar tables, each for some of the rows."""
    listed = ", ".join(f'{column["from"]} AS "{column["name"]}"' for column in columns())
    facts, subjects = parquet(tables, "facts"), parquet(tables, "subjects")
    numbered = facts.removesuffix(")") + ", file_row_number = true)"
    (total,) = session.execute(f"SELECT count(*) FROM {facts}").fetchone() or (0,)  # noqa: S608
    for first in range(0, total, _ROWS_AT_ONCE):
        yield (
            f"SELECT {listed} FROM (SELECT *, file_row_number AS place FROM {numbered} "  # noqa: S608
            f"WHERE file_row_number >= {first} AND file_row_number < {first + _ROWS_AT_ONCE}) f "
            f"JOIN {parquet(tables, 'report_units')} u USING (report) "
            f"LEFT JOIN {subjects} s ON s.scheme = 'functional' AND s.year = u.year AND s.code = f.functional "
            f"LEFT JOIN {subjects} e ON e.scheme = 'economic' AND e.year = u.year AND e.code = f.economic "
            "WHERE f.amount IS NOT NULL ORDER BY f.place"
        )


def write_descriptor(path: Path, file: dict[str, Any], rights: str) -> None:
    """Write `datapackage.json`; `file` holds bytes and hash of the CSV file."""
    package = {
        "name": "juesuan",
        "title": "决算图谱：部门决算的金额",
        "description": f"每行是一个原表格子里的金额，以元为单位。{rights}。不同种类的表、汇总与单位口径、上级与下级科目的金额不要相加。",
        "profile": "tabular-data-package",
        "columnTypes": [_TAXONOMY],
        "resources": [
            {
                "name": "amounts",
                "path": AMOUNTS,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"lineTerminator": "\n"},
                **file,
                "schema": {
                    "fields": [_field(column) for column in columns()],
                    "missingValues": [""],
                    "primaryKey": ["id"],
                    "extraFields": [
                        {"name": "currency", "type": "string", "columnType": "value-currency:code", "constant": "CNY", "title": "币种"}
                    ],
                },
            }
        ],
    }
    write_atomic(path, (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode())


def _field(column: dict[str, str]) -> dict[str, str]:
    kind = {"columnType": column["column"]} if "column" in column else {}
    return {"name": column["name"], "type": column["type"], "title": column["title"], **kind}
