"""Tables and their cells as a data cube.

What all cells of a table share (unit, year, currency, phase …) stands once, on the table's data set: the abbreviated
form of the Data Cube recommendation (section 10). What a cell's IRI (row, column) or code (level) says already is not
said again. `queries/derived` writes all of it out to every cell when a release is made.
"""

from __future__ import annotations

import json
from collections import defaultdict

from pyoxigraph import Literal, NamedNode

from kg.facts import Observation, Table
from kg.literals import json_text
from kg.mapping.graph import ReportGraph, Value
from ontology.terms import (
    CHARACTERS,
    CNY,
    DCT,
    FA,
    OBEU_ATTRIBUTE,
    OBEU_DIMENSION,
    OBEU_MEASURE,
    QB,
    QUANTITY_STRUCTURE,
    concept,
    structure,
)

Statement = tuple[NamedNode, Value]

# Stated on the data set where every cell says the same.
_SHARED = (FA.fundSource, FA.expenditureKind, OBEU_DIMENSION.budgetPhase, OBEU_DIMENSION.operationCharacter)


def map_tables(graph: ReportGraph, tables: tuple[Table, ...], observations: tuple[Observation, ...]) -> None:
    """Every table as a data set of amounts and, where it prints other numbers too, a second one of quantities."""
    cells: dict[tuple[int, bool], list[Observation]] = defaultdict(list)
    for observation in observations:
        cells[observation.place.table, observation.quantity.yuan is not None].append(observation)
    for table in tables:
        node = _table(graph, table)
        if table.kind != "selfEvaluation":
            _data_set(graph, node, table, structure(table.kind))
            graph.add(node, OBEU_ATTRIBUTE.currency, CNY)
            _facts(graph, node, table, cells[table.number, True])
        if quantities := cells[table.number, False]:
            _facts(graph, _quantities(graph, node, table), table, quantities)


def _table(graph: ReportGraph, table: Table) -> NamedNode:
    node = graph.new(f"t{table.number:02d}", FA.Table)
    grid = {"lines": list(table.lines), "rows": [list(row) for row in table.grid]}
    graph.add(node, DCT.isPartOf, graph.report)
    graph.add(node, FA.tableNumber, table.number)
    graph.add(node, FA.tableKind, concept("tableKind", table.kind))
    graph.add(node, DCT.title, table.title)
    graph.add(node, FA.statement, table.statement)
    graph.add(node, FA.printedNumber, table.printed_number)
    graph.add(node, FA.printedUnit, table.unit)
    graph.add(node, FA.section, " > ".join(table.section))
    graph.add(node, FA.page, table.page)
    graph.add(node, FA.line, table.line)
    graph.in_file(node, table.file)
    graph.add(node, FA.grid, json_text(json.dumps(grid, ensure_ascii=False, separators=(",", ":"))))
    if table.same_as is not None:
        graph.add(node, FA.sameTableAs, graph.part(f"t{table.same_as:02d}"))
    return node


def _data_set(graph: ReportGraph, node: NamedNode, table: Table, shape: NamedNode) -> None:
    graph.classify(node, QB.DataSet)
    graph.add(node, QB.structure, shape)
    graph.add(node, OBEU_DIMENSION.organization, graph.unit)
    graph.add(node, OBEU_DIMENSION.fiscalYear, graph.iris.year(graph.info.year))
    graph.add(node, FA.year, graph.year)


def _quantities(graph: ReportGraph, table_node: NamedNode, table: Table) -> NamedNode:
    node = graph.new(f"t{table.number:02d}-quantities")
    _data_set(graph, node, table, QUANTITY_STRUCTURE)
    graph.add(node, FA.partOfTable, table_node)
    graph.add(node, FA.tableKind, concept("tableKind", table.kind))
    graph.add(node, FA.page, table.page)
    return node


def _facts(graph: ReportGraph, data_set: NamedNode, table: Table, observations: list[Observation]) -> None:
    meanings = [_meaning(graph, observation) for observation in observations]
    stated = [dict(meaning) for meaning in meanings]
    shared = {p: value for p in _SHARED if (value := _only([s.get(p) for s in stated])) is not None}
    for predicate, value in shared.items():
        graph.add(data_set, predicate, value)
    for observation, meaning in zip(observations, meanings, strict=True):
        fact = _fact(graph, data_set, table, observation)
        for predicate, value in meaning:
            if predicate not in shared:
                graph.add(fact, predicate, value)


def _only(values: list[Value]) -> Value:
    """The one value that all have, else None."""
    return values[0] if values and len(set(values)) == 1 else None


def _fact(graph: ReportGraph, data_set: NamedNode, table: Table, observation: Observation) -> NamedNode:
    place, quantity = observation.place, observation.quantity
    money = quantity.yuan
    fact = graph.new(place.fragment, FA.QuantityFact if money is None else FA.BudgetFact)
    graph.add(fact, QB.dataSet, data_set)
    graph.add(fact, FA.lineItem, Literal(observation.row))
    graph.add(fact, FA.columnLabel, Literal("/".join(observation.column)))
    graph.add(fact, FA.printedText, quantity.printed)
    if money is None:
        graph.add(fact, FA.value, quantity.number)
        graph.add(fact, FA.valueUnit, Literal(quantity.unit))
    else:
        graph.add(fact, OBEU_MEASURE.amount, money)
        graph.add(fact, FA.printedUnit, quantity.unit if quantity.unit != table.unit else None)
    graph.add(fact, FA.qualifier, quantity.qualifier)
    graph.add(fact, FA.isLeaf, observation.is_leaf)
    graph.add(fact, FA.side, observation.side)
    graph.add(fact, FA.printedCode, observation.code)
    graph.add(fact, FA.under, observation.under)
    graph.add(fact, FA.page, place.page if place.page != table.page else None)
    return fact


def _meaning(graph: ReportGraph, o: Observation) -> list[Statement]:
    """What the cell means: subject, fund, phase …; only what is known."""
    iris, year = graph.iris, graph.info.year
    found: list[Statement] = [
        (FA.functionalSubject, iris.functional(year, o.functional) if o.functional else None),
        (FA.economicSubject, iris.economic(year, o.economic) if o.economic else None),
        (FA.fundSource, concept("fund", o.fund) if o.fund else None),
        (FA.expenditureKind, concept("expenditure", o.expenditure) if o.expenditure else None),
        (OBEU_DIMENSION.budgetPhase, concept("phase", o.phase) if o.phase else None),
        (OBEU_DIMENSION.operationCharacter, CHARACTERS[o.character] if o.character else None),
        (FA.balanceItem, concept("balance", o.balance) if o.balance else None),
        (FA.level, concept("level", o.level) if o.level and not o.code else None),
    ]
    return [(predicate, value) for predicate, value in found if value is not None]
