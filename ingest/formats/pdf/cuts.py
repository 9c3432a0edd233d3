"""Tables as they were before they were printed: those that touch taken apart, one that a page cut put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Grid
from ingest.formats.pdf.lattice import clustered
from ingest.formats.pdf.parts import Cell, Part, Row
from ingest.heads import is_column_numbers, is_data
from kg.amounts import fold

_SAME = 4.0  # points: borders this near to each other are one
_WINDOW = 3  # rows on either side that show a table's columns
_COLUMNS = 4  # borders between cells: with fewer, a change of columns is a form's own
_COMMON = 0.25  # of the borders: tables that share more are one table
_HEAD_ROWS = 6
_HEAD_WORD = re.compile(r"^(项目|收入|支出|行次|栏次|金额|决算数|预算数|年初预算数|科目编码|科目代码|科目名称|.*科目(编码|代码|名称))$")
_SENTENCE_END = re.compile(r"[。；！？.;]$")


def apart(part: Part) -> Iterator[Part]:
    """The tables in one frame: cut where the columns are others from a row on, or where a head begins below a body."""
    start = 0
    for i in range(1, len(part.rows)):
        if part.whole[i] and (_other_columns(part, start, i) or _new_head(part.rows, start, i)):
            yield _rows(part, start, i)
            start = i
    yield _rows(part, start, len(part.rows))


def goes_on(before: Part, after: Part) -> int | None:
    """How many rows of `after` repeat the head, where it is the rest of the table `before` on the next page; None where it is another."""
    if not _same_columns(before, after):
        return None
    repeated = _repeated(before.rows, after.rows)
    rest = after.rows[repeated:]
    if not rest or _starts_head(rest) or (repeated and _same_start(before.rows, rest)):
        return None
    return repeated


def put_together(before: Part, after: Part, repeated: int) -> Part:
    """Both parts as one; a row that the page cut in two is one row again."""
    shift = before.x0 - after.x0
    rows = [tuple(replace(c, x0=c.x0 + shift, x1=c.x1 + shift) for c in row) for row in after.rows[repeated:]]
    kept = list(before.rows)
    borders, whole = after.borders[repeated:], after.whole[repeated:]
    if rows and _is_rest(kept[-1], rows[0]):
        kept[-1] = _completed(kept[-1], rows.pop(0))
        borders, whole = borders[1:], whole[1:]
    return replace(
        before,
        rows=(*kept, *rows),
        borders=before.borders + borders,
        whole=before.whole + whole,
        bottom=after.bottom,
        unruled=before.unruled or after.unruled,
    )


def grid_of(part: Part) -> Grid:
    """The cells in their columns: a column begins where a cell begins."""
    columns = clustered((cell.x0 for row in part.rows for cell in row), _SAME)
    rows = tuple(_in_columns(row, columns) for row in part.rows)
    return Grid(rows, page=part.page, unruled=part.unruled)


def _in_columns(row: Row, columns: Sequence[float]) -> tuple[str, ...]:
    texts = [""] * len(columns)
    for cell in row:
        at = min(range(len(columns)), key=lambda i: abs(columns[i] - cell.x0))
        texts[at] += cell.text
    return tuple(texts)


# touching ------------------------------------------------------------------------------------------------------------------


def _rows(part: Part, start: int, end: int) -> Part:
    return replace(part, rows=part.rows[start:end], borders=part.borders[start:end], whole=part.whole[start:end])


def _other_columns(part: Part, start: int, i: int) -> bool:
    above = clustered((x for row in part.borders[max(start, i - _WINDOW) : i] for x in row), _SAME)
    below = clustered((x for row in part.borders[i : i + _WINDOW] for x in row), _SAME)
    fewer = min(len(above), len(below))
    return fewer >= _COLUMNS and len(_common(above, below)) <= _COMMON * fewer


def _common(some: Sequence[float], others: Sequence[float]) -> list[float]:
    return [x for x in some if any(abs(x - other) <= _SAME for other in others)]


def _new_head(rows: Sequence[Row], start: int, i: int) -> bool:
    return any(is_data(_texts(row)) for row in rows[start:i]) and _starts_head(rows[i:])


def _starts_head(rows: Sequence[Row]) -> bool:
    """True for rows that begin with the head of a 决算 table."""
    first = [fold(text) for text in _texts(rows[0]) if text]
    words = [text for text in first if _HEAD_WORD.match(text)]
    return len(words) >= 2 and len(words) * 2 >= len(first) or bool(words) and _numbered(rows)


def _numbered(rows: Sequence[Row]) -> bool:
    """True where one of the first rows counts the columns and no row before it holds data."""
    for row in rows[1:_HEAD_ROWS]:
        if is_column_numbers(_texts(row)):
            return True
        if is_data(_texts(row)):
            return False
    return False


# cut by a page -------------------------------------------------------------------------------------------------------------


def _same_columns(before: Part, after: Part) -> bool:
    """True where the borders of one part, its right end too, are borders of the other."""
    above, below = _all_borders(before), _all_borders(after)
    return len(_common(below, above)) == len(below) or len(_common(above, below)) == len(above)


def _all_borders(part: Part) -> list[float]:
    return clustered((x - part.x0 for row in (*part.borders, (part.x1,)) for x in row), _SAME)


def _repeated(before: Sequence[Row], after: Sequence[Row]) -> int:
    """Number of first rows of `after` that are head rows of `before` printed again, all of them or some."""
    head = {_key(row) for row in before[:_HEAD_ROWS] if not is_data(_texts(row))}
    return next((i for i, row in enumerate(after) if _key(row) not in head or not any(_texts(row))), len(after))


def _same_start(before: Sequence[Row], rest: Sequence[Row]) -> bool:
    """True where the body begins as the body before does: the table is printed twice."""
    first = next((row for row in before if is_data(_texts(row))), None)
    return first is not None and _key(first) == _key(rest[0])


def _is_rest(last: Row, first: Row) -> bool:
    """True where every cell printed in `first` goes on with a full cell of `last`, in the middle of a sentence or name."""
    printed = [cell for cell in first if cell.text]
    above = [_over(cell, last) for cell in printed]
    return bool(printed) and all(
        held is not None and held.full and not _SENTENCE_END.search(held.text) and not is_data((cell.text,))
        for held, cell in zip(above, printed, strict=True)
    )


def _completed(last: Row, first: Row) -> Row:
    rest = {id(held): cell for cell in first if cell.text and (held := _over(cell, last))}
    return tuple(replace(cell, text=cell.text + rest[id(cell)].text) if id(cell) in rest else cell for cell in last)


def _over(cell: Cell, row: Row) -> Cell | None:
    return next((held for held in row if held.text and abs(held.x0 - cell.x0) <= _SAME), None)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(fold(cell.text) for cell in row)
