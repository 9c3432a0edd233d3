"""What a part makes of its lines directly is what the queries say: derived statements, rows of tables, subjects."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, RdfFormat, Store, parse

from kg.checks.engine import check_quads
from kg.checks.results import result_quads
from kg.iris import Iris
from kg.packing import packed
from kg.parts import csv_of, of_one_report, part_of
from kg.parts.cells import OF_CELLS
from kg.store import ask, rows
from ontology.load import region_quads
from ontology.terms import DCT, FA, OBEU_MEASURE, QB, RDF, XSD
from queries import library

IRIS = Iris()
REPORT = NamedNode(f"{IRIS.base}report/990102/甲/2023/部门决算")


def odd() -> list[Quad]:
    """Cells as no sample has them: without a unit, a leaf or a place in their IRI, two at one place, signs that CSV and RDF escape."""
    table, other = (IRIS.part(REPORT, name) for name in ("t03", "t03-quantities"))
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (REPORT, FA.filePath, Literal('a, "b"\n.txt')),
        (table, DCT.isPartOf, REPORT),
        (table, FA.tableNumber, Literal("3", datatype=XSD.integer)),
        (table, FA.tableKind, FA["tableKind-other"]),
        (table, FA.page, Literal("7", datatype=XSD.integer)),
        (other, FA.partOfTable, table),
        *((data_set, RDF.type, QB.DataSet) for data_set in (table, other)),
        (other, FA["year"], Literal("2023", datatype=XSD.gYear)),
    ]
    names = ("t03r10c4", "t03r9c4", "t03r9c4-2", "t03r11c4", "t03r12c4", "cell")
    for number, name in enumerate(names):
        cell, money = IRIS.part(REPORT, name), number % 2 == 0
        said += [
            (cell, RDF.type, FA.BudgetFact if money else FA.QuantityFact),
            (cell, QB.dataSet, table if money else other),
            (cell, FA.lineItem, Literal(f'行"\t\\{number}\r\n，,')),
            (cell, FA.columnLabel, Literal("\x01\x7f列\\n")),
            (cell, FA.printedText, Literal("1,234.50")),
            (cell, OBEU_MEASURE.amount if money else FA.value, Literal("1234.5", datatype=XSD.decimal)),
            (cell, FA.printedUnit if money else FA.valueUnit, Literal("万元")),
            (cell, FA.printedCode, Literal(("205", "20501", "2050101", "2", "", "类款项")[number])),
            (cell, FA.functionalSubject, IRIS.functional(2023, ("205", "20502", "2050101", "2", "3", "4")[number])),
        ]
        said += [(cell, FA.isLeaf, Literal("true", datatype=XSD.boolean))] if name != "t03r11c4" else []
        said += [(cell, FA.level, FA["level-total"]), (cell, FA.page, Literal("8", datatype=XSD.integer))] if number == 2 else []
    return [Quad(subject, predicate, value, REPORT) for subject, predicate, value in said]


def derived(store: Store) -> set[object]:
    """What the queries derive of cells."""
    answers = [ask(store, library.get("derived", name).text) for name in OF_CELLS]
    return {triple for answer in answers if isinstance(answer, QueryTriples) for triple in answer}


def thinned(stated: list[Quad], left_out: int) -> list[Quad]:
    """A report that lacks one statement in nine of all that is neither itself nor a cell or its table."""
    whole = {node for quad in stated if quad.predicate == QB.dataSet for node in (quad.subject, quad.object)}
    return [
        quad for number, quad in enumerate(stated) if quad.subject in whole or quad.subject == quad.graph_name or number % 9 != left_out
    ]


@pytest.mark.parametrize(("name", "left_out"), [("s03", None), ("s02", 0), ("s02", 4), ("s11", 7), ("odd", None)])
def test_a_part_says_what_the_queries_say(graphs: dict[str, list[Quad]], name: str, left_out: int | None) -> None:
    stated = odd() if name == "odd" else graphs[name] if left_out is None else thinned(graphs[name], left_out)
    report = next(quad.graph_name for quad in stated)
    assert isinstance(report, NamedNode)
    judged = result_quads(IRIS, check_quads(report.value, stated))
    part = part_of(report.value, stated, IRIS, of_one_report(), judged)
    own = parse(gzip.decompress(part.own), RdfFormat.N_QUADS)
    whole = Store()
    whole.extend(stated)
    assert {quad.triple for quad in own if quad.graph_name == IRIS.derived_graph} == derived(whole) | {quad.triple for quad in judged}
    whole.extend(judged)
    whole.extend(Quad(*triple, IRIS.derived_graph) for triple in derived(whole))  # type: ignore[call-arg,misc]
    used = [row["region"].rpartition("/")[2] for row in part.uses["regions"]]
    whole.extend(region_quads(used, IRIS.base, IRIS.reference_graph))
    assert {name: gzip.decompress(lines) for name, lines in part.rows.items()} == {
        table.name: csv_of(whole, table) for table in of_one_report()
    }
    assert json.loads(part.names) == {name: _in_order(whole, name) for name in ("projects", "divisions")}
    for query in (*library.load("reference"), *library.load("links")):
        assert _counted(rows(whole, query.text)) == _counted(part.uses[query.name])


def test_a_table_that_is_a_query_alone_has_rows_too(graphs: dict[str, list[Quad]]) -> None:
    stated = graphs["s11"]
    report = next(quad.graph_name for quad in stated)
    assert isinstance(report, NamedNode)
    known = next(table for table in of_one_report() if table.name == "staffing")
    made = part_of(report.value, stated, IRIS, [known, replace(known, name="another")]).rows
    assert made["another"] == made["staffing"] != packed(b"")


def _in_order(store: Store, name: str) -> list[dict[str, str]]:
    """The names that a question may use; two alike for a query are in the order of what is left."""
    found = list(rows(store, library.get("ask", f"lexicon-{name}").text))
    return sorted(found, key=lambda row: [row[key] for key in ("project", "year", "name", "label", "unit") if key in row])


def _counted(found: Iterable[dict[str, str]]) -> list[tuple[str, ...]]:
    """Rows in order; one that has a number of times as often as it says."""
    return sorted(tuple(v for k, v in sorted(row.items()) if k != "times") for row in found for _ in range(int(row.get("times", 1))))
