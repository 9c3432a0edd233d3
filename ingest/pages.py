"""What a page break put into a report is taken out: page numbers between lines, tables cut in two with their head repeated or lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.document import Block, Document, Grid, Paragraph
from ingest.heads import is_data
from ingest.sections import goes_over_page
from kg.amounts import fold, is_nothing

_PAGE_NUMBER = re.compile(r"^[-—–－_·.]*(?:第?\d{1,3}页?(?:[,，/共]*\d{1,3}页?)?)[-—–－_·.]*$")
_PAGE_ROW = re.compile(r"^(?:第\d{1,3}页(?:[,，/共]*\d{1,3}页?)?|[-—–－·]+\d{1,3}[-—–－·]+)$")
_CONTINUED = re.compile(r"[(（]续表?\d?[)）]|^续表?[:：]?")
_CAPTION_LINES = 6
_HEAD_ROWS = 4


def without_page_breaks(document: Document) -> Document:
    """The document without page numbers, and with grids joined that only a page break parts."""
    kept = (_without_page_rows(block) for block in _without_page_numbers(document.blocks))
    return replace(document, blocks=tuple(_joined(block for block in kept if not isinstance(block, Grid) or block.rows)))


def _without_page_numbers(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without page numbers; a sentence that one stood in is whole again."""
    out: list[Block] = []
    is_cut = False
    for block in blocks:
        if _is_page_number(block):
            is_cut = True
            continue
        before = out[-1] if out and is_cut else None
        if isinstance(before, Paragraph) and isinstance(block, Paragraph) and goes_over_page(before.text, block.text):
            out[-1] = replace(before, text=before.text + block.text)
        else:
            out.append(block)
        is_cut = False
    return out


def _is_page_number(block: Block) -> bool:
    return not isinstance(block, Grid) and bool(_PAGE_NUMBER.match(fold(block.text)))


def _without_page_rows(block: Block) -> Block:
    """A grid without rows that print nothing but 第12页 or - 12 -; a bare number may be a value."""
    if not isinstance(block, Grid):
        return block
    kept = [i for i, row in enumerate(block.rows) if not _is_page_row(row)]
    if len(kept) == len(block.rows):
        return block
    lines = tuple(block.lines[i] for i in kept) if block.lines else ()
    return replace(block, rows=tuple(block.rows[i] for i in kept), lines=lines)


def _is_page_row(row: Sequence[str]) -> bool:
    printed = [cell for cell in row if cell]
    return len(printed) == 1 and bool(_PAGE_ROW.match(fold(printed[0])))


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with each grid that goes on with the one before it joined to that; a caption printed again goes too."""
    out: list[Block] = []
    at = -1  # where the last grid stands in `out`
    for block in blocks:
        before = out[at] if at >= 0 else None
        if isinstance(block, Grid) and isinstance(before, Grid) and (skip := _skip(out, at, before, block)) is not None:
            lines = before.lines + block.lines[skip:]
            out[at:] = [
                _with_one_head(replace(before, rows=before.rows + block.rows[skip:], lines=lines, unruled=before.unruled or block.unruled))
            ]
            continue
        if isinstance(block, Grid):
            at = len(out)
        out.append(_with_one_head(block) if isinstance(block, Grid) else block)
    return out


def _with_one_head(grid: Grid) -> Grid:
    """The grid without a whole head that comes again between its rows."""
    size = _head_size(grid)
    head = [key for key in map(_key, grid.rows[:size]) if any(key)]
    if len(head) < 2:
        return grid
    like = [i for i in range(size, len(grid.rows)) if grid.rows[i] and fold(grid.rows[i][0]) == head[0][0]]
    again = {i + k for i in like if list(map(_key, grid.rows[i : i + len(head)])) == head for k in range(len(head))}
    if not again:
        return grid
    kept = [i for i in range(len(grid.rows)) if i not in again]
    return replace(grid, rows=tuple(grid.rows[i] for i in kept), lines=tuple(grid.lines[i] for i in kept) if grid.lines else ())


def _skip(out: Sequence[Block], at: int, before: Grid, after: Grid) -> int | None:
    """Number of head rows to skip where `after` goes on with `before`, the last grid of `out`; None where it is another table."""
    between = _plain(out[at + 1 :])
    if not between:
        return _repeated_head(before, after)
    head = _head_size(after)
    above = _plain(out[max(0, at - _CAPTION_LINES) : at])
    same_head = bool(head) and _keys(after.rows[:head]) == _keys(before.rows[: _head_size(before)])
    again = same_head and all(text in above for text in between)
    return head if again and not _labels(before.rows) & _labels(after.rows[head:]) else None


def _plain(blocks: Sequence[Block]) -> list[str]:
    """The lines of a caption without 续, as they are compared."""
    texts = (fold(block.text) for block in blocks if not isinstance(block, Grid))
    return [_CONTINUED.sub("", text) for text in texts]


def _labels(rows: Sequence[Sequence[str]]) -> set[str]:
    """The labels of rows with data: a table printed twice has them twice, one cut by a page has not."""
    data = [[fold(cell) for cell in row if cell and not is_nothing(cell)] for row in rows if is_data(row)]
    return {row[0] for row in data if row and not row[0].isdigit()} | {" ".join(row) for row in data}


def _repeated_head(before: Grid, after: Grid) -> int | None:
    """Number of head rows to skip where `after` goes on with the table `before`, None where it is another table."""
    if not any(is_data(row) for row in before.rows):
        return 0  # the page ended inside the head
    size = _head_size(after)
    if size == 0:
        return 0 if _width(after) <= _width(before) else None
    head = _keys(after.rows[:size])
    return size if head == _keys(before.rows[: _head_size(before)]) and len(head) <= _HEAD_ROWS else None


def _head_size(grid: Grid) -> int:
    return next((i for i, row in enumerate(grid.rows) if is_data(row)), len(grid.rows))


def _keys(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return [_key(row) for row in rows if any(row)]


def _width(grid: Grid) -> int:
    return max(len(row) for row in grid.rows)


def _key(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(cell) for cell in row)
