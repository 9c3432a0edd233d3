"""What a page break put into a report is taken out: page numbers between lines, tables cut in two with their head repeated or lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Block, Document, Grid
from ingest.heads import is_data
from kg.amounts import fold

_PAGE_NUMBER = re.compile(r"^[-—–－_·.]*(?:第?\d{1,3}页?(?:[/共]*\d{1,3}页?)?)[-—–－_·.]*$")
_HEAD_ROWS = 4


def without_page_breaks(document: Document) -> Document:
    """The document without page numbers, and with grids joined that only a page break parts."""
    return replace(document, blocks=tuple(_joined(block for block in document.blocks if not _is_page_number(block))))


def _is_page_number(block: Block) -> bool:
    return not isinstance(block, Grid) and bool(_PAGE_NUMBER.match(fold(block.text)))


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    held: Grid | None = None
    for block in blocks:
        if isinstance(block, Grid) and held and (skip := _repeated_head(held, block)) is not None:
            held = replace(held, rows=held.rows + block.rows[skip:], lines=held.lines + block.lines[skip:])
            continue
        if held:
            yield held
            held = None
        if isinstance(block, Grid):
            held = block
        else:
            yield block
    if held:
        yield held


def _repeated_head(before: Grid, after: Grid) -> int | None:
    """Number of head rows to skip where `after` goes on with the table `before`, None where it is another table."""
    if not any(is_data(row) for row in before.rows):
        return 0  # the page ended inside the head
    head = next((i for i, row in enumerate(after.rows) if is_data(row)), len(after.rows))
    if head == 0:
        return 0 if _width(after) <= _width(before) else None
    same = [_key(row) for row in after.rows[:head]] == [_key(row) for row in before.rows[:head]]
    return head if same and head <= _HEAD_ROWS else None


def _width(grid: Grid) -> int:
    return max(len(row) for row in grid.rows)


def _key(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(cell) for cell in row)
