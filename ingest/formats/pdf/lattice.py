"""Tables drawn with rules: rules that touch make a frame, the rules inside it its cells, a missing rule a merged cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.pdf.ink import Rule

TOUCH = 3.5  # points: rules this near to each other touch
_NEAR = 3.0  # borders this near to each other are one
_OPEN = 8.0  # a rule that reaches this far beyond the outermost border ends at a border that is not drawn
_COVERED = 0.5  # of a cell's side that must be drawn
_MOST = 60_000  # elementary cells and pairs of rules; a frame with more is a drawing


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as drawn: first row and column, one past the last."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn table. `xs` and `ys` are its borders, `boxes` its cells by row and column, `owner` the box of each elementary cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    owner: tuple[tuple[int, ...], ...]

    def box_at(self, x: float, y: float) -> int | None:
        """Index of the box around a point."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.owner[row][column] if inside else None


def frames(flat: Sequence[Rule], upright: Sequence[Rule]) -> list[Frame]:
    """The drawn tables of a page with at least two columns, from top to bottom."""
    found = (_frame(across, down) for across, down in _touching(flat, upright))
    return sorted((frame for frame in found if frame and len(frame.xs) > 2), key=lambda f: (f.ys[0], f.xs[0]))


def clustered(values: Iterable[float], near: float = _NEAR) -> list[float]:
    """Values that lie `near` each other as one value each, sorted."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _touching(flat: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    if len(flat) * len(upright) > 20 * _MOST:
        return
    parent = list(range(len(flat) + len(upright)))
    for i, h in enumerate(flat):
        for j, v in enumerate(upright, len(flat)):
            if h.start - TOUCH <= v.at <= h.end + TOUCH and v.start - TOUCH <= h.at <= v.end + TOUCH:
                parent[_root(parent, i)] = _root(parent, j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parent)):
        across, down = groups.setdefault(_root(parent, i), ([], []))
        if i < len(flat):
            across.append(flat[i])
        else:
            down.append(upright[i - len(flat)])
    yield from (group for group in groups.values() if len(group[0]) > 1 and group[1])


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _frame(flat: Sequence[Rule], upright: Sequence[Rule]) -> Frame | None:
    xs = _with_open_sides(clustered(r.at for r in upright), flat)
    ys = _with_open_sides(clustered(r.at for r in flat), upright)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST:
        return None
    parent = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column and not _drawn(upright, xs[column], ys[row], ys[row + 1]):
                parent[_root(parent, here)] = _root(parent, here - 1)
            if row and not _drawn(flat, ys[row], xs[column], xs[column + 1]):
                parent[_root(parent, here)] = _root(parent, here - columns)
    return _boxed(tuple(xs), tuple(ys), [_root(parent, i) for i in range(rows * columns)])


def _with_open_sides(places: list[float], crossing: Sequence[Rule]) -> list[float]:
    first, last = min(r.start for r in crossing), max(r.end for r in crossing)
    if places and first < places[0] - _OPEN:
        places.insert(0, first)
    if places and last > places[-1] + _OPEN:
        places.append(last)
    return places


def _drawn(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(max(0.0, min(r.end, end) - max(r.start, start)) for r in rules if abs(r.at - at) <= _NEAR)
    return covered >= _COVERED * (end - start)


def _boxed(xs: tuple[float, ...], ys: tuple[float, ...], roots: Sequence[int]) -> Frame:
    columns = len(xs) - 1
    members: dict[int, list[tuple[int, int]]] = {}
    for i, root in enumerate(roots):
        members.setdefault(root, []).append(divmod(i, columns))
    index = {root: i for i, root in enumerate(members)}
    boxes = tuple(
        Box(min(r for r, _ in cells), min(c for _, c in cells), max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1)
        for cells in members.values()
    )
    owner = tuple(tuple(index[roots[r * columns + c]] for c in range(columns)) for r in range(len(ys) - 1))
    return Frame(xs, ys, boxes, owner)
