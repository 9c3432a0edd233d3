"""The head of an aligned table: labels of several lines put together, each group of columns under its own label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.formats.aligned.columns import Span, seat
from ingest.formats.aligned.printed import Piece, Row
from ingest.heads import role
from kg.amounts import fold

_ITEM = "项目"  # over columns of codes and names, never over values
_SLACK = 2  # half-widths that the first line of a wrapped label leaves free
_LEFT = 2.0  # positions that a label may be off the middle of its columns for each more that it covers
_BESIDE = 10.0  # the same for a column whose label is on one line with that of the column beside it
_NEVER = 1000.0

_Seat = tuple[int, int]  # first and last column
_Choice = tuple[float, int, int]  # how far off the middle, first and last column
_Way = tuple[float, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class _Label:
    """A printed label and the columns that it stands over, from the first to the last."""

    text: str
    line: int
    first: int
    last: int

    @property
    def is_group(self) -> bool:
        return self.last > self.first


def head_rows(rows: Sequence[Row], spans: Sequence[Span], room: Sequence[int]) -> list[list[str]]:
    """The head as rows with a cell for every column: a group's label stands over its first column.

    `room`: half-widths that the widest cell of each column takes.
    """
    labels = _labels(rows, spans, room)
    groups = _groups(labels)
    paths = [[*(g for g in groups if g.first <= c <= g.last), *_leaf(labels, c)] for c in range(len(spans))]
    depth = max(map(len, paths), default=0)
    return [[_text(path, k, c) for c, path in enumerate(paths)] for k in range(depth)]


def _text(path: Sequence[_Label], k: int, column: int) -> str:
    return path[k].text if k < len(path) and path[k].first == column else ""


def _leaf(labels: Sequence[_Label], column: int) -> list[_Label]:
    """The column's own label, its lines put together."""
    own = [label for label in labels if not label.is_group and label.first == column]
    return [_Label("".join(label.text for label in own), own[0].line, column, column)] if own else []


def _groups(labels: Sequence[_Label]) -> list[_Label]:
    out: list[_Label] = []
    for label in (label for label in labels if label.is_group):
        same = next((i for i, g in enumerate(out) if (g.first, g.last) == (label.first, label.last)), None)
        if same is None:
            out.append(label)
        else:
            out[same] = _Label(out[same].text + label.text, out[same].line, label.first, label.last)
    return out


def _labels(rows: Sequence[Row], spans: Sequence[Span], room: Sequence[int]) -> list[_Label]:
    """All labels from the top to the bottom with the columns that they stand over."""
    out: list[_Label] = []
    seats = [[seat(piece, spans) for piece in row.pieces] for row in rows]
    values = _of_values(rows, seats)
    is_left = bool(rows) and rows[0].pieces[0].x0 <= spans[0][0] + 1
    for i, row in enumerate(rows):
        below = _lines_below(seats[i + 1 :])
        for label in out:
            if not label.is_group:
                below.pop(label.first, None)
        labels = {c: lines for c, lines in below.items() if c not in values}
        groups = [label for label in out if label.is_group]
        choices = [
            _choices(piece, own, spans, room, labels if fold(piece.text) == _ITEM else below, groups, is_left)
            for piece, own in zip(row.pieces, seats[i], strict=True)
        ]
        found = _shared_out(choices, _costs(choices, below), len(spans))
        out += [_Label(piece.text, i, first, last) for piece, (first, last) in zip(row.pieces, found, strict=True)]
    return out


def _of_values(rows: Sequence[Row], seats: Sequence[Sequence[_Seat]]) -> set[int]:
    """The columns of values, by the lowest label of each."""
    lowest: dict[int, str] = {}
    for row, own in zip(reversed(rows), reversed(seats), strict=True):
        for piece, (column, _) in zip(row.pieces, own, strict=True):
            lowest.setdefault(column, piece.text)
    return {column for column, text in lowest.items() if role(text) == "value"}


def _lines_below(seats: Sequence[Sequence[_Seat]]) -> dict[int, tuple[int, int]]:
    """The first and the last of the rows that hold a label over each column; `seats`: the columns of each row's labels."""
    out: dict[int, tuple[int, int]] = {}
    for i, row in enumerate(seats):
        for first, last in row:
            for c in range(first, last + 1):
                out[c] = (out[c][0] if c in out else i, i)
    return out


def _costs(choices: Sequence[Sequence[_Choice]], below: Mapping[int, tuple[int, int]]) -> dict[int, float]:
    """What it costs to leave a column out that a label of the line may stand over."""
    reached = sorted({c for options in choices for _, first, last in options for c in range(first, last + 1)} & set(below))
    alike = {c for c in reached for other in (c - 1, c + 1) if other in reached and below[c][0] == below[other][0]}
    return {c: _BESIDE if c in alike else _LEFT for c in reached}


def _choices(
    piece: Piece,
    own: _Seat,
    spans: Sequence[Span],
    room: Sequence[int],
    below: Mapping[int, tuple[int, int]],
    groups: Sequence[_Label],
    is_left: bool,
) -> list[_Choice]:
    """The ranges of columns that the piece may be the label of, each with how far the piece is from its middle.

    `own`: the columns that it is printed over. The first line of a wrapped label fills its column. What leaves room above another
    label is the label of a group.
    """
    fills = own[0] == own[1] and 0 <= piece.ink - room[own[0]] + _SLACK <= _SLACK
    nearest = min((below[c][0] for c in range(own[0], own[1] + 1) if c in below), default=None)
    beside = [c for c in (own[0] - 1, own[1] + 1) if nearest is not None and c in below and below[c][0] == nearest]
    if nearest is None or (fills and not beside):
        return [(0.0, *own)]
    low = max((g.first for g in groups if g.first <= own[0] <= g.last), default=0)
    high = min((g.last for g in groups if g.first <= own[0] <= g.last), default=len(spans) - 1)
    free = {c for c, (_, last) in below.items() if last >= nearest}
    wider = [
        (first, last)
        for first in range(own[0], low - 1, -1)
        for last in range(own[1], high + 1)
        if last > first and all(c in free for c in range(first, last + 1))
    ]
    over = wider if wider and room[own[0]] and not fills else [own, *wider]
    return [(_off(piece, spans[a][0], spans[b][1], is_left), a, b) for a, b in over]


def _off(piece: Piece, x0: int, x1: int, is_left: bool) -> float:
    """How far the piece is from where a label of the columns from `x0` to `x1` stands."""
    return float(abs(x0 - piece.x0)) if is_left else abs((x0 + x1) / 2 - piece.middle)


def _shared_out(choices: Sequence[Sequence[_Choice]], left: Mapping[int, float], width: int) -> list[tuple[int, int]]:
    """The ranges of all labels of a line: beside each other, near their middles, with few columns left over (at the cost in `left`)."""
    # best[low]: what the labels from the k-th on cost where they have the columns from `low` on
    best: list[_Way] = [(sum(cost for c, cost in left.items() if c >= low), ()) for low in range(width + 1)]
    for options in reversed(choices):
        best = [_cheapest(options, low, best, left) for low in range(width + 1)]
    return list(best[0][1])


def _cheapest(options: Sequence[_Choice], low: int, rest: Sequence[_Way], left: Mapping[int, float]) -> _Way:
    ways = [
        (off + sum(cost for c, cost in left.items() if low <= c < first) + rest[last + 1][0], ((first, last), *rest[last + 1][1]))
        for off, first, last in options
        if first >= low
    ]
    first, last = options[0][1:]
    return min(ways, default=(_NEVER + rest[max(low, last + 1)][0], ((first, last), *rest[max(low, last + 1)][1])))
