"""The body of an aligned table: lines that go on with a wrapped cell put together with the row that holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.formats.aligned.columns import Span, room, seat
from ingest.formats.aligned.printed import Row

_FULL = 3  # half-widths that a full line of a cell may lack
_OF_NUMBERS = 0.5  # of what stands in a column of numbers
_CUT = re.compile(r"\d\.\d?$|\d,\d{0,2}$")  # a number that goes on
_REST = re.compile(r"^\d{1,2}$")
_WORD = 4  # characters of a label; fewer may be the rest of one, or a unit
_KEYED = 0.8  # of the rows: the last ones, of sums, have no code
_STARTS = re.compile(
    r"^([一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、]|[合总小]\s*计|其中[:：]?|本年.{2}合计)"
)


@dataclass(slots=True)
class _Line:
    """A printed line in its columns. `above`: how many lines of its row stand above it."""

    row: Row
    cells: dict[int, str]
    inks: dict[int, int]
    numbers: set[int]
    is_anchor: bool = False
    above: list[_Line] = field(default_factory=list)
    below: list[_Line] = field(default_factory=list)


def body_rows(rows: Sequence[Row], spans: Sequence[Span]) -> list[tuple[int, list[str]]]:
    """The rows with a cell for every column, each with the number of its first line."""
    lines = [_in_columns(row, spans) for row in rows]
    full = {c: most - _FULL for c, most in enumerate(room(rows, spans))}
    numbers = _number_columns(rows, spans)
    for i, line in enumerate(lines):
        whole = line.numbers - _broken(lines, i)
        is_head = sum(len(line.cells[c]) >= _WORD for c in line.cells if c in numbers - line.numbers) > 1  # of other rows below
        line.is_anchor = is_head or bool(whole & numbers) if numbers else len(line.cells) * 2 >= len(spans) or 0 in line.cells
    if _is_keyed([line for line in lines if line.is_anchor], numbers):
        full = dict.fromkeys(full, 0)
    return [_row(line, len(spans)) for line in _with_rests(lines, full, _is_centred(lines))]


def _broken(lines: Sequence[_Line], i: int) -> set[int]:
    """The columns where the line prints the beginning or the rest of a number that a line end broke."""
    out: set[int] = set()
    for a, b in ((k, n) for k in (i - 2, i - 1, i) for n in (k + 1, k + 2) if k >= 0 and n < len(lines) and i in (k, n)):
        cut = {c for c in lines[b].numbers & lines[a].numbers if _CUT.search(lines[a].cells[c]) and _REST.match(lines[b].cells[c])}
        if lines[b].numbers <= cut and not any(line.row.gap for line in lines[a + 1 : b + 1]):
            out |= cut
    return out


def _is_keyed(anchors: Sequence[_Line], numbers: set[int]) -> bool:
    """True where nearly every row prints its code or its number: what prints none is no row."""
    return any(sum(c in line.cells for line in anchors) >= _KEYED * len(anchors) > 0 for c in numbers)


def _in_columns(row: Row, spans: Sequence[Span]) -> _Line:
    line = _Line(row, {}, {}, set())
    for piece in row.pieces:
        first, last = seat(piece, spans)
        column = next((c for c in range(first, last + 1) if c not in line.cells), first)
        line.cells[column] = line.cells.get(column, "") + piece.text
        line.inks[column] = piece.ink
        if piece.is_number:
            line.numbers.add(column)
    return line


def _number_columns(rows: Sequence[Row], spans: Sequence[Span]) -> set[int]:
    held: dict[int, list[bool]] = {}
    for row in rows:
        for piece in row.pieces:
            held.setdefault(seat(piece, spans)[0], []).append(piece.is_number)
    return {c for c, found in held.items() if sum(found) > _OF_NUMBERS * len(found)}


def _is_centred(lines: Sequence[_Line]) -> bool:
    """True where the rests of cells stand above their row too: a cell's lines are in the middle of the row's height."""
    if lines and not lines[0].is_anchor and not _starts_row(lines[0]):
        return True
    anchors = [i for i, line in enumerate(lines) if line.is_anchor]
    return any(
        0 < i < len(lines) - 1
        and not lines[i - 1].is_anchor
        and not lines[i + 1].is_anchor
        and bool(set(lines[i - 1].cells) & set(lines[i + 1].cells) - set(lines[i].cells))
        for i in anchors
    )


def _starts_row(line: _Line) -> bool:
    return bool(_STARTS.match(next(iter(line.cells.values()), "")))


def _with_rests(lines: Sequence[_Line], full: dict[int, int], centred: bool) -> list[_Line]:
    """The lines that are rows, each holding the lines that belong to it."""
    out: list[_Line] = []
    held: list[_Line] = []
    for line in lines:
        if not line.is_anchor:
            held.append(line)
            continue
        before = out[-1] if out else None
        out += _shared_out(before, held, line, full, centred)
        out.append(line)
        held = []
    return [*out, *_shared_out(out[-1] if out else None, held, None, full, centred)]


def _shared_out(before: _Line | None, held: Sequence[_Line], after: _Line | None, full: dict[int, int], centred: bool) -> list[_Line]:
    """Give the lines between two rows to the one or the other; what comes back are rows of their own."""
    own: list[_Line] = []
    rest = list(held)
    while rest and before and _goes_on(before, rest[0], full, centred, after, len(rest)):
        before.below.append(rest.pop(0))
    while rest and after and centred and _leads(rest[-1], after):
        after.above.insert(0, rest.pop())
    for line in rest:
        if own and not line.row.gap and _is_full(own[-1], line, full) and not _starts_row(line):
            own[-1].below.append(line)
        else:
            own.append(line)
    return own


def _leads(line: _Line, after: _Line) -> bool:
    """True where the line right above `after` is the beginning of its cells."""
    first = after.above[0] if after.above else after
    return first.row.gap == 0 and not _is_total(line)


def _is_total(line: _Line) -> bool:
    return bool(re.match(r"^[合总小]\s*计$", next(iter(line.cells.values()), "")))


def _goes_on(before: _Line, line: _Line, full: dict[int, int], centred: bool, after: _Line | None, left: int) -> bool:
    """True where the line is the rest of cells of the row `before`."""
    if line.row.gap > min(1, before.row.gap) or (line.row.gap and after and not after.row.gap):
        return False
    if centred and before.above:
        return len(before.below) < len(before.above)
    if centred and after is not None:
        blank = any(c not in after.cells for c in line.cells)
        return _is_full(before, line, full) and not blank
    return _is_full(before, line, full) and not _starts_row(line)


def _is_full(before: _Line, line: _Line, full: dict[int, int]) -> bool:
    """True where the last line of each cell that `line` would go on with reaches the column's end."""
    stack = [before, *before.below]
    inks = {c: part.inks[c] for part in stack for c in part.inks}
    return all(c in inks and inks[c] >= full[c] for c in line.cells)


def _row(line: _Line, width: int) -> tuple[int, list[str]]:
    parts = [*line.above, line, *line.below]
    return parts[0].row.line, ["".join(part.cells.get(c, "") for part in parts) for c in range(width)]
