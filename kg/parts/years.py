"""What the rules over years need of a report: its balances (总计, 年初, 年末结转和结余), and how it says its total has changed.

These are the two sides of `queries/checks/year-*.rq`, made of the report's things directly: a release that asked its store for them would
look up every number in all that was loaded. A test holds both to the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from kg.parts.cells import DATA_SET, Cells
from kg.parts.statements import Pattern, Row, Statements
from kg.things import term, text
from ontology.terms import FA, OBEU_MEASURE, concept

Years = dict[str, list[Row]]
"""Rows by name: `balances`, `changes`. Each has the report with its `unit`, `year` and `type`."""

_WANTED = {
    (term(concept("balance", name)), term(Literal(side))) for name, side in (("opening", "收入"), ("closing", "支出"), ("total", "收入"))
}
_BALANCE, _SIDE = term(FA.balanceItem), term(FA.side)
_CELL = {"balance": _BALANCE, "table": DATA_SET, "value": term(OBEU_MEASURE.amount), "text": term(FA.printedText)}
_OPTIONAL = {"under": term(FA.under), "column": term(FA.columnLabel)}
_TABLE = Pattern("kind fa:tableKind; report dct:isPartOf; money fa:printedUnit; statement? fa:statement")
_REPORT = Pattern("unit fa:reportOf; year fa:year; type rdf:type")
_FIGURE = Pattern("passage fa:statedIn; what fa:what; value fa:value; text fa:printedText; money fa:printedUnit")
_PASSAGE = Pattern("report dct:isPartOf; section fa:section")
_CHANGE = concept("measure", "yearOnYearChange")
_TOTALS = tuple(concept("measure", name) for name in ("totalBoth", "totalIncome", "totalExpenditure"))


def years(said: Statements, cells: Cells) -> Years:
    """The rows of a report, in order; `said` is what it says beside its `cells`."""
    return {"balances": _of_report(said, said.joined(_balances(cells), "table", _TABLE), ("table",)), "changes": _changes(said)}


def _balances(cells: Cells) -> Iterator[Row]:
    """The cells with a balance, on the side where it counts."""
    for subject, cell in cells.cells.items():
        if _BALANCE in cell and (*cell[_BALANCE], *cell.get(_SIDE, ())) in _WANTED and all(key in cell for key in _CELL.values()):
            more = {name: key for name, key in _OPTIONAL.items() if key in cell}
            yield {"source": text(subject), **{name: text(cell[key][0]) for name, key in (_CELL | more).items()}}


def _changes(said: Statements) -> list[Row]:
    """Each change that a paragraph states, with each of the totals that it states."""
    totals: dict[str, list[Row]] = {}
    for measure in _TOTALS:
        for row in said.where("fa:measure", measure, _FIGURE):
            totals.setdefault(row["passage"], []).append({f"total_{name}": value for name, value in row.items()})
    changes = said.where("fa:measure", _CHANGE, _FIGURE)
    both = (row | total for row in changes for total in totals.get(row["passage"], ()))
    return _of_report(said, said.joined(both, "passage", _PASSAGE), ("passage", "total_passage"))


def _of_report(said: Statements, rows: Iterable[Row], left_out: Iterable[str]) -> list[Row]:
    """The rows with the report's unit, year and type (its particular one), in the order of their places."""
    found = (row for row in said.joined(rows, "report", _REPORT) if row["type"] != FA.Report.value)
    kept = ({name: value for name, value in row.items() if value and name not in left_out} for row in found)
    return sorted(kept, key=lambda row: (row["source"], row.get("total_source", "")))
