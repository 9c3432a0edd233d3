"""Queries that are told their reports: the same rows, and nothing where it would not be safe."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.store import rows
from queries import library
from queries.narrowing import MOST, narrowed
from tests.queries.conftest import Ask

UNIT = "数据和政务服务局"
VALUES = {"word": "增加", "measure": "政府采购支出总额", "subject": "2010302"}
ABOUT_UNITS = [query for query in library.load() if "unit" in {one.name for one in query.parameters}]


@pytest.fixture(scope="module")
def reports(ask: Ask) -> list[str]:
    """The reports of the units with that name."""
    return [row["report_iri"] for row in ask("reports-loaded", unit=UNIT)]


@pytest.mark.parametrize("query", ABOUT_UNITS, ids=lambda query: query.name)
def test_the_rows_are_those_of_the_query_as_it_stands(query: library.Query, store: Store, reports: list[str]) -> None:
    required = {one.name: VALUES[one.name] for one in query.parameters if one.required}
    text = query.bound({"unit": UNIT, **required})
    assert list(rows(store, narrowed(text, reports))) == list(rows(store, text))


def test_most_queries_about_a_unit_are_told_its_reports() -> None:
    told = [query for query in ABOUT_UNITS if "VALUES ?report_iri" in narrowed(query.text, ["urn:r"])]
    assert len(told) > len(ABOUT_UNITS) * 2 // 3


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?n { ?report_iri a fa:Report }",
        "SELECT ?n { { SELECT (COUNT(?report_iri) AS ?n) WHERE { ?report_iri a fa:Report } } }",
        "SELECT * { { SELECT ?report_iri WHERE { ?report_iri a fa:Report } } UNION { BIND(1 AS ?n) } }",
        "SELECT * { ?x a fa:Unit OPTIONAL { SELECT ?report_iri WHERE { ?report_iri fa:reportOf ?x } } }",
    ],
    ids=["no sub-select", "only counted", "an alternative", "optional"],
)
def test_where_a_report_may_be_missing_nothing_is_bound(text: str) -> None:
    assert narrowed(text, ["urn:r"]) == text


def test_an_optional_part_is_told_too() -> None:
    text = "SELECT * { { SELECT ?report_iri WHERE { ?report_iri a fa:Report } } OPTIONAL { { SELECT ?report_iri ?n WHERE { ?t ?p ?n } } } }"
    assert narrowed(text, ["urn:r"]).count("VALUES ?report_iri { <urn:r> }") == 4


def test_the_reports_are_the_only_constants_to_begin_with() -> None:
    text = "SELECT * { { SELECT ?report_iri WHERE { VALUES ?kind { fa:A fa:B } ?report_iri a ?kind } } }"
    assert "{ VALUES ?report_iri { <urn:r> } FILTER(?kind IN (fa:A, fa:B)) ?report_iri a ?kind }" in narrowed(text, ["urn:r"])


def test_an_affiliation_may_stand_in_the_report_of_another_unit() -> None:
    text = library.get("library", "unit-affiliations").text
    assert narrowed(text, ["urn:r"]) == text


def test_no_report_and_very_many_are_not_named() -> None:
    text = "SELECT * { { SELECT ?report_iri WHERE { ?report_iri a fa:Report } } }"
    assert narrowed(text, []) == text == narrowed(text, ["urn:r"] * (MOST + 1))
    assert narrowed(text, ["urn:r"]).count("VALUES ?report_iri { <urn:r> }") == 2
