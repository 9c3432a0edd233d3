"""Lists of self-evaluations (项目支出绩效自评结果汇总表): one project a row, with its money, score and grade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.performance.cells import Cell, Row, amount, rows_of
from ingest.performance.heads import indicator_head
from ingest.performance.naming import without_code
from ingest.performance.parts import WINDOW, is_total
from ingest.performance.recognition import printed_rows
from ingest.performance.wording import fits, meaning
from ingest.rates import rate
from kg.amounts import Quantity, fold, read_number
from kg.facts import Evaluation, Table, Unresolved

_MONEY = ("initial", "full", "executed")
_JUDGED = ("score", "grade")
_UNIT = re.compile("百万元|万元|千元|亿元|元")
_FIRST_ROWS = 4  # in which the head stands


@dataclass(frozen=True, slots=True)
class _Columns:
    """The column of each role, how many rows the head takes, and the unit of money that it prints."""

    roles: dict[str, int]
    size: int
    width: int
    unit: str


def is_project_list(grid: Sequence[Sequence[str]]) -> bool:
    """True for a table with a column of projects beside columns of money and of scores or grades, and no indicators."""
    return _is_list(tuple(map(tuple, grid)))


@lru_cache(maxsize=256)
def _is_list(grid: tuple[tuple[str, ...], ...]) -> bool:
    rows = printed_rows(grid)
    has_indicators = any(indicator_head(rows[i : i + WINDOW]) for i in range(min(len(rows), _FIRST_ROWS)))
    return not has_indicators and _columns(rows) is not None


def listed_evaluations(table: Table, notes: list[Unresolved]) -> Iterator[Evaluation]:
    """The evaluation of each row; rows that lack cells go to `notes`."""
    rows = rows_of(table)
    columns = _columns(rows)
    for row in rows[columns.size :] if columns else ():
        if columns and row.width < columns.width and len(row.cells) < len(columns.roles):
            notes.append(Unresolved(f"t{table.number:02d}r{row.place.row}", row.cells[0].text, "the row lacks cells: no column is sure"))
        elif columns and not is_total(row) and (found := _evaluation(row, columns, table)):
            yield found


def _columns(rows: Sequence[Row]) -> _Columns | None:
    """The head among the first rows: one row, or two where the second prints the rest of it."""
    for i, row in enumerate(rows[:_FIRST_ROWS]):
        for size in (1, 2):
            head = rows[i : i + size]
            printed = {cell.column: cell.text for one in head for cell in one.cells}
            roles: dict[str, int] = {}
            for column, text in sorted(printed.items()):
                role = meaning("list_columns", text) or meaning("fund_columns", text)
                roles.setdefault(role, column)
            judged = any(role in roles for role in _JUDGED) and any(role in roles for role in _MONEY)
            if "project" in roles and judged and not any(cell.is_number for one in head for cell in one.cells):
                unit = next((found[0] for text in printed.values() if (found := _UNIT.search(fold(text)))), "")
                return _Columns({role: column for role, column in roles.items() if role}, i + size, row.width, unit)
    return None


def _evaluation(row: Row, columns: _Columns, table: Table) -> Evaluation | None:
    cells = {cell.column: cell for cell in row.cells}
    found = {role: cells[column] for role, column in columns.roles.items() if column in cells}
    name = found.get("project")
    if name is None or name.is_number or not any(role in found and found[role].is_number for role in (*_MONEY, "score")):
        return None
    amounts = {role: _amount(found.get(role), columns.unit or table.unit) for role in _MONEY}
    return Evaluation(
        table=table.number,
        scope="项目",
        project=without_code(name.text),
        responsible=found["responsible"].text if "responsible" in found else None,
        initial_budget=amounts["initial"],
        full_budget=amounts["full"],
        executed=amounts["executed"],
        execution_rate=rate(found["rate"].text) if "rate" in found else None,
        score=read_number(found["score"].text) if "score" in found else None,
        grade=found["grade"].text if "grade" in found and fits("grade", found["grade"].text) else None,
        page=table.page,
        line=row.place.line,
        row=row.place.row,
        is_listed=True,
    )


def _amount(cell: Cell | None, unit: str) -> Quantity | None:
    return amount(cell.text, unit) if cell else None
