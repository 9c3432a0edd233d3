"""Which head cells of a printed table reach over their neighbours: reports print a spanned cell once and leave the others blank."""

from __future__ import annotations

from collections.abc import Sequence

from search_app.views.sheet import ORDINAL


def is_ordinal(texts: Sequence[str]) -> bool:
    """True for a row that only counts its columns (栏次 1 2 3)."""
    return any(texts) and all(ORDINAL.fullmatch(text) for text in texts)


class Spans:
    """The head rows `texts`, all equally long, and what reaches where."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._texts = texts
        self._right = [[False] * len(row) for row in texts]
        self._down = [[False] * len(row) for row in texts]
        for row in reversed(range(len(texts) - 1)):
            for column in range(1, len(texts[row])):
                self._right[row][column] = self._under_a_wide_cell(row, column)
        for row in range(1, len(texts)):
            for column in range(len(texts[row])):
                self._down[row][column] = self._under_a_high_cell(row, column)

    def _under_a_wide_cell(self, row: int, column: int) -> bool:
        """A blank with something below it, and a cell to the left with only such blanks between."""
        if self._texts[row][column] or is_ordinal(self._texts[row + 1]):
            return False
        below = bool(self._texts[row + 1][column]) or self._right[row + 1][column]
        return below and (bool(self._texts[row][column - 1]) or self._right[row][column - 1])

    def _under_a_high_cell(self, row: int, column: int) -> bool:
        """A blank under a cell, or under a blank that the same cell reaches over and no wide one claims."""
        if self._texts[row][column]:
            return False
        return bool(self._texts[row - 1][column]) or (not self._right[row - 1][column] and self._down[row - 1][column])

    def is_covered(self, row: int, column: int) -> bool:
        """True for a blank that a cell beside or above it reaches over."""
        return self._right[row][column] or self._down[row][column]

    def of(self, row: int, column: int) -> tuple[int, int]:
        """How many columns and rows the cell takes."""
        texts = self._texts
        if not texts[row][column]:
            return 1, 1
        columns, rows = 1, 1
        while column + columns < len(texts[row]) and self._right[row][column + columns]:
            columns += 1
        while columns == 1 and row + rows < len(texts) and not is_ordinal(texts[row + rows]) and self.is_covered(row + rows, column):
            rows += 1
        return columns, rows
