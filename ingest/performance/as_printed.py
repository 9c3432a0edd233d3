"""Rows whose cells stand exactly under the columns of the head: they are read as printed, without looking for a shift."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.performance.alignment import Alignment
from ingest.performance.cells import Cell, Row
from ingest.performance.heads import Head

_LABELS = {"level1": ("level1", "either"), "level2": ("level2", "either")}
_NAMED = ("text", "level2", "either")
_WORST = -2.0  # points of a cell that its column can just hold


def as_printed(row: Row, cells: Sequence[Cell], head: Head) -> Alignment | None:
    """Each cell in the column it stands under; None where the row is shorter than the head, or anything in it speaks of a shift."""
    columns = {column.position: column.role for column in head.columns}
    if row.width != head.width or head.labels or any(cell.column not in columns for cell in cells):
        return None
    found = {columns[cell.column]: cell for cell in cells}
    return Alignment(found, (), 0) if _is_complete(found, head, row) else None


def _is_complete(found: dict[str, Cell], head: Head, row: Row) -> bool:
    """True where the name stands in its column, and the points in theirs (or, in forms without points, target and result)."""
    if "level3" not in found or found["level3"].kind not in _NAMED:
        return False
    points = [role for role in ("weight", "score") if head.has(role)]
    if not points and not (_are_labels(found) and "target" in found and "actual" in found):
        return False
    fit = head.fit(row, "indicator")
    return all(role in found for role in points) and all(
        fit.gain(role, cell.kind) > _WORST for role, cell in found.items() if role not in _LABELS
    )


def _are_labels(found: dict[str, Cell]) -> bool:
    return all(found[role].kind in kinds for role, kinds in _LABELS.items() if role in found)
