"""The year's goal and what came of it: 年度总体目标 with 预期目标 and 实际完成情况."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.performance.cells import Cell, Row
from ingest.performance.wording import meaning


def goals(rows: Sequence[Row]) -> tuple[str | None, str | None]:
    """Goal and result as printed; texts of several rows are joined by line breaks."""
    wanted: list[str] = []
    reached: list[str] = []
    border: int | None = None
    for row in rows:
        labels = [(cell, meaning("goal", cell.text)) for cell in row.cells]
        texts = [cell for cell, label in labels if not label and not cell.is_number]
        result = _result_column(labels)
        if result is not None and (not texts or result < texts[-1].column):
            border = result
        _put(texts, row, border, result, wanted, reached)
    return _joined(wanted), _joined(reached)


def _result_column(labels: Sequence[tuple[Cell, str]]) -> int | None:
    """Where 实际完成情况 stands: the first such label after the last label of a goal."""
    last_goal = max((cell.column for cell, label in labels if label == "goal"), default=-1)
    return next((cell.column for cell, label in labels if label == "result" and cell.column > last_goal), None)


def _put(texts: Sequence[Cell], row: Row, border: int | None, result: int | None, wanted: list[str], reached: list[str]) -> None:
    """Texts left of the result's column are the goal. A row that only says 完成情况 and a text is the result."""
    only_result = result is not None and result == row.cells[0].column
    for i, cell in enumerate(texts):
        last_of_two = i == len(texts) - 1 and i > 0
        right = last_of_two if border is None else cell.column >= border or last_of_two
        into = reached if only_result or right else wanted
        if cell.text not in into:
            into.append(cell.text)


def _joined(texts: Sequence[str]) -> str | None:
    return "\n".join(texts) or None
