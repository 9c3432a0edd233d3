"""A printed grid with what the graph knows of its cells: where its head ends, which columns hold numbers, which hold codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from search_app.views.cells import Fact

NUMBER = re.compile(r"[-−+]?[\d,]*\d(\.\d+)?%{0,2}")
# What the row 栏次 and the column 行次 hold.
ORDINAL = re.compile(r"\d{0,3}|栏次|行次")
_HEAD_ROWS = 5


class Sheet:
    """The grid of table `number`. Rows and columns count from 0 here, from 1 in facts and anchors.

    `rows` are equally long, those that came without their blank cells moved under their columns; `first` is the first row of the
    body, `head` the rows above it that print anything; `groups` are the columns as drawn: codes and the names beside them are one.
    """

    def __init__(self, number: int, rows: Sequence[Sequence[str]], facts: Sequence[Fact]) -> None:
        self.prefix = f"t{number:02d}"
        self._widths = [len(row) for row in rows]
        self.width = max(self._widths, default=0)
        self.facts = [fact for fact in facts if 0 < fact.row <= len(rows) and 0 < fact.column <= self.width]
        self.rows = [[*(cell.strip() for cell in row), *[""] * (self.width - len(row))] for row in rows]
        self.first = self._first()
        self.head = [index for index in range(self.first) if any(self.rows[index])]
        for index in range(self.first, len(rows)):
            if self._widths[index] < self.width:
                self.rows[index] = _aligned(self.rows[index], self.row_facts(index))
        self.numeric = self._numeric()
        self.groups = self._groups()

    @property
    def head_lacks_cells(self) -> bool:
        """True where a row of the head came without its blank cells, so that it does not stand over its columns."""
        return any(self._widths[index] < self.width for index in self.head)

    def is_whole(self, row: int) -> bool:
        """True for a row that came with all its cells."""
        return self._widths[row] == self.width

    def anchor(self, row: int, column: int) -> str:
        """`t05r12c4`."""
        return f"{self.prefix}r{row + 1}c{column + 1}"

    def row_anchor(self, row: int) -> str:
        """`t05r12`."""
        return f"{self.prefix}r{row + 1}"

    def row_facts(self, row: int) -> list[Fact]:
        """The facts of a row."""
        return [fact for fact in self.facts if fact.row == row + 1]

    def joined(self, row: int, group: tuple[int, ...]) -> str:
        """What the row prints in a group of columns."""
        return "　".join(text for column in group if (text := self.rows[row][column]))

    def _first(self) -> int:
        """The rows above the first one with a fact are the head, as far as they fill more than their first cell."""
        above = min((fact.row for fact in self.facts), default=1) - 1
        filled = [index for index in range(above) if sum(bool(cell) for cell in self.rows[index]) > 1]
        return min(filled[-1] + 1 if filled else 0, _HEAD_ROWS)

    def _numeric(self) -> set[int]:
        """Columns that mostly hold facts, and those to their right that print numbers or nothing, but for 行次."""
        body = self.rows[self.first :]
        counts = Counter(fact.column - 1 for fact in self.facts)
        with_facts = {column for column, count in counts.items() if 2 * count > sum(bool(row[column]) for row in body)}
        others = {
            column
            for column in range(min(with_facts, default=self.width), self.width)
            if all(not row[column] or NUMBER.fullmatch(row[column]) for row in body)
            and not any("次" in self.rows[row][column] for row in self.head)
        }
        return with_facts | others

    def _groups(self) -> list[tuple[int, ...]]:
        codes = {c for c in range(self.width - 1) if c + 1 not in self.numeric and self._holds_codes(c)}
        return [(c, c + 1) if c in codes else (c,) for c in range(self.width) if c - 1 not in codes]

    def _holds_codes(self, column: int) -> bool:
        return any(fact.code and fact.code == self.rows[fact.row - 1][column] for fact in self.facts)


def _aligned(row: list[str], facts: Sequence[Fact]) -> list[str]:
    """The row with each fact's print in the fact's column, and what is left over from the first column on."""
    if all(fact.printed in row[fact.column - 1] for fact in facts):
        return row
    left, placed = [cell for cell in row if cell], [""] * len(row)
    for fact in facts:
        found = next((cell for cell in left if fact.printed and fact.printed in cell), None)
        if found is not None:
            placed[fact.column - 1] = found
            left.remove(found)
    free = [column for column, cell in enumerate(placed) if not cell]
    for cell, column in zip(left, free, strict=False):
        placed[column] = cell
    return placed
