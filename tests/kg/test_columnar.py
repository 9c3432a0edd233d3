"""The columnar tables: row by row what the graph says, the same bytes on every way there, and a reader that stays in its release."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest import samples
from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import bundle, release
from kg.columnar import FOLDER, Column, ColumnarBuilder, Table, Tables, tables
from kg.columnar import builder as builder_module
from kg.errors import QueryError
from kg.folder import DataFolder
from kg.release import Release
from kg.store import rows
from tests.kg.conftest import filled
from tests.kg.example import account

REPORTS = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
SETS = [pytest.param(samples.folder(), id="samples"), pytest.param(REPORTS, id="real", marks=pytest.mark.real)]


def built(folder: DataFolder) -> Release:
    return release.build(folder, (ColumnarBuilder(),))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release that the tests only read."""
    return built(filled(tmp_path_factory.mktemp("columnar") / "data"))


def printed(column: Column, value: Any) -> str:
    """A value as the query prints it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def canonical(column: Column, text: str) -> str:
    return format(Decimal(text).normalize(), "f") if column.type == "decimal" and text else text


def differences(opened: Release, table: Table, held: Tables) -> list[tuple[object, object]]:
    graph = [
        tuple(canonical(column, text) for column, text in zip(table.columns, row.values(), strict=True))
        for row in rows(opened.open_store(), table.query)
    ]
    columnar = [
        tuple(printed(column, value) for column, value in zip(table.columns, row.values(), strict=True))
        for row in held.rows(f"SELECT * FROM {table.name}")  # noqa: S608
    ]
    assert len(graph) == len(columnar), table.name
    return [pair for pair in zip(graph, columnar, strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize("reports", SETS)
def test_every_table_agrees_with_the_graph_row_by_row(reports: Path, tmp_path: Path) -> None:
    if not reports.is_dir():
        pytest.skip(f"no reports in {reports}: set JUESUAN_REPORTS")
    folder = DataFolder(tmp_path / "data")
    load(folder, find_files([str(reports / "*.txt")]), Plan(builders=(ColumnarBuilder(),)))
    with release.current(folder) as opened:
        held = Tables(opened.directory / FOLDER)
        assert held.names == tuple(sorted(table.name for table in tables()))
        for table in tables():
            assert differences(opened, table, held)[:1] == [], table.name
        assert held.rows("SELECT count(*) AS n FROM facts")[0]["n"] > 500


def test_headers_name_the_columns_of_the_queries() -> None:
    for table in tables():
        head = table.query[table.query.index("SELECT") : table.query.index("WHERE")]
        assert table.names == [word[1:] for word in head.split() if word.startswith("?")]
        assert all(column.label for column in table.columns), table.name


def test_facts_carry_their_meaning(made: Release) -> None:
    held = Tables(made.directory / FOLDER)
    found = held.rows(
        "SELECT organization, year, region, functional, fund, phase, amount FROM wide "
        "WHERE year = ? AND functional = ? AND table_kind = 'generalPublic' AND column_index = 3",
        [2023, "2010303"],
    )
    assert [(row["organization"], row["year"], row["region"]) for row in found] == [("云溪区产业服务中心", 2023, "云溪区")]
    assert found[0]["fund"] == "general" and found[0]["phase"] == "executed" and found[0]["amount"] > 0


def test_rows_come_from_parts_and_the_bytes_are_those_of_a_fresh_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder_module, "SLICE", 1)
    folder, fresh = DataFolder(tmp_path / "data"), DataFolder(tmp_path / "fresh")
    for year in (2021, 2022):
        folder.put(bundle.dump(account(year), folder.iris))
    built(folder).close()
    folder.remove(folder.headers()[0].report_iri)
    folder.put(bundle.dump(account(2020), folder.iris))
    for year in (2022, 2020):
        fresh.put(bundle.dump(account(year), fresh.iris))
    with built(folder) as later, built(fresh) as anew:
        assert content(later.directory / FOLDER) == content(anew.directory / FOLDER)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_text_can_be_left_out(folder: DataFolder) -> None:
    with release.build(folder, (ColumnarBuilder(text=False),)) as opened:
        held = Tables(opened.directory / FOLDER)
        assert "passages" not in held.names
        assert held.rows("SELECT DISTINCT text FROM statements") == [{"text": None}]
        assert held.rows("SELECT count(*) AS n FROM statements WHERE value IS NOT NULL")[0]["n"] > 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "COPY (SELECT 1) TO '/tmp/juesuan-should-not-be.csv'",
        "ATTACH '/tmp/juesuan-should-not-be.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "SET enable_external_access = true",
    ],
)
def test_reader_stays_in_its_release(made: Release, statement: str) -> None:
    import duckdb

    with pytest.raises(duckdb.Error):
        Tables(made.directory / FOLDER).rows(statement)


def test_what_a_visitor_says_is_bound(made: Release) -> None:
    held = Tables(made.directory / FOLDER)
    said = "x' OR 1=1 --"
    assert held.rows("SELECT * FROM facts WHERE row = ?", [said]) == []
    assert held.rows("SELECT count(*) AS n FROM facts WHERE report IN (SELECT unnest(?))", [[said]])[0]["n"] == 0


def test_a_runaway_is_stopped(made: Release) -> None:
    held = Tables(made.directory / FOLDER, seconds=0.3)
    with pytest.raises(QueryError):
        held.rows("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b")
    assert held.rows("SELECT 1 AS one") == [{"one": 1}]


def test_memory_is_bounded(made: Release) -> None:
    held = Tables(made.directory / FOLDER, memory_mb=64)
    with pytest.raises(QueryError):
        held.rows("SELECT list(range) FROM range(100000000)")
