"""Tables as they were before conversion: evaluations that touch taken apart, one cut by a page put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.basic_data import basic_data_goes_on, is_basic_data
from ingest.document import Block, Grid
from ingest.performance.naming import kind_of_title
from ingest.performance.recognition import Texts, goes_on, is_open, is_self_evaluation, is_start, printed_rows, starts_with_head
from kg.amounts import fold

_FAR = 100  # rows that tell what a table is
_BODY_ROWS = 3  # rows with numbers: more than a head prints
_CAPTION_LINES = 4  # between a table's title and its grid
_PAGE_NUMBER = re.compile(r"^[-—–\s第]*\d{1,4}[-—–\s页]*$")


def whole_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a document with one grid an evaluation (and one a 基础数据表); all others stay as they are."""
    out: list[Block] = []
    for part in (part for block in blocks for part in _apart(block)):
        before = _table_before(out, part) if isinstance(part, Grid) else None
        if before is None or not isinstance(part, Grid):
            out.append(part)
            continue
        while out[-1] is not before:
            out.pop()
        out[-1] = replace(before, rows=before.rows + part.rows, lines=before.lines + part.lines)
    return tuple(out)


def _table_before(out: Sequence[Block], rest: Grid) -> Grid | None:
    """The unfinished table that the blocks end with and `rest` goes on with; page numbers and a repeated title stand between."""
    titles: list[str] = []
    for i in reversed(range(len(out))):
        block = out[i]
        if isinstance(block, Grid):
            bare = not starts_with_head(rest.rows)
            same_title = all(title in _titles_above(out, i) for title in titles)
            evaluation = (bare or same_title) and goes_on(rest.rows) and is_open(block.rows)
            return block if evaluation or (same_title and basic_data_goes_on(block.rows, rest.rows)) else None
        if kind_of_title(block.text):
            titles.append(_plain(block.text))
        elif not _PAGE_NUMBER.match(block.text):
            return None
    return None


def _titles_above(out: Sequence[Block], at: int) -> list[str]:
    """The lines right above a grid."""
    above = out[max(0, at - _CAPTION_LINES) : at]
    return [_plain(block.text) for block in above if not isinstance(block, Grid)]


def _plain(title: str) -> str:
    return re.sub(r"\(续\d?\)|^续", "", fold(title))


def _apart(block: Block) -> Iterator[Block]:
    """The tables in one block, cut where an evaluation or a 基础数据表 starts below rows that are no head of its own."""
    if not isinstance(block, Grid):
        yield block
        return
    start = 0
    for i in _starts(block.rows):
        if _has_body(block.rows[start : min(i, start + _FAR)]) and _is_performance(block.rows[i : i + _FAR]):
            yield _rows(block, start, i)
            start = i
    yield _rows(block, start, len(block.rows)) if start else block


def _starts(rows: Texts) -> list[int]:
    return [row.place.row - 1 for row in printed_rows(rows) if is_start(row)]


def _has_body(rows: Texts) -> bool:
    """True where the rows are more than the first labels of an evaluation."""
    with_numbers = [row for row in printed_rows(rows) if any(cell.is_number for cell in row.cells)]
    return len(with_numbers) >= _BODY_ROWS or _is_performance(rows)


def _is_performance(rows: Texts) -> bool:
    return is_self_evaluation(rows) or is_basic_data(rows)


def _rows(grid: Grid, start: int, end: int) -> Grid:
    lines = grid.lines[start:end]
    return replace(grid, rows=grid.rows[start:end], lines=lines, line=lines[0] if lines else grid.line)
