"""What holds for every graph, asked in the terms of the contract alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store
from pyshacl import validate
from rdflib import Graph

from kg.content import draft
from kg.export import export_rdf
from kg.iris import Iris
from kg.mapper import quads
from kg.store import rows
from ontology.concepts import core
from ontology.terms import FA, PREFIXES, QB, SHAPES_FILE
from queries import library
from tests.kg.example import account
from tests.kg.large import largest

IRIS = Iris()

P = """
PREFIX fa: <https://w3id.org/juesuan/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX dim: <http://data.openbudgets.eu/ontology/dsd/dimension/>
PREFIX mea: <http://data.openbudgets.eu/ontology/dsd/measure/>
PREFIX att: <http://data.openbudgets.eu/ontology/dsd/attribute/>
"""

# Each must find nothing.
OFFENDERS = {
    "a fact without its place, unit, year, table, amount, currency or print": """SELECT ?f { ?f a fa:BudgetFact . FILTER NOT EXISTS {
        ?f dim:organization ?o ; dim:fiscalYear ?fy ; fa:year ?y ; qb:dataSet/fa:tableKind ?k ; fa:lineItem ?l ; fa:columnLabel ?c ;
        mea:amount ?a ; fa:printedText ?t ; fa:printedUnit ?p ; fa:rowIndex ?r ; fa:columnIndex ?ci ; att:currency ?cu ;
        fa:isLeaf ?leaf } }""",
    "an amount that is not the printed one in yuan": """SELECT ?f {
        ?f a fa:BudgetFact ; fa:printedUnit "万元" ; fa:printedText ?t ; mea:amount ?a .
        FILTER(ABS(<http://www.w3.org/2001/XMLSchema#decimal>(REPLACE(STR(?t), ",", "")) * 10000 - ?a) > 0.01) }""",
    "a functional subject without a class of three digits": """SELECT ?s { ?f fa:functionalSubject ?s .
        FILTER NOT EXISTS { ?s skos:broader*/skos:notation ?c . FILTER(STRLEN(STR(?c)) = 3) } }""",
    "an IRI that nothing describes": """SELECT ?o { ?s ?p ?o . FILTER(isIRI(?o) && STRSTARTS(STR(?o), "https://w3id.org/juesuan/id/"))
        FILTER NOT EXISTS { ?o ?p2 ?o2 } }""",
    "a blank node": "SELECT ?s { ?s ?p ?o . FILTER(isBlank(?s) || isBlank(?o)) }",
    "a contact line": 'SELECT ?s { ?s ?p ?o . FILTER(isLiteral(?o) && REGEX(STR(?o), "(电话|联系人|接洽人|填表人)[:：]")) }',
    "a unit, project or subject with no label or two": """SELECT ?x {
        { ?r fa:reportOf ?x } UNION { ?r fa:consolidates ?x } UNION { ?e fa:parent ?x } UNION { ?x a fa:Project }
        UNION { ?f fa:functionalSubject ?x }
        OPTIONAL { ?x skos:prefLabel ?l } } GROUP BY ?x HAVING (COUNT(DISTINCT ?l) != 1)""",
    "a triple in two graphs, which would count twice": """SELECT ?s {
        GRAPH ?one { ?s ?p ?o } GRAPH ?two { ?s ?p ?o } FILTER(STR(?one) < STR(?two)) }""",
    "two observations at one place of one table (IC-12)": """SELECT ?d ?r ?c {
        ?f qb:dataSet ?d ; fa:rowIndex ?r ; fa:columnIndex ?c } GROUP BY ?d ?r ?c HAVING (COUNT(?f) > 1)""",
    "an observation in two data sets (IC-1)": "SELECT ?f { ?f qb:dataSet ?d } GROUP BY ?f HAVING (COUNT(DISTINCT ?d) > 1)",
    "a data set without one structure (IC-2)": """SELECT ?d { ?d a qb:DataSet .
        OPTIONAL { ?d qb:structure ?dsd . ?dsd a qb:DataStructureDefinition } } GROUP BY ?d HAVING (COUNT(DISTINCT ?dsd) != 1)""",
    "a required component that an observation lacks (IC-11, IC-13, IC-14)": """SELECT ?f ?p { ?f qb:dataSet/qb:structure/qb:component ?s .
        { ?s qb:dimension ?p } UNION { ?s qb:measure ?p } UNION { ?s qb:attribute ?p ; qb:componentRequired true }
        FILTER NOT EXISTS { ?f ?p ?v } }""",
    "a report without its own graph": "SELECT ?r { ?r fa:reportOf ?u . FILTER NOT EXISTS { GRAPH ?r { ?r fa:reportOf ?u } } }",
}


@pytest.fixture(scope="module")
def union() -> Store:
    return draft(IRIS, [quads(account(2022), IRIS), quads(account(2023), IRIS), quads(largest(), IRIS)])


@pytest.mark.parametrize("name", OFFENDERS)
def test_nothing_offends(union: Store, name: str) -> None:
    assert list(rows(union, P + OFFENDERS[name])) == []


def test_one_node_a_unit(union: Store) -> None:
    found = list(rows(union, P + "SELECT DISTINCT ?u ?l { ?r fa:reportOf ?u . ?u skos:prefLabel ?l }"))
    assert len(found) == len({row["l"] for row in found}) == 2


def test_leaves_add_up_to_the_printed_total_for_each_year(union: Store) -> None:
    query = """SELECT ?y (SUM(?a) AS ?n) { ?f a fa:BudgetFact ; qb:dataSet/fa:tableKind ?k ; fa:isLeaf true ; fa:columnLabel ?c ;
        dim:organization/skos:prefLabel "云溪区产业服务中心"@zh ; fa:year ?y ; mea:amount ?a .
        FILTER(STRENDS(STR(?k), "generalPublic") && STRENDS(?c, "小计")) } GROUP BY ?y ORDER BY ?y"""
    assert [(row["y"], row["n"]) for row in rows(union, P + query)] == [("2022", "10005000"), ("2023", "10005000")]


def test_indicator_results_of_a_report(union: Store) -> None:
    query = """SELECT ?y (COUNT(DISTINCT ?i) AS ?n) { ?i a fa:IndicatorResult ; fa:partOfEvaluation ?e . ?e fa:year ?y ; fa:evaluates ?x .
        { ?x skos:prefLabel ?u . FILTER EXISTS { ?r fa:reportOf ?x } } UNION { ?x fa:carriedOutBy/skos:prefLabel ?u }
        FILTER(STR(?u) = "云溪区产业服务中心") } GROUP BY ?y ORDER BY ?y"""
    assert [(row["y"], row["n"]) for row in rows(union, P + query)] == [("2022", "4"), ("2023", "4")]


def test_the_whole_path_from_unit_to_score(union: Store) -> None:
    query = """SELECT ?u { ?d fa:dutyOf ?u . ?p fa:carriedOutBy ?u . ?e fa:evaluates ?p ; fa:executed ?m .
        ?i fa:partOfEvaluation ?e ; fa:targetText ?t ; fa:actualText ?a ; fa:score ?s } LIMIT 1"""
    assert len(list(rows(union, P + query))) == 1


def test_what_is_shared_reaches_every_cell_but_not_those_that_say_otherwise(union: Store) -> None:
    query = """SELECT ?f ?p { ?f a fa:BudgetFact ; fa:page ?p ; fa:year "2023"^^<http://www.w3.org/2001/XMLSchema#gYear> ;
        qb:dataSet/fa:tableNumber 1 ; dim:organization/skos:prefLabel "云溪区产业服务中心"@zh } ORDER BY ?f"""
    assert [(row["f"].rpartition("#")[2], row["p"]) for row in rows(union, P + query)] == [
        ("t01r3c2", "5"),
        ("t01r3c4", "6"),
        ("t01r9c2", "5"),
    ]
    query = """SELECT (COUNT(?f) AS ?n) { ?f qb:dataSet/fa:tableKind fa:tableKind-generalPublic ; fa:fundSource fa:fund-general ;
        fa:year ?y } GROUP BY ?y"""
    assert {row["n"] for row in rows(union, P + query)} >= {"4"}


def test_newest_affiliation_wins() -> None:
    old = account(2022)
    moved = replace(old.divisions[-1], name="云溪区工业局")
    facts = replace(account(2023), divisions=(*account(2023).divisions[:-1], moved))
    store = draft(IRIS, [quads(old, IRIS), quads(facts, IRIS)])
    query = 'SELECT ?p { ?u org:subOrganizationOf ?x . ?u skos:prefLabel "云溪区产业服务中心"@zh . ?x skos:prefLabel ?p }'
    assert [row["p"] for row in rows(store, P + query)] == ["云溪区工业局"]


def test_the_derived_graph_names_the_software_and_the_reports(union: Store) -> None:
    query = """PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?r ?s { GRAPH ?g { ?g prov:wasDerivedFrom ?r ; prov:wasAttributedTo ?s . ?s a prov:SoftwareAgent } }"""
    found = list(rows(union, query))
    assert len(found) == 3
    assert {row["s"] for row in found} == {IRIS.software("0.1.0").value}


def test_at_most_12_000_triples_for_the_largest_report() -> None:
    """As many cells, figures, indicators and passages as the largest reports seen, all in one."""
    assert len(set(quads(largest(), IRIS))) <= 12_000


def test_every_term_of_ours_is_defined(union: Store) -> None:
    defined = {quad.subject.value for quad in core() if isinstance(quad.subject, NamedNode)}
    assert {term for term in _terms(union) if term.startswith(FA.base)} - defined == set()


def _terms(store: Store) -> Iterator[str]:
    for quad in store:
        yield quad.predicate.value
        if isinstance(quad.object, NamedNode):
            yield quad.object.value


def test_shapes(union: Store, tmp_path: Path) -> None:
    small = draft(IRIS, [quads(account(2022), IRIS), quads(account(2023), IRIS)])
    export_rdf(small, tmp_path / "all.nt")
    graph, shapes = Graph().parse(tmp_path / "all.nt"), Graph().parse(SHAPES_FILE)
    conforms, _, text = validate(graph, shacl_graph=shapes)
    assert conforms, text


def test_what_the_structures_attach_to_the_data_set_is_pushed_down() -> None:
    """`queries/derived/cube.rq` against `qb:componentAttachment` in core.ttl."""
    attached = {quad.subject for quad in core() if quad.predicate == QB.componentAttachment and quad.object == QB.DataSet}
    stated = [quad.object for quad in core() if quad.subject in attached and quad.predicate in (QB.dimension, QB.attribute)]
    properties = {term.value for term in stated if isinstance(term, NamedNode)}
    names = {prefix + ":" + iri.removeprefix(base) for iri in properties for prefix, base in PREFIXES.items() if iri.startswith(base)}
    assert names
    assert names <= set(library.get("derived", "cube").text.split())
