"""Which grids are self-evaluations or 基础数据表: known by what their cells print, not by where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ingest.performance.cells import Row, cells_of
from ingest.performance.heads import fund_head, indicator_head
from ingest.performance.naming import kind_of_title
from ingest.performance.parts import WINDOW, head_label, is_goal_row, is_total
from ingest.performance.wording import fits, meaning
from kg.facts import RowPlace

Texts = Sequence[Sequence[str]]
_LAST_ROWS = 4  # what a page can leave of an evaluation without any level label


def is_self_evaluation(grid: Texts) -> bool:
    """True for a grid with indicator columns that print results or points, or with the money and the goals of an evaluation."""
    return _is_self_evaluation(tuple(map(tuple, grid)))


@lru_cache(maxsize=256)
def _is_self_evaluation(grid: tuple[tuple[str, ...], ...]) -> bool:
    rows = _printed_rows(grid)
    heads = (indicator_head(rows[i : i + WINDOW]) for i in range(len(rows)))
    if any(head.has("actual", "score") for head in heads if head):
        return True
    has_money = any(fund_head([row]) for row in rows)
    return has_money and any(is_goal_row(row) for row in rows) and any(head_label(row) for row in rows)


def printed_rows(grid: Texts) -> tuple[Row, ...]:
    """The rows that print something, numbered from 1."""
    return _printed_rows(tuple(map(tuple, grid)))


@lru_cache(maxsize=64)
def _printed_rows(grid: tuple[tuple[str, ...], ...]) -> tuple[Row, ...]:
    printed = ((i, cells_of(texts), len(texts)) for i, texts in enumerate(grid, 1))
    return tuple(Row(RowPlace(0, i), cells, width) for i, cells, width in printed if cells)


def is_start(row: Row) -> bool:
    """True for a row that an evaluation can begin with: its title, or the name of the project or unit."""
    first = row.cells[0].text
    if kind_of_title(first) and all(cell.text == first for cell in row.cells):
        return True
    return head_label(row) in ("project", "unit") and not any(meaning("fund_columns", cell.text) for cell in row.cells)


def is_open(grid: Texts) -> bool:
    """True for an evaluation, or the beginning of one, that ends before its total."""
    rows = printed_rows(grid)
    begins = any(head_label(row) for row in rows) and any(fund_head([row]) or is_goal_row(row) for row in rows)
    closed = any(is_total(row) or fits("note", row.cells[0].text) for row in rows[-_LAST_ROWS:])
    return not closed and (begins or is_self_evaluation(grid))


def goes_on(grid: Texts) -> bool:
    """True for the rest of an evaluation that a page cut off: levels, goals, a head or a total, and no start of its own."""
    rows = printed_rows(grid)
    if not rows or is_start(rows[0]):
        return False
    labels = any(cell.kind in ("level1", "level2", "either") for row in rows for cell in row.cells)
    bare = [row for row in rows if not fits("note", row.cells[0].text)]
    ends = 0 < len(bare) <= _LAST_ROWS and is_total(bare[-1])
    return labels or ends or any(is_goal_row(row) for row in rows) or starts_with_head(grid)


def starts_with_head(grid: Texts) -> bool:
    """True for a grid that begins with the columns of indicators."""
    rows = printed_rows(grid)
    return bool(rows) and indicator_head(rows) is not None
