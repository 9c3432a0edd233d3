"""A self-evaluation table 绩效自评表 read as a whole: one evaluation and its indicator rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.performance.cells import Cell, Row, rows_of
from ingest.performance.funds import money
from ingest.performance.goals import goals
from ingest.performance.heads import Head
from ingest.performance.indicators import indicators
from ingest.performance.lists import is_project_list, listed_evaluations
from ingest.performance.naming import WHOLE, named_values, scope_of
from ingest.performance.naming import project_name as printed_name
from ingest.performance.parts import Parts, head_label, parts
from ingest.performance.recognition import is_self_evaluation
from ingest.performance.wording import fits
from kg.amounts import Quantity, read_number
from kg.facts import Evaluation, IndicatorResult, Table, Unresolved
from kg.iris import project_name


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """What one table states, and the places in it that were seen and could not be read."""

    evaluation: Evaluation
    indicators: tuple[IndicatorResult, ...]
    unresolved: tuple[Unresolved, ...]


def self_evaluations(tables: Iterable[Table]) -> tuple[SelfEvaluation, ...]:
    """The self-evaluations among the tables of a report, in their order; a copy of an earlier table is left out.

    A list of projects gives an evaluation for each one that has no form of its own.
    """
    own = [table for table in tables if table.same_as is None]
    forms = {table.number: self_evaluation(table) for table in own if is_self_evaluation(table.grid)}
    known = {project_name(form.evaluation.project or "") for form in forms.values()}
    found: list[SelfEvaluation] = []
    for table in own:
        if table.number in forms:
            found.append(forms[table.number])
        elif is_project_list(table.grid):
            found += _listed(table, known)
    return tuple(found)


def _listed(table: Table, known: set[str]) -> list[SelfEvaluation]:
    """The evaluations of a list, each project once; `known` is brought up to date."""
    notes: list[Unresolved] = []
    found: list[SelfEvaluation] = []
    for one in listed_evaluations(table, notes):
        name = project_name(one.project or "")
        if name not in known:
            found.append(SelfEvaluation(one, (), ()))
        known.add(name)
    return [replace(found[0], unresolved=tuple(notes)), *found[1:]] if found else found


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
    name = None if scope == WHOLE else printed_name(values, title)
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
        score=score or sums.final_score or _number(values.get("score")),
        total_weight=total_weight,
        grade=_grade(values, found.totals) or (sums.points.grade if sums.points else None),
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
        placed = _under_columns(numbers, row, head)
        if placed:
            return _number(placed[0]), _number(placed[1])
        if len(numbers) > 1:
            first, last = _number(numbers[0]), _number(numbers[-1])
            return (last, first) if _score_first(head) else (first, last)
        if numbers:
            return (_number(numbers[0]), None) if _is_weight(numbers[0], row, head) else (None, _number(numbers[0]))
    return None, None


def _under_columns(numbers: Sequence[Cell], row: Row, head: Head | None) -> tuple[Cell, Cell] | None:
    """The numbers of a whole row that stand exactly under 分值 and 得分."""
    if head is None or row.width != head.width or not (head.has("weight") and head.has("score")):
        return None
    by_column = {cell.column: cell for cell in numbers}
    weight, score = by_column.get(head.position("weight")), by_column.get(head.position("score"))
    return (weight, score) if weight and score else None


def _score_first(head: Head | None) -> bool:
    """True under a head that prints 得分 before 分值."""
    return head is not None and head.has("weight") and head.has("score") and head.position("score") < head.position("weight")


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
