"""The rows of the wide table `facts` that one report gives: what `queries/columnar/facts.rq` says, made of the cells directly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parts.cells import CODE, COLUMN, DATA_SET, LABEL, LEVEL, ROW, SUBJECTS, Cells
from kg.parts.statements import Row, as_csv
from kg.things import Texts, Thing, Things, term, text
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
_BUDGET_FACT = term(FA.BudgetFact)

_ORDER = ("table_number", "row_index", "column_index")


def fact_rows(cells: Cells, derived: Things, columns: Sequence[str]) -> bytes:
    """The rows as CSV without a header, lines ending with \\r\\n; `derived` is what `Cells.derived` gave."""
    found = sorted(_rows(cells, derived), key=lambda row: (*(int(row[key]) for key in _ORDER), row["source"]))
    return as_csv(found, columns)


def _rows(cells: Cells, derived: Things) -> Iterator[Row]:
    """One row a cell that has all that a row needs."""
    tables: dict[bytes, Row | None] = {}
    texts = Texts()
    may = [
        *((name, key, texts) for name, key in _OPTIONAL.items()),
        *((name, key, _After(mark)) for name, (key, mark) in _CONCEPTS.items()),
    ]
    for subject, stated in cells.cells.items():
        data_set = stated[DATA_SET][0]
        if data_set not in tables:
            tables[data_set] = _table(cells.things, data_set, texts)
        cell = stated | derived.get(subject, {})
        table, own = tables[data_set], _printed(cell, _MONEY if _BUDGET_FACT in cell.get(_TYPE, ()) else _QUANTITY, texts)
        if table is not None and own is not None:
            more = {name: found[cell[key][0]] for name, key, found in may if key in cell}
            yield table | own | more | {"value": own["value"].replace(",", ""), "source": text(subject)}


class _After(dict[bytes, str]):
    """Of IRIs what comes after the mark."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def __missing__(self, iri: bytes) -> str:
        self[iri] = found = text(iri).rpartition(self._mark)[2]
        return found


def _table(things: Things, data_set: bytes, texts: Texts) -> Row | None:
    """What a row says of its table, and of the report."""
    held = things.get(data_set, {})
    table = things.get(held[_OF_TABLE][0], {}) if _OF_TABLE in held else held
    report = things.get(table[_IN][0], {}) if _IN in table else {}
    own = _printed(table, _OF_TABLE_ROW, texts)
    if own is None or _FILE not in report:
        return None
    more = {name: texts[table[key][0]] for name, key in _OPTIONAL_OF_TABLE.items() if key in table}
    return {**own, **more, "table_kind": own["table_kind"].partition("#tableKind-")[2], "report": texts[report[_FILE][0]]}


def _printed(thing: Thing, wanted: dict[str, bytes], texts: Texts) -> Row | None:
    """The texts of these predicates by column; None where one is missing."""
    try:
        return {name: texts[thing[key][0]] for name, key in wanted.items()}
    except KeyError:
        return None
