"""Captions above and notes below a table that were printed as rows of its grid become paragraphs; tables that touch are parted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.document import Block, Grid, Paragraph

_NOTE = re.compile(r"^(注|说明|备注)[:：]")
_TITLE = re.compile(r"^[^，。；]{0,30}(决算(总|明细|批复)?表|自评表|基础数据表)$")
_YEAR = re.compile(r"^20\d\d年?度?$")  # 编制单位：…  2020年度  金额单位：元
_CAPTION = re.compile(r"(决算.*表|自评表|数据表|公开\d+表|^表[\d一二三四五六七八九十-]+$|^附[件表]\d*|(部门|单位)(名称)?[:：])")


def with_small_print_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with every grid free of captions, notes and titles of a next table."""
    for block in blocks:
        if isinstance(block, Grid):
            yield from _split(block)
        else:
            yield block


def is_caption(cells: Sequence[str]) -> bool:
    """True for a row that is blank or holds only a title, a table number, the unit or the owner."""
    words = [cell for cell in cells if cell]
    named = [word for word in words if not _YEAR.match(word)]
    return not words or (len(words) <= 3 and bool(named) and all(_CAPTION.search(word) for word in named))


def _split(grid: Grid) -> Iterator[Block]:
    rows, at = grid.rows, 0
    while at < len(rows):
        start = next((i for i in range(at, len(rows)) if not is_caption(rows[i])), len(rows))
        end = next((i for i in range(start, len(rows)) if _ends(rows[i], is_first=i == start)), len(rows))
        yield from _as_paragraphs(grid, at, start)
        if start < end:
            yield _part(grid, start, end)
        at = next((i for i in range(end, len(rows)) if sum(map(bool, rows[i])) > 1), len(rows))
        yield from _as_paragraphs(grid, end, at)


def _part(grid: Grid, start: int, end: int) -> Grid:
    lines = grid.lines[start:end]
    return replace(grid, rows=grid.rows[start:end], lines=lines, line=lines[0] if lines else grid.line)


def _ends(cells: Sequence[str], is_first: bool) -> bool:
    """True for a note below a table, and for a table's title among the rows: two tables touch."""
    words = [cell for cell in cells if cell]
    if len(words) == 1 and _NOTE.match(words[0]):
        return True
    return not is_first and 0 < len(words) <= 2 and bool(_TITLE.search(words[0]))


def _as_paragraphs(grid: Grid, start: int, end: int) -> Iterator[Paragraph]:
    for i in range(start, end):
        line = grid.lines[i] if grid.lines else None
        yield from (Paragraph(cell, line=line, page=grid.page) for cell in grid.rows[i] if cell)
