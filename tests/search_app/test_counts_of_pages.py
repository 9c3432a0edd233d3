"""Counts that pages make from other parts of a release are those of its tables."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from kg.checks.whole import LEDGER
from kg.columnar import FOLDER, Tables
from search_app import sifting, sql
from search_app.aggregates import JUDGED, aggregates
from search_app.graph import Graph
from search_app.holdings import holdings
from search_app.ledger import ledger, read
from search_app.pages.indicator import uses, uses_in_graph
from search_app.pages.named import Named
from search_app.shelf import Reading, Shelf
from search_app.sifting import FILTERS, Sieve


@pytest.fixture(scope="module")
def reading(app: Flask) -> Iterator[Reading]:
    shelf: Shelf = app.extensions["shelf"]
    borrowed = shelf.borrow()
    yield borrowed
    shelf.give_back(borrowed)


def counted(reading: Reading, expression: str, where: str = "true") -> dict[str, int]:
    found = reading.tables.rows(
        f"SELECT {expression} AS value, count(*) AS n FROM findings JOIN report_units USING (report) WHERE {where} GROUP BY 1"  # noqa: S608
    )
    return {row["value"]: row["n"] for row in found}


@pytest.mark.parametrize(
    "on",
    [
        {},
        {"severity": "error"},
        {"year": "2024", "type": "部门决算"},
        {"region": "990100", "outcome": "failed"},
        {"unit": "示例市云溪区产业服务中心"},
        {"unit": "990102/示例市云溪区产业服务中心", "rule": "form-titles", "region": "990121"},
    ],
    ids=lambda on: "-".join(on) or "none",
)
def test_facets_are_what_the_filters_would_leave(reading: Reading, on: dict[str, str]) -> None:
    every = sifting.entries(holdings(reading), ledger(reading))
    assert every
    counts = sifting.counts(Sieve(on), reading)
    for name in FILTERS:
        others = {key: value for key, value in on.items() if key != name}
        assert counts[name] == Counter(entry.value(name) for entry in Sieve(others).sift(every)), name


def test_totals_of_findings_are_those_of_the_tables(client: FlaskClient, reading: Reading) -> None:
    said = client.get("/checks?format=json").get_json()
    severities = counted(reading, "severity")
    assert said["total"] == sum(severities.values())
    assert {name: count for name, count in said["severities"].items() if count} == severities


def test_findings_packed_with_a_release_are_those_of_its_ledger(reading: Reading) -> None:
    assert JUDGED in reading.tables.names
    whole = read(reading.release.directory / LEDGER)
    assert whole.findings and ledger(reading) == whole
    assert [one.where for found in ledger(reading).findings.values() for one in found] == [
        one.where for found in whole.findings.values() for one in found
    ]


def test_facts_and_reports_on_the_first_page_are_those_of_the_tables(reading: Reading) -> None:
    held = holdings(reading)
    facts = {row["report"]: row["n"] for row in reading.tables.rows("SELECT report, count(*) AS n FROM facts GROUP BY report")}
    assert facts == {report.file_path: report.facts for report in held.reports if report.facts}
    units = reading.tables.rows(
        "SELECT organization_iri, list_sort(list(CAST(year AS VARCHAR) || type)) AS years FROM report_units GROUP BY 1"
    )
    assert {row["organization_iri"].removeprefix(held.base): row["years"] for row in units} == {
        unit.href.removeprefix("/"): sorted(f"{report.year}{report.type}" for report in unit.reports) for unit in held.units
    }


def test_sums_made_with_a_release_are_those_of_its_tables(reading: Reading, tmp_path: Path) -> None:
    for file in (reading.release.directory / FOLDER).glob("*.parquet"):
        shutil.copy(file, tmp_path)
    older = Tables(tmp_path, derived=aggregates())
    for table in aggregates():
        held = reading.tables.rows(f"SELECT * FROM {table}")  # noqa: S608
        assert held and held == older.rows(f"SELECT * FROM {table}"), table  # noqa: S608
    older.close()


def test_uses_of_an_indicator_are_those_of_the_graph(app: Flask, reading: Reading) -> None:
    most = "SELECT indicator FROM indicator_uses GROUP BY 1 ORDER BY count(*) DESC, indicator LIMIT 1"
    node = NamedNode(reading.tables.rows(most)[0]["indicator"])
    with app.test_request_context():
        thing = Named(reading, holdings(reading), Graph(reading.store), node)
        held = uses(thing)
        assert len(held.rows) > 1 and held == uses_in_graph(thing)


def test_units_of_a_subject_are_counted_though_few_are_shown(reading: Reading) -> None:
    most = "SELECT scheme, code FROM users GROUP BY ALL ORDER BY count(DISTINCT organization_iri) DESC, scheme, code LIMIT 1"
    used = tuple(reading.tables.rows(most)[0].values())
    every, first, others = (sql.rows(reading, "subject_uses", *used, *page) for page in ((0, 100), (0, 1), (1, 100)))
    units = list(dict.fromkeys(row["source"].partition("report/")[2].rsplit("/", 2)[0] for row in every))
    years = [row["year"] for row in every]
    (known,) = sql.rows(reading, "subject_units", *used)
    assert len(units) > 1 and known == {"units": len(units), "first": min(years), "last": max(years)}
    assert first and others and [*first, *others] == every
