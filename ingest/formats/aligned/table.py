"""A table of aligned text: its rows over all pages in the columns of its first page, and the grid that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Grid
from ingest.formats.aligned.bodies import body_rows
from ingest.formats.aligned.columns import Span, columns, known_room, matched, moved, parted
from ingest.formats.aligned.heads import head_rows
from ingest.formats.aligned.printed import Row
from ingest.formats.cleaning import clean
from ingest.heads import CODE, is_column_numbers

_UNLIKE = 0.6  # between the shares of numbers of two columns that are not the same
_ENOUGH = 3  # pieces
_HEAD_LINES = 20
_TOGETHER = 300  # lines that are looked at again with those of the next page
_DOUBTS = 0.05  # of the lines that may print two pieces in one column


@dataclass(frozen=True, slots=True)
class Table:
    """Printed lines, the first `head` of them above the body, in columns of these spans."""

    rows: tuple[Row, ...]
    head: int
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Table:
        """The lines of one page as a table."""
        head = _head_size(rows)
        spans = tuple(columns(rows, head))
        return cls(tuple(parted(row, spans) for row in rows), head, spans)

    def with_more(self, rows: Sequence[Row]) -> Table | None:
        """The table with the lines of its next page; None where another table begins there."""
        if self.head == len(self.rows) and not any(is_column_numbers(row.texts) for row in self.rows):
            return self._over(Table.of(rows))
        words = {text for row in self.rows[: self.head] for text in row.texts}
        head = next((i for i, row in enumerate(rows) if not all(text in words for text in row.texts)), len(rows))
        if sum(len(row.pieces) > 1 for row in rows[head : head + _head_size(rows[head:])]) > 1:
            return None
        together = replace(self, rows=(*self.rows, *rows[head:]))
        if len(self.rows) <= _TOGETHER and len(spans := columns(together.rows, self.head)) == len(self.spans):
            return replace(together, rows=tuple(parted(row, spans) for row in together.rows), spans=tuple(spans))
        return self._with_body(rows[head:])

    def _with_body(self, rows: Sequence[Row]) -> Table:
        """The table with the rows of a page whose columns lie elsewhere; without columns where it is not certain which they are."""
        spans = columns(rows, 0)
        parts = [parted(row, spans) for row in rows]
        seats = matched(spans, self.spans)
        ours, theirs = _of_numbers(self.rows[self.head :], self.spans), _of_numbers(parts, spans)
        if not seats or any(abs(ours.get(seats[c], share) - share) > _UNLIKE for c, share in theirs.items()):
            return replace(self, spans=())
        return replace(self, rows=(*self.rows, *(moved(row, spans, [self.spans[i] for i in seats]) for row in parts)))

    def _over(self, rest: Table) -> Table | None:
        """The page ended inside the head: its labels over the columns of the next page, where their number says which."""
        count = len(self.spans)
        alike = max(self.head, rest.head) <= _HEAD_LINES and all(len(row.pieces) == count for row in self.rows)
        ranges = _ranges(count, rest) if alike else []
        if not ranges:
            return None
        rows = tuple(moved(row, self.spans, ranges) for row in self.rows)
        return replace(rest, rows=(*rows, *rest.rows), head=rest.head + len(rows))

    @property
    def is_certain(self) -> bool:
        """True where the columns are clear: hardly a line prints two pieces in one of them."""
        if self.head > _HEAD_LINES or (self.head == len(self.rows) and not any(is_column_numbers(row.texts) for row in self.rows)):
            return False
        doubts = sum(len({_column(piece.x0, piece.x1, self.spans) for piece in row.pieces}) < len(row.pieces) for row in self.rows)
        return len(self.spans) > 1 and doubts <= _DOUBTS * len(self.rows)

    @property
    def grid(self) -> Grid:
        """The cells as printed, the head's lines put together."""
        numbers = next((i for i in range(self.head) if is_column_numbers(self.rows[i].texts)), self.head)
        head = head_rows(self.rows[:numbers], self.spans, known_room(self.rows, self.head, self.spans))
        line = self.rows[0].line
        made = [(line, cells) for cells in head]
        made += body_rows(self.rows[numbers : self.head], self.spans) + body_rows(self.rows[self.head :], self.spans)
        return Grid(tuple(tuple(map(clean, cells)) for _, cells in made), tuple(number for number, _ in made), line=line)


def _ranges(count: int, table: Table) -> list[Span]:
    """Where `count` labels above the table stand: one a column, one a repeated group, or the first over all that is not counted."""
    spans, width = table.spans, len(table.spans)
    head = table.rows[: table.head]
    counted = next((sum(text.isdigit() for text in row.texts) for row in head if is_column_numbers(row.texts)), 0)
    if count == width:
        return list(spans)
    if count == counted + 1 < width:
        return [(spans[0][0], spans[width - counted - 1][1]), *spans[width - counted :]]
    size = width // count
    groups = [any(row) and row[:size] * count == row for row in table.grid.rows[: table.head]]
    return [(spans[i][0], spans[i + size - 1][1]) for i in range(0, width, size)] if width % count == 0 and any(groups) else []


def _of_numbers(rows: Sequence[Row], spans: Sequence[Span]) -> dict[int, float]:
    """The share of numbers in each column that prints enough to tell."""
    held: dict[int, list[bool]] = {}
    for piece in (piece for row in rows for piece in row.pieces):
        held.setdefault(_column(piece.x0, piece.x1, spans), []).append(piece.is_number)
    return {c: sum(found) / len(found) for c, found in held.items() if len(found) >= _ENOUGH}


def _column(x0: int, x1: int, spans: Sequence[Span]) -> int:
    shared = [min(x1, end) - max(x0, start) for start, end in spans]
    return shared.index(max(shared)) if shared else 0


def _head_size(rows: Sequence[Row]) -> int:
    """How many rows stand above the body: up to the one that counts the columns, or to the first number."""
    for i, row in enumerate(rows):
        if is_column_numbers(row.texts):
            return i + 1
        if CODE.match(row.texts[0]) or any(piece.is_number for piece in row.pieces):
            return i
    return len(rows)
