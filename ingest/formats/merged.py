"""Tables whose cells may cover several rows and columns, or hold tables themselves, become grids and paragraphs.

A merged cell is printed once, in its first row and column; what it covers is blank. A table that only lays out a page, or only
frames a text, is no grid: what its cells hold stands in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Block, Grid, Paragraph
from ingest.formats.lines import cell_text
from ingest.formats.small_print import is_caption, with_small_print_apart


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its first row and column (from 0), how many rows it covers, what it holds, the line of the file.

    How many columns it covers shows where the next cell of its rows begins.
    """

    row: int
    column: int
    rows: int = 1
    blocks: tuple[Block, ...] = ()
    line: int | None = None

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in the cell."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def text(self) -> str:
        """The paragraphs of the cell as one text."""
        return cell_text(block.text for block in self.blocks if isinstance(block, Paragraph))


def table_blocks(cells: Sequence[Cell], line: int | None = None) -> Iterator[Block]:
    """What a table prints: a grid without captions and notes, or the paragraphs and grids of a table that only lays them out."""
    nested = [cell for cell in cells if cell.grids]
    if not nested:
        yield from _plain(cells, line)
    elif _is_form(cells, nested):
        yield from with_small_print_apart([_grid_with_inner_rows(cells, line)])
    elif len({cell.row for cell in nested}) < len(nested):  # tables side by side, each below its own caption
        yield from (block for cell in sorted(cells, key=lambda c: (c.column, c.row)) for block in cell.blocks)
    else:
        yield from _row_by_row(cells, nested, line)


def _plain(cells: Sequence[Cell], line: int | None) -> Iterator[Block]:
    if _is_frame(cells):
        yield from (block for cell in cells for block in cell.blocks)
    elif cells:
        yield from with_small_print_apart([_grid(cells, line)])


def _is_frame(cells: Iterable[Cell]) -> bool:
    """True where no row holds two texts: a box around paragraphs."""
    rows = [cell.row for cell in cells if cell.blocks]
    return len(set(rows)) == len(rows)


def _is_form(cells: Sequence[Cell], nested: Sequence[Cell]) -> bool:
    """True where the rows without a table inside are rows of a table too, not captions: the inner table is a part of it."""
    inside = {cell.row for cell in nested}
    rows: dict[int, list[str]] = {}
    for cell in cells:
        if cell.row not in inside and cell.text:
            rows.setdefault(cell.row, []).append(cell.text)
    data = [row for row in rows.values() if len(row) > 1 and not is_caption(row)]
    return bool(data) and len(inside) == len(nested) and all(len(cell.grids) == 1 for cell in nested)


def _row_by_row(cells: Sequence[Cell], nested: Sequence[Cell], line: int | None) -> Iterator[Block]:
    """The rows between the cells that hold tables as tables of their own."""
    inside = {cell.row for cell in nested}
    held: list[Cell] = []
    for cell in cells:
        if cell.row not in inside:
            held.append(cell)
            continue
        yield from _plain(held, line)
        held = []
        yield from cell.blocks
    yield from _plain(held, line)


# grids ---------------------------------------------------------------------------------------------------------------------


def _grid(cells: Sequence[Cell], line: int | None) -> Grid:
    return _made(list(zip(_rows(cells), _lines(cells), strict=True)), line)


def _grid_with_inner_rows(cells: Sequence[Cell], line: int | None) -> Grid:
    """One grid: the rows of an inner table stand in place of the row that holds it, behind the labels of that row."""
    inner = {cell.row: cell.grids[0] for cell in cells if cell.grids}
    rows: list[tuple[tuple[str, ...], int | None]] = []
    for number, (row, at) in enumerate(zip(_rows(cells), _lines(cells), strict=True)):
        rows += [(texts, at) for texts in (_behind(row, inner[number]) if number in inner else (row,))]
    return _made(rows, line)


def _behind(row: Sequence[str], inner: Grid) -> Iterator[tuple[str, ...]]:
    labels = tuple(text for text in row if text)
    blank = ("",) * len(labels)
    return ((*(blank if i else labels), *texts) for i, texts in enumerate(inner.rows))


def _made(rows: Sequence[tuple[tuple[str, ...], int | None]], line: int | None) -> Grid:
    lines = tuple(at for _, at in rows if at is not None)
    return Grid(tuple(row for row, _ in rows), lines if len(lines) == len(rows) else (), line=line)


def _lines(cells: Sequence[Cell]) -> list[int | None]:
    """The line of each row's first cell; a row that only merged cells from above reach has that of the row before."""
    first: dict[int, int | None] = {}
    for cell in cells:
        first.setdefault(cell.row, cell.line)
    out: list[int | None] = []
    for number in range(max(first) + 1):
        out.append(first.get(number, out[-1] if out else None))
    return out


def _rows(cells: Sequence[Cell]) -> list[tuple[str, ...]]:
    """The texts row by row, merged cells once."""
    position = _positions(cells)
    width, height = max(position.values()) + 1, max(cell.row for cell in cells) + 1
    rows = [[""] * width for _ in range(height)]
    for cell in cells:
        rows[cell.row][position[cell.column]] = cell.text
    return [tuple(row) for row in rows]


def _positions(cells: Sequence[Cell]) -> dict[int, int]:
    """Column of the file → column of the grid.

    Rows that were drawn by hand don't quite stand below each other: two neighbouring columns of which no row holds both are one.
    """
    reached: dict[int, set[int]] = {}
    for cell in cells:
        reached.setdefault(cell.column, set()).update(range(cell.row, cell.row + cell.rows))
    position: dict[int, int] = {}
    last = -1
    held: set[int] = set()
    for column in sorted(reached):
        apart = last < 0 or bool(held & reached[column])
        last, held = (last + 1, reached[column]) if apart else (last, held | reached[column])
        position[column] = last
    return position
