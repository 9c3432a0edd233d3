"""Cells put under the columns they belong to, however the row was shifted.

Converted tables lose blank and merged cells, so a cell's position says little. What holds: cells keep their order, a
number is no name and a percentage is no score. Each cell goes to the column whose kind it fits, and the shift between
cell and column changes as rarely as possible (dynamic programming over cells and columns).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ingest.performance.cells import Cell
from ingest.performance.wording import form

DROPPED = 5.0  # points lost for a cell that no column takes
_FIRST, _NONE = -1, -1
_Path = tuple[tuple[int, int], ...]
_Way = tuple[float, tuple[int, int]]
"""The points up to a cell in a column, and the cell and column before it."""


class Column(NamedTuple):
    """A column of the head: what it holds and where it stands (from 0)."""

    role: str
    position: int


@dataclass(frozen=True, slots=True)
class Fit:
    """What an assignment gains and loses in rows of `part` (indicator or fund): by kind for a cell in a column, and for a blank column.

    A shift that changes within the row, and one that is not expected for its first cell, cost by the column. In a row
    stretched by the lines of other tables shifts say little and cost little.
    """

    part: str
    stretched: bool = False

    def gain(self, role: str, kind: str) -> float:
        points = form()[f"{self.part}_points"][role]
        return float(points[kind] if kind in points else points["else"])

    def blanks(self, columns: Sequence[Column]) -> list[list[float]]:
        """What blank columns cost: `[a][b]` for those from number a up to b."""
        missing = form()[f"{self.part}_missing{'_stretched' if self.stretched else ''}"]
        costs = [missing.get(column.role, 0.0) for column in columns]
        return [[sum(costs[a:b]) for b in range(len(costs) + 1)] for a in range(len(costs) + 1)]

    def change(self, columns: int) -> float:
        return min(0.5, 0.5 * columns) if self.stretched else 1.5 * columns

    def first(self, columns: int) -> float:
        return min(0.2, 0.2 * columns) if self.stretched else 0.5 * columns


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cell of each role, the cells left over, and the shift of the first cell."""

    cells: Mapping[str, Cell]
    dropped: tuple[Cell, ...]
    shift: int


def align(cells: Sequence[Cell], columns: Sequence[Column], fit: Fit, expected: Sequence[int]) -> Alignment:
    """The best assignment of `cells` to `columns`; `expected` are shifts of the first cell that cost nothing."""
    spots = tuple((cell.column, cell.kind) for cell in cells)
    return _result(cells, columns, _best(spots, tuple(columns), fit, tuple(expected)))


@lru_cache(maxsize=1024)  # the rows of a form are much alike
def _best(spots: tuple[tuple[int, str], ...], columns: tuple[Column, ...], fit: Fit, expected: tuple[int, ...]) -> _Path:
    """The best way through cells (by position and kind) and columns."""
    best: dict[tuple[int, int], _Way] = {}
    blanks = fit.blanks(columns)
    shifts = [[at - column.position for column in columns] for at, _ in spots]
    changes = [fit.change(number) for number in range(_span(shifts) + 1)]
    for i, (_, kind) in enumerate(spots):
        for j, column in enumerate(columns):
            first = -fit.first(min(abs(shifts[i][j] - e) for e in expected)) - DROPPED * i - blanks[0][j]
            before = _before(best, shifts, i, j, changes, blanks, (first, (_FIRST, _NONE)))
            best[i, j] = (before[0] + fit.gain(column.role, kind), before[1])
    ends = [(value - DROPPED * (len(spots) - 1 - i) - blanks[j + 1][-1], (i, j)) for (i, j), (value, _) in best.items()]
    return tuple(_path(best, max(ends)[1])) if ends else ()


def _span(shifts: Sequence[Sequence[int]]) -> int:
    every = [shift for row in shifts for shift in row]
    return max(every) - min(every) if every else 0


def _before(
    best: Mapping[tuple[int, int], _Way],
    shifts: Sequence[Sequence[int]],
    i: int,
    j: int,
    changes: Sequence[float],
    blanks: Sequence[Sequence[float]],
    first: _Way,
) -> _Way:
    """What best comes before cell `i` in column `j`: nothing (`first`), or one of the two cells before in a column to the left."""
    found, shift = first, shifts[i][j]
    for before in range(max(0, i - 2), i):
        skipped, others = DROPPED * (i - before - 1), shifts[before]
        for left in range(j):
            value = best[before, left][0] - (changes[abs(shift - others[left])] + skipped + blanks[left + 1][j])
            if value > found[0]:
                found = (value, (before, left))
    return found


def _path(best: Mapping[tuple[int, int], _Way], end: tuple[int, int]) -> list[tuple[int, int]]:
    path = [end]
    while best[path[-1]][1][0] != _FIRST:
        path.append(best[path[-1]][1])
    return path[::-1]


def _result(cells: Sequence[Cell], columns: Sequence[Column], path: Sequence[tuple[int, int]]) -> Alignment:
    taken = {columns[j].role: cells[i] for i, j in path}
    used = {i for i, _ in path}
    shift = cells[path[0][0]].column - columns[path[0][1]].position if path else 0
    return Alignment(taken, tuple(cell for i, cell in enumerate(cells) if i not in used), shift)
