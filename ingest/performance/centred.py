"""Level labels of merged cells that were printed at the middle of their group: moved to the group's first row.

A label in the middle of its rows says where the group begins: 3 rows with the label beside the second. The groups follow each
other without a gap, so that in most forms only one division of the rows fits all labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ingest.performance.levels import Labels

_MANY = 8  # divisions that fit: more say no more than that none is sure


def from_first_row(rows: Sequence[Labels]) -> list[Labels]:
    """`rows` with each label at its group's first row, where the first row lacks both and only one division of the rows fits."""
    outer = tuple(i for i, row in enumerate(rows) if row.level1)
    inner = tuple(i for i, row in enumerate(rows) if row.level2)
    if not outer or not inner or 0 in (outer[0], inner[0]):
        return list(rows)
    fitting = [(a, b) for a in _divisions(outer, len(rows)) for b in _divisions(inner, len(rows)) if set(a) <= set(b)]
    if len(fitting) != 1:
        return list(rows)
    level1 = {start: rows[at].level1 for start, at in zip(fitting[0][0], outer, strict=True)}
    level2 = {start: rows[at].level2 for start, at in zip(fitting[0][1], inner, strict=True)}
    return [Labels(level1.get(i, ""), level2.get(i, "")) for i in range(len(rows))]


def _divisions(labels: tuple[int, ...], rows: int) -> list[tuple[int, ...]]:
    """The first rows of the groups that have the labels in their middle (of an even number, the row below it)."""

    @cache
    def after(number: int, start: int) -> list[tuple[int, ...]]:
        if number == len(labels):
            return [()] if start == rows else []
        before = labels[number] - start
        sizes = dict.fromkeys((max(1, 2 * before), 2 * before + 1)) if before >= 0 else {}
        return [(start, *rest) for size in sizes if start + size <= rows for rest in after(number + 1, start + size)][:_MANY]

    return after(0, 0)
