"""The geometry of a printed table: where each cell of a form stands and what it covers, as Word, web pages and workbooks keep it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.samples.scribe import Table


@dataclass(frozen=True)
class Placed:
    """A cell: row and column (from 0), rows and columns it covers, its text, whether it is a number."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    number: bool


def placed(table: Table) -> list[Placed]:
    """The cells of a table; in its head a label also covers the blank cells below it, as real forms merge them."""
    cells: list[Placed] = []
    for r, row in enumerate(table.rows):
        column = 0
        for cell in row:
            cells.append(Placed(r, column, 1, cell.span, cell.text, cell.record is not None))
            column += cell.span
    merged = _merged_down(cells, _label_rows(table))
    return sorted(merged, key=lambda c: (c.row, c.column))


def _label_rows(table: Table) -> int:
    """Rows of the head above the row that numbers the columns."""
    numbers = (i for i, row in enumerate(table.rows[: table.head_rows]) if any(c.text == "栏次" for c in row))
    return next(numbers, table.head_rows)


def _merged_down(cells: list[Placed], rows: int) -> list[Placed]:
    at = {(c.row, c.column): c for c in cells if c.row < rows}
    for place in sorted(at):
        label, below = at.get(place), (place[0] + 1, place[1])
        while label and label.text and (under := at.get(below)) and not under.text and under.columns == label.columns:
            del at[below]
            label = at[place] = replace(label, rows=label.rows + 1)
            below = (below[0] + 1, below[1])
    return [c for c in cells if c.row >= rows] + list(at.values())
