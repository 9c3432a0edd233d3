"""A self-evaluation table 绩效自评表 read as a whole: one evaluation and its indicator rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.performance.cells import Cell, Row, rows_of
from ingest.performance.funds import money
from ingest.performance.goals import goals
from ingest.performance.heads import Head
from ingest.performance.indicators import indicators
from ingest.performance.naming import WHOLE, named_values, project_name, scope_of
from ingest.performance.parts import Parts, head_label, parts
from ingest.performance.recognition import is_self_evaluation
from ingest.performance.wording import fits
from kg.amounts import Quantity, read_number
from kg.facts import Evaluation, IndicatorResult, Table, Unresolved


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """What one table states, and the places in it that were seen and could not be read."""

    evaluation: Evaluation
    indicators: tuple[IndicatorResult, ...]
    unresolved: tuple[Unresolved, ...]


def self_evaluations(tables: Iterable[Table]) -> tuple[SelfEvaluation, ...]:
    """The self-evaluations among the tables of a report, in their order; a copy of an earlier table is left out."""
    return tuple(self_evaluation(table) for table in tables if table.same_as is None and is_self_evaluation(table.grid))


def self_evaluation(table: Table) -> SelfEvaluation:
    """The one evaluation in `table` (tables that touch are taken apart before, see `whole_tables`)."""
    found = parts(rows_of(table))
    notes: list[Unresolved] = []
    rows = indicators(found.indicators, notes)
    if not rows:
        notes.append(Unresolved(f"t{table.number:02d}", table.title, "no indicator rows found"))
    return SelfEvaluation(_evaluation(table, found, notes), rows, tuple(notes))


def _evaluation(table: Table, found: Parts, notes: list[Unresolved]) -> Evaluation:
    values = named_values([*found.head, *found.rest])
    title = table.title or "".join(table.section[-1:])
    scope = scope_of(values, title, [head_label(row) for row in found.head])
    name = None if scope == WHOLE else project_name(values, title)
    if scope != WHOLE and name is None:
        notes.append(Unresolved(f"t{table.number:02d}", table.title, "no project name found"))
    sums = money(found.funds, found.pairs, table.unit)
    notes += sums.unresolved
    goal, result = goals(found.goals)
    total_weight, score = _total(found.totals)
    return Evaluation(
        table=table.number,
        scope=scope,
        project=name,
        responsible=values["responsible"].text if "responsible" in values else None,
        initial_budget=sums.amount("initial"),
        full_budget=sums.amount("full"),
        executed=sums.amount("executed"),
        execution_rate=sums.point("rate"),
        execution_weight=sums.point("weight"),
        execution_score=sums.point("score"),
        score=score or _number(values.get("score")),
        total_weight=total_weight,
        grade=_grade(values, found.totals),
        goal=goal,
        result=result,
        page=table.page,
        line=table.line,
        row=sums.amounts.row.place.row if sums.amounts else None,
        funds=sums.lines,
    )


def _number(cell: Cell | None) -> Quantity | None:
    return read_number(cell.text) if cell else None


def _total(totals: Sequence[tuple[Row, Head | None]]) -> tuple[Quantity | None, Quantity | None]:
    """总分: weight and score of the last total row that prints a number."""
    for row, head in reversed(totals):
        numbers = [cell for cell in row.cells if cell.kind == "number"]
        if len(numbers) > 1:
            return _number(numbers[0]), _number(numbers[-1])
        if numbers:
            return (_number(numbers[0]), None) if _is_weight(numbers[0], row, head) else (None, _number(numbers[0]))
    return None, None


def _is_weight(cell: Cell, row: Row, head: Head | None) -> bool:
    """True where the only number of a total row stands nearer to 分值 than to 得分."""
    places = {column.role: column.position for column in head.columns} if head else {}
    if "weight" not in places or "score" not in places or head is None:
        return "weight" in places
    left_out = head.width - row.width if cell.column < places["weight"] else 0
    column = cell.column + max(0, left_out)
    return abs(column - places["weight"]) < abs(column - places["score"])


def _grade(values: dict[str, Cell], totals: Sequence[tuple[Row, Head | None]]) -> str | None:
    words = [values["grade"]] if "grade" in values else [cell for row, _ in totals for cell in row.cells]
    return next((cell.text for cell in words if fits("grade", cell.text)), None)
