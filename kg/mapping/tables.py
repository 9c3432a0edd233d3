"""Tables and their cells as a data cube.

What all cells of a table share (unit, year, currency, phase …) stands once, on the table's data set: the abbreviated
form of the Data Cube recommendation (section 10). What a cell's IRI (row, column) or code (level) says already is not
said again. `queries/derived` writes all of it out to every cell when a release is made.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence

from pyoxigraph import NamedNode

from kg.facts import Observation, Table
from kg.literals import json_text
from kg.mapping.cells import Cells
from kg.mapping.graph import ReportGraph
from ontology.terms import (
    CNY,
    DCT,
    FA,
    OBEU_ATTRIBUTE,
    OBEU_DIMENSION,
    QB,
    QUANTITY_STRUCTURE,
    concept,
    structure,
)

# What JSON writes otherwise than it is.
_ESCAPED = re.compile(r'["\\\x00-\x1f]')


def map_tables(graph: ReportGraph, tables: tuple[Table, ...], observations: tuple[Observation, ...]) -> None:
    """Every table as a data set of amounts and, where it prints other numbers too, a second one of quantities."""
    cells: dict[tuple[int, bool], list[Observation]] = defaultdict(list)
    for observation in observations:
        cells[observation.place.table, observation.quantity.yuan is not None].append(observation)
    stated = Cells(graph)
    for table in tables:
        node = _table(graph, table)
        if table.kind != "selfEvaluation":
            _data_set(graph, node, table, structure(table.kind))
            graph.add(node, OBEU_ATTRIBUTE.currency, CNY)
            stated.state(node, table, cells[table.number, True])
        if quantities := cells[table.number, False]:
            stated.state(_quantities(graph, node, table), table, quantities)


def _table(graph: ReportGraph, table: Table) -> bytes:
    node = graph.new(f"t{table.number:02d}", FA.Table)
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
    graph.add(node, FA.grid, json_text(_grid(table)))
    if table.same_as is not None:
        graph.add(node, FA.sameTableAs, graph.part(f"t{table.same_as:02d}"))
    return node


def _grid(table: Table) -> str:
    """The cells as JSON: `{"lines": […], "rows": [["…", "…"], …]}`."""
    return f'{{"lines":{_json(table.lines)},"rows":[{",".join([_row(row) for row in table.grid])}]}}'


def _row(cells: Sequence[str]) -> str:
    """A list of texts as JSON; few hold what has to be escaped."""
    text = '","'.join(cells)
    return f'["{text}"]' if cells and not _ESCAPED.search("".join(cells)) else _json(cells)


def _json(values: Sequence[str] | Sequence[int]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _data_set(graph: ReportGraph, node: bytes, table: Table, shape: NamedNode) -> None:
    graph.classify(node, QB.DataSet)
    graph.add(node, QB.structure, shape)
    graph.add(node, OBEU_DIMENSION.organization, graph.unit)
    graph.add(node, OBEU_DIMENSION.fiscalYear, graph.iris.year(graph.info.year))
    graph.add(node, FA.year, graph.year)


def _quantities(graph: ReportGraph, table_node: bytes, table: Table) -> bytes:
    node = graph.new(f"t{table.number:02d}-quantities")
    _data_set(graph, node, table, QUANTITY_STRUCTURE)
    graph.add(node, FA.partOfTable, table_node)
    graph.add(node, FA.tableKind, concept("tableKind", table.kind))
    graph.add(node, FA.page, table.page)
    return node
