"""Counts that pages make from other parts of a release are those of its tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_app import sifting
from search_app.holdings import holdings
from search_app.ledger import ledger
from search_app.shelf import Reading, Shelf
from search_app.sifting import FILTERS, Sieve

# The filters of /checks as expressions over the findings and their reports.
OF_FINDINGS = {
    "severity": "severity",
    "rule": "rule",
    "year": "CAST(year AS VARCHAR)",
    "unit": "split_part(organization_iri, '/unit/', 2)",
    "region": "region_code",
    "type": "type",
    "outcome": "outcome",
}


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


@pytest.mark.parametrize("on", [{}, {"severity": "error"}, {"year": "2024", "type": "部门决算"}], ids=["none", "severity", "year and type"])
def test_facets_of_findings_are_those_of_the_tables(reading: Reading, on: dict[str, str]) -> None:
    assert set(OF_FINDINGS) == set(FILTERS)
    every = sifting.entries(holdings(reading), ledger(reading))
    assert every
    for name, expression in OF_FINDINGS.items():
        others = [f"{OF_FINDINGS[key]} = '{value}'" for key, value in on.items() if key != name]
        found: dict[str, int] = {}
        for entry in Sieve(on).sift(every, but=name):
            found[entry.value(name)] = found.get(entry.value(name), 0) + 1
        assert found == counted(reading, expression, " AND ".join(others) or "true"), name


def test_totals_of_findings_are_those_of_the_tables(client: FlaskClient, reading: Reading) -> None:
    said = client.get("/checks?format=json").get_json()
    severities = counted(reading, "severity")
    assert said["total"] == sum(severities.values())
    assert {name: count for name, count in said["severities"].items() if count} == severities


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
