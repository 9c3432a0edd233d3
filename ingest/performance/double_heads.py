"""Heads of two rows that print 名称 and 权重 below 一级指标, 二级指标 and 三级指标: put together as one row."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.performance.cells import Cell, Row
from ingest.performance.wording import header_part, meaning

_LEVELS = ("level1", "level2", "level3")


def as_one_row(rows: Sequence[Row]) -> Row | None:
    """The first two of `rows` as one head row with labels such as 一级指标权重, None where they are no such head."""
    if len(rows) < 2:
        return None
    above, below = rows[0], rows[1]
    parts = [header_part(cell.text) for cell in below.cells]
    levels = [cell for cell in above.cells if meaning("indicator_columns", cell.text) in _LEVELS]
    if len(parts) < 2 or not all(parts) or parts.count("name") != len(levels) or "weight" not in parts:
        return None
    merged: list[Cell] = []
    at = -1
    for cell, part in zip(below.cells, parts, strict=True):
        at += part == "name"
        if at < 0:
            return None
        merged.append(cell._replace(text=levels[at].text + ("权重" if part == "weight" else ""), kind="text"))
    return Row(above.place, (*merged, *_beside(above, levels, merged[-1].column)), max(above.width, below.width))


def _beside(above: Row, levels: Sequence[Cell], last: int) -> list[Cell]:
    """The labels that reach over both rows, right of the levels; where merged cells are printed once, counted on from them."""
    rest = [cell for cell in above.cells if cell not in levels]
    return [cell._replace(column=max(cell.column, last + 1 + i)) for i, cell in enumerate(rest)]
