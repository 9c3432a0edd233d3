"""Facts become quads of one graph, and nothing is lost or invented."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg.facts import CellPlace, Observation, ReportFacts
from kg.iris import Iris
from kg.literals import plain
from kg.mapper import quads
from kg.store import rows
from ontology.terms import DCT, FA, OBEU_MEASURE, QB, RDF, SKOS
from tests.kg.example import account, wan

IRIS = Iris()
Object = NamedNode | Literal


def _graph(facts: ReportFacts) -> dict[NamedNode, dict[NamedNode, set[Object]]]:
    found: dict[NamedNode, dict[NamedNode, set[Object]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads(facts, IRIS):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        found[quad.subject][quad.predicate].add(quad.object)
    return found


def _part(facts: ReportFacts, fragment: str) -> dict[NamedNode, set[Object]]:
    return _graph(facts)[IRIS.part(IRIS.report(facts.info), fragment)]


def _one(values: set[Object]) -> str:
    (value,) = values
    return str(value.value)


def test_all_quads_stand_in_the_reports_graph_without_blank_nodes() -> None:
    found = quads(account(), IRIS)
    assert {quad.graph_name for quad in found} == {IRIS.report(account().info)}
    assert not any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object))


def test_a_cell() -> None:
    cell = _part(account(), "t01r3c2")
    assert _one(cell[OBEU_MEASURE.amount]) == "12405000"
    assert _one(cell[FA.printedText]) == "1,240.50"
    assert _one(cell[FA.lineItem]) == "财政拨款收入"
    assert _one(cell[FA.columnLabel]) == "金额"
    assert cell[QB.dataSet] == {IRIS.part(IRIS.report(account().info), "t01")}


def test_what_is_not_printed_is_not_stated() -> None:
    evaluation = _part(account(), "t13-evaluation")
    assert FA.initialBudget not in evaluation
    assert FA.grade not in evaluation
    assert _one(_part(account(), "t01r3c4")[OBEU_MEASURE.amount]) == "0"


def test_a_cell_in_another_unit_than_its_table_says_so() -> None:
    assert _one(_part(account(), "t06r3c2")[FA.printedUnit]) == "元"
    assert FA.printedUnit not in _part(account(), "t01r3c2")
    assert _one(_part(account(), "t01")[FA.printedUnit]) == "万元"


def test_numbers_that_are_not_money_have_a_data_set_of_their_own() -> None:
    cell = _part(account(), "t06r2c2")
    assert cell[RDF.type] == {FA.QuantityFact}
    assert OBEU_MEASURE.amount not in cell
    assert (_one(cell[FA.value]), _one(cell[FA.valueUnit])) == ("12", "人")
    assert _one(cell[QB.dataSet]).endswith("#t06-quantities")


def test_two_cells_at_one_place_are_two_facts() -> None:
    twice = Observation(CellPlace(1, 3, 2), "财政拨款收入", ("金额",), wan("5"))
    facts = replace(account(), observations=(*account().observations, twice))
    assert _one(_part(facts, "t01r3c2")[OBEU_MEASURE.amount]) == "12405000"
    assert _one(_part(facts, "t01r3c2-2")[OBEU_MEASURE.amount]) == "50000"


def test_two_budget_lines_of_one_path_are_two_things() -> None:
    first, second = _part(account(), "p10o0-30-line"), _part(account(), "p10o30-60-line")
    assert first[FA.path] == second[FA.path]
    assert FA.reason in first
    assert FA.reason not in second


def test_a_project_is_one_node_under_all_its_names() -> None:
    facts = account()
    project = IRIS.project("990102", facts.info.unit, "企业服务经费")
    graph = _graph(facts)
    assert {str(label.value) for label in graph[project][SKOS.altLabel]} == {"企业服务专项经费", "企业服务经费项目"}
    assert len(graph[project][SKOS.prefLabel]) == 1
    assert _part(facts, "t12-evaluation")[FA.evaluates] == {project}
    assert graph[project][FA.fundedUnder] == {IRIS.functional(2023, "2010303")}


def test_parents_stand_where_their_name_says() -> None:
    affiliation = _part(account(), "p2o21-31-affiliation")
    assert affiliation[FA.parent] == {IRIS.unit("990100", "示例市工业和信息化局")}
    assert affiliation[FA.child] == {IRIS.unit("990102", account().info.unit)}


def test_a_figure_keeps_sign_qualifier_and_both_units() -> None:
    graph = _graph(account())
    figures = {_one(node[FA.what]): node for node in graph.values() if FA.StatedFigure in node[RDF.type]}
    assert _one(figures["收入"][FA.qualifier]) == "近"
    assert (_one(figures["收入比上年"][FA.value]), _one(figures["收入比上年"][FA.valueUnit])) == ("-457700", "元")
    assert (_one(figures["收入比上年"][FA.printedText]), _one(figures["收入比上年"][FA.printedUnit])) == ("-45.77", "万元")
    assert figures["收入"][FA.measure] == {FA["measure-incomeOfYear"]}


def test_every_thing_of_the_report_has_a_class() -> None:
    report = IRIS.report(account().info).value
    assert [node for node, said in _graph(account()).items() if node.value.startswith(report) and RDF.type not in said] == []


def test_counts_follow_the_facts() -> None:
    facts = account()
    kinds = [kind for said in _graph(facts).values() for kind in said[RDF.type]]
    classes = Counter(str(kind.value).rpartition("#")[2] for kind in kinds)
    wanted = {
        "Table": facts.tables,
        "Passage": facts.passages,
        "BudgetLine": facts.budget_lines,
        "StatedFigure": facts.figures,
        "Evaluation": facts.evaluations,
        "IndicatorResult": facts.indicators,
        "ProjectRecord": facts.projects,
        "Duty": facts.duties,
        "Headcount": facts.headcounts,
        "Unresolved": facts.unresolved,
    }
    assert {name: classes[name] for name in wanted} == {name: len(things) for name, things in wanted.items()}
    assert classes["BudgetFact"] + classes["QuantityFact"] == len(facts.observations)


def test_decimals_are_those_that_a_store_gives_back() -> None:
    for text in ("8.790", "10", "10.0", "0.50", "-3", "1000000", "0.00", "-0.0", "123456789012345.67", "1E+3"):
        store = Store()
        node = NamedNode("https://data.example/x")
        store.add(Quad(node, DCT.extent, Literal(text if "E" not in text else "1000", datatype=NamedNode(DECIMAL)), node))
        (row,) = rows(store, f"SELECT (STR(?v) AS ?text) {{ ?x <{DCT.extent.value}> ?v }}")
        assert row["text"] == plain(Decimal(text))


DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
