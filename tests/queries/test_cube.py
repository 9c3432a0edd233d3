"""The cube is well-formed: the constraints of the Data Cube recommendation (section 11) and those of OpenBudgets, each shown to bite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from ingest.pipeline import extract
from ingest.sources import Source, find_files
from kg.content import draft
from kg.iris import Iris
from kg.mapper import quads
from kg.store import ask, rows
from queries import library
from queries.library import Query

REPORTS = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
CUBE = library.load("checks/cube")

PREFIXES = """PREFIX fa: <https://w3id.org/juesuan/ontology#> PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX obeu: <http://data.openbudgets.eu/ontology/> PREFIX obeu-dimension: <http://data.openbudgets.eu/ontology/dsd/dimension/>
PREFIX obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/>
"""
SLICED = "<x:d> a qb:DataSet ; qb:structure <x:s> . <x:s> a qb:DataStructureDefinition ; qb:component <x:c> . <x:c> qb:dimension <x:dim> . "
MEASURED = (
    "<x:d> a qb:DataSet ; qb:structure <x:s> . <x:s> qb:component <x:c1>, <x:c2>, <x:c3> . <x:c1> qb:dimension qb:measureType . "
    "<x:c2> qb:measure <x:m> . <x:c3> qb:measure <x:n> . <x:o> qb:dataSet <x:d> ; qb:measureType <x:m> . "
)
# What breaks each constraint.
BROKEN = {
    "ic01": "<x:o> a qb:Observation",
    "ic02": "<x:d> a qb:DataSet ; qb:structure <x:s>, <x:t>",
    "ic03": "<x:s> a qb:DataStructureDefinition",
    "ic04": "<x:p> a qb:DimensionProperty",
    "ic05": "<x:p> a qb:DimensionProperty ; rdfs:range skos:Concept",
    "ic06": "<x:s> qb:component <x:c> . <x:c> qb:componentRequired false ; qb:dimension <x:p>",
    "ic07": "<x:k> a qb:SliceKey",
    "ic08": SLICED + "<x:s> qb:sliceKey <x:k> . <x:k> a qb:SliceKey ; qb:componentProperty <x:other>",
    "ic09": "<x:d> qb:slice <x:slice>",
    "ic10": "<x:slice> qb:sliceStructure <x:k> . <x:k> qb:componentProperty <x:dim>",
    "ic11": "<x:d> a qb:DataSet ; qb:structure fa:dsd-income . <x:o> qb:dataSet <x:d>",
    "ic12": "<x:o> qb:dataSet <x:d> ; {same} . <x:p> qb:dataSet <x:d> ; {same}",
    "ic13": "<x:d> a qb:DataSet ; qb:structure fa:dsd-income . <x:o> qb:dataSet <x:d>",
    "ic14": "<x:d> a qb:DataSet ; qb:structure fa:dsd-income . <x:o> qb:dataSet <x:d>",
    "ic15": MEASURED,
    "ic16": MEASURED + "<x:o> <x:m> 1 ; <x:n> 2",
    "ic17": MEASURED,
    "ic18": "<x:d> qb:slice <x:slice> . <x:slice> qb:observation <x:o>",
    "ic19": "<x:o> qb:dataSet <x:d> ; fa:fundSource <x:fund>",
    "ic20": "<x:l> a qb:HierarchicalCodeList ; qb:parentChildProperty <x:child> . <x:p> qb:codeList <x:l> . "
    "<x:o> qb:dataSet <x:d> ; <x:p> <x:v>",
    "ic21": "<x:l> a qb:HierarchicalCodeList ; qb:parentChildProperty _:b . _:b owl:inverseOf <x:up> . <x:p> qb:codeList <x:l> . "
    "<x:o> qb:dataSet <x:d> ; <x:p> <x:v>",
    "openbudgets-abstract": "<x:o> obeu-dimension:classification <x:c>",
    "openbudgets-case": "<x:d> a qb:Dataset",
    "openbudgets-code-lists": "obeu-dimension:project qb:codeList <x:a>, <x:b>",
    "openbudgets-currency": "<x:s> a qb:DataStructureDefinition ; qb:component <x:c> . <x:c> qb:measure obeu-measure:amount",
    "openbudgets-instances": "<x:o> a obeu-dimension:project",
    "openbudgets-namespace": "<x:o> obeu:ownTerm 1",
}
SAME = "obeu-dimension:organization <x:u> ; obeu-dimension:fiscalYear <x:y> ; fa:rowIndex 1 ; fa:columnIndex 2"


def test_every_constraint_has_its_counterexample() -> None:
    assert sorted(BROKEN) == [query.name for query in CUBE]
    assert {query.name for query in CUBE} >= {f"ic{number:02d}" for number in range(1, 22)}


@pytest.mark.parametrize("query", CUBE, ids=lambda query: query.name)
def test_samples_keep_it(store: Store, query: Query) -> None:
    assert list(rows(store, query.text)) == []


@pytest.mark.parametrize("query", CUBE, ids=lambda query: query.name)
def test_it_finds_what_breaks_it(query: Query) -> None:
    broken = draft(Iris(), [])
    broken.update(f"{PREFIXES} INSERT DATA {{ GRAPH <x:g> {{ {BROKEN[query.name].replace('{same}', SAME)} }} }}")
    found = list(rows(broken, query.text))
    assert found
    assert all(value.startswith(("x:", "http")) or value.isdigit() for row in found for value in row.values())


@pytest.mark.parametrize("query", CUBE, ids=lambda query: query.name)
def test_header_and_columns_agree(query: Query) -> None:
    assert query.title != query.name and query.title_en.isascii() and query.header["description"]
    found = ask(Store(), query.text)
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == list(query.columns)


@pytest.mark.real
def test_real_reports_keep_all() -> None:
    if not REPORTS.is_dir():
        pytest.skip(f"no reports in {REPORTS}: set JUESUAN_REPORTS")
    sources: list[Source] = find_files([str(REPORTS / "*.txt")])
    held = draft(Iris(), [quads(extract(source), Iris()) for source in sources])
    assert {query.name: found for query in CUBE if (found := list(rows(held, query.text)))} == {}
