"""What the graph of the sample reports promises, in the terms that users hold on to; against what the reports print."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from pyoxigraph import Quad, Store

from kg.store import rows
from tests.queries.gold import SAMPLES, accounts, cells, gold, of

P = """
PREFIX fa: <https://w3id.org/juesuan/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX dim: <http://data.openbudgets.eu/ontology/dsd/dimension/>
PREFIX mea: <http://data.openbudgets.eu/ontology/dsd/measure/>
"""
Key = tuple[str, str]


def by_report(store: Store, query: str) -> dict[Key, Decimal]:
    """`?n` by unit name `?u` and year `?y`."""
    return {(row["u"], row["y"]): Decimal(row["n"]) for row in rows(store, P + query)}


def key(sample: str) -> Key:
    return of(sample)["unit"], of(sample)["year"]


def test_leaves_of_the_general_public_budget_add_up_to_the_printed_total(store: Store) -> None:
    found = by_report(
        store,
        """SELECT ?u ?y (SUM(?a) AS ?n) { ?f a fa:BudgetFact ; qb:dataSet/fa:tableKind fa:tableKind-generalPublic ; fa:isLeaf true ;
        fa:columnLabel ?c ; dim:organization/skos:prefLabel ?u ; fa:year ?y ; mea:amount ?a .
        FILTER(STRENDS(?c, "小计")) } GROUP BY ?u ?y""",
    )
    assert found == {key(sample): printed_total(sample) for sample in accounts()}


def printed_total(sample: str) -> Decimal:
    table = cells(sample, "一般公共预算财政拨款支出决算表")
    return next(Decimal(line["value"]) * 10000 for line in table if line["row"] == "合计" and line["column"].endswith("小计"))


@pytest.mark.parametrize("sample", accounts())
def test_every_printed_amount_is_a_fact(store: Store, sample: str) -> None:
    query = """SELECT ?item ?column ?amount { ?f a fa:BudgetFact ; dim:organization/skos:prefLabel ?u ; fa:year ?y ; fa:lineItem ?item ;
        fa:columnLabel ?column ; mea:amount ?amount ; qb:dataSet/fa:tableKind ?kind . FILTER(?kind != fa:tableKind-basicData)
        FILTER(STR(?u) = "%s" && STR(?y) = "%s") }"""
    found = Counter((row["item"], row["column"], Decimal(row["amount"])) for row in rows(store, P + query % key(sample)))
    printed = Counter((line["row"] or "", line["column"], Decimal(line["value"]) * 10000) for line in gold(sample)["cell"])
    assert found == printed


def test_indicator_results_of_every_report(store: Store) -> None:
    found = by_report(
        store,
        """SELECT ?u ?y (COUNT(DISTINCT ?i) AS ?n) { ?i a fa:IndicatorResult ; fa:partOfEvaluation ?e . ?e fa:year ?y ; fa:evaluates ?x .
        { ?x skos:prefLabel ?u . FILTER EXISTS { ?r fa:reportOf ?x } } UNION { ?x fa:carriedOutBy/skos:prefLabel ?u } } GROUP BY ?u ?y""",
    )
    assert found == {key(sample): len(gold(sample)["indicator"]) for sample in SAMPLES}


OFFENDERS = {
    "a fact without unit, year, table kind, amount or place": """SELECT ?f { ?f a fa:BudgetFact .
        FILTER NOT EXISTS { ?f dim:organization ?o ; dim:fiscalYear ?fy ; fa:year ?y ; qb:dataSet/fa:tableKind ?k ; mea:amount ?a ;
        fa:lineItem ?l ; fa:columnLabel ?c ; fa:rowIndex ?r ; fa:columnIndex ?ci ; fa:printedText ?t ; fa:printedUnit ?p } }""",
    "an amount that is not the printed one": """SELECT ?f { ?f a fa:BudgetFact ; fa:printedUnit "万元" ; fa:printedText ?t ; mea:amount ?a .
        FILTER(<http://www.w3.org/2001/XMLSchema#decimal>(REPLACE(?t, ",", "")) * 10000 != ?a) }""",
    "a functional subject that reaches no class": """SELECT ?s { ?f fa:functionalSubject ?s .
        FILTER NOT EXISTS { ?s skos:broader*/skos:notation ?c . FILTER(STRLEN(?c) = 3) } }""",
    "an IRI of the data that nothing describes": """SELECT ?o { ?s ?p ?o .
        FILTER(isIRI(?o) && STRSTARTS(STR(?o), "https://w3id.org/juesuan/id/")) FILTER NOT EXISTS { ?o ?p2 ?o2 } }""",
    "a unit with two nodes": "SELECT ?l { ?r fa:reportOf ?u . ?u skos:prefLabel ?l } GROUP BY ?l HAVING(COUNT(DISTINCT ?u) > 1)",
    "a blank node": "SELECT ?s { ?s ?p ?o . FILTER(isBlank(?s) || isBlank(?o)) }",
    "a telephone number or a contact": """SELECT ?o { ?s ?p ?o .
        FILTER(isLiteral(?o) && REGEX(STR(?o), "(电话|联系人|接洽人|填表人)[:：]|0990-")) }""",
    "a report outside its graph": "SELECT ?r { ?r fa:reportOf ?u . FILTER NOT EXISTS { GRAPH ?r { ?r fa:reportOf ?u } } }",
}


@pytest.mark.parametrize("name", OFFENDERS)
def test_there_is_no(store: Store, name: str) -> None:
    assert list(rows(store, P + OFFENDERS[name])) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_at_most_12_000_triples(graphs: dict[str, list[Quad]], sample: str) -> None:
    assert len(set(graphs[sample])) <= 12_000


def test_the_whole_path_in_terms_of_the_contract(store: Store) -> None:
    """unit → duty, project → money → indicator → score."""
    query = """SELECT DISTINCT ?project ?money ?name ?target ?actual ?score { ?d a fa:Duty ; fa:dutyOf ?u . ?u skos:prefLabel ?un .
        ?p a fa:Project ; fa:carriedOutBy ?u ; skos:prefLabel ?project .
        ?e a fa:Evaluation ; fa:evaluates ?p ; fa:year ?y ; fa:executed ?money .
        ?i fa:partOfEvaluation ?e ; fa:indicatorName ?name ; fa:targetText ?target ; fa:actualText ?actual ; fa:score ?score .
        FILTER(STR(?un) = "松岭县云岭中学" && STR(?y) = "2023") }"""
    found = {(row["name"], row["target"], row["actual"], Decimal(row["score"]), row["money"]) for row in rows(store, P + query)}
    lines = [line for line in gold("s09")["indicator"] if line["project"]]
    assert lines
    assert found == {(line["l3"], line["target"], line["actual"], Decimal(line["score"]), "1548200") for line in lines}
