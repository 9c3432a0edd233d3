"""The rows of the wide table `facts` that one report gives: what `queries/columnar/facts.rq` says, made of the cells directly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from kg.parts.cells import CODE, COLUMN, DATA_SET, LABEL, LEVEL, ROW, SUBJECTS, Cells
from kg.things import Thing, Things, term, text
from ontology.terms import DCT, FA, OBEU_DIMENSION, OBEU_MEASURE, RDF

FACTS = "facts"

_TYPE, _OF_TABLE, _IN, _FILE = term(RDF.type), term(FA.partOfTable), term(DCT.isPartOf), term(FA.filePath)
_ROW_OF = {"row_index": ROW, "column_index": COLUMN, "row": LABEL, "column": term(FA.columnLabel)}
_ROW_OF |= {"value": term(FA.printedText), "is_leaf": term(FA.isLeaf)}
_MONEY = {**_ROW_OF, "unit": term(FA.printedUnit), "amount": term(OBEU_MEASURE.amount)}
_QUANTITY = {**_ROW_OF, "unit": term(FA.valueUnit), "number": term(FA.value)}
_OF_TABLE_ROW = {"table_number": term(FA.tableNumber), "table_kind": term(FA.tableKind)}
_OPTIONAL = {"side": term(FA.side), "code": CODE, "page": term(FA.page), "under": term(FA.under), "qualifier": term(FA.qualifier)}
_OPTIONAL_OF_TABLE = {"statement": term(FA.statement), "title": term(DCT.title)}
# Of these IRIs a row has what comes after the mark.
_CONCEPTS = {
    "level": (LEVEL, "#level-"),
    "functional": (SUBJECTS[0], "/"),
    "economic": (SUBJECTS[1], "/"),
    "fund": (term(FA.fundSource), "#fund-"),
    "expenditure": (term(FA.expenditureKind), "#expenditure-"),
    "phase": (term(OBEU_DIMENSION.budgetPhase), "#phase-"),
    "character": (term(OBEU_DIMENSION.operationCharacter), "/"),
    "balance": (term(FA.balanceItem), "#balance-"),
}
_BUDGET_FACT, _QUANTITY_FACT = term(FA.BudgetFact), term(FA.QuantityFact)

Row = dict[str, str]


def fact_rows(cells: Cells, derived: Things, columns: Sequence[str]) -> bytes:
    """The rows as CSV without a header, lines ending with \\r\\n; `derived` is what `Cells.derived` gave."""
    found = sorted(_rows(cells, derived), key=lambda row: (*(int(row[key]) for key in _ORDER), row["source"]))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([row.get(name, "") for name in columns] for row in found)
    return out.getvalue().encode()


_ORDER = ("table_number", "row_index", "column_index")


def _rows(cells: Cells, derived: Things) -> Iterator[Row]:
    """One row a cell that has all that a row needs."""
    tables: dict[bytes, Row | None] = {}
    for subject, stated in cells.cells.items():
        cell = {**stated, **derived.get(subject, {})}
        money = _BUDGET_FACT in cell.get(_TYPE, ())
        data_set = cell[DATA_SET][0]
        if data_set not in tables:
            tables[data_set] = _table(cells.things, data_set)
        table, own = tables[data_set], _printed(cell, _MONEY if money else _QUANTITY)
        if table is not None and own is not None:
            yield {**table, **own, **_stated(cell), "value": own["value"].replace(",", ""), "source": text(subject)}


def _table(things: Things, data_set: bytes) -> Row | None:
    """What a row says of its table, and of the report."""
    held = things.get(data_set, {})
    table = things.get(held[_OF_TABLE][0], {}) if _OF_TABLE in held else held
    report = things.get(table[_IN][0], {}) if _IN in table else {}
    own = _printed(table, _OF_TABLE_ROW)
    if own is None or _FILE not in report:
        return None
    more = {name: text(table[key][0]) for name, key in _OPTIONAL_OF_TABLE.items() if key in table}
    return {**own, **more, "table_kind": own["table_kind"].partition("#tableKind-")[2], "report": text(report[_FILE][0])}


def _printed(thing: Thing, wanted: dict[str, bytes]) -> Row | None:
    """The texts of these predicates by column; None where one is missing."""
    try:
        return {name: text(thing[key][0]) for name, key in wanted.items()}
    except KeyError:
        return None


def _stated(cell: Thing) -> Row:
    row = {name: text(cell[key][0]) for name, key in _OPTIONAL.items() if key in cell}
    for name, (key, mark) in _CONCEPTS.items():
        if key in cell:
            row[name] = text(cell[key][0]).rpartition(mark)[2]
    return row
