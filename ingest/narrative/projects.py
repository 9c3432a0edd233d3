"""Projects of a report: as the narrative names them, else as their self-evaluation table does, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from ingest.narrative.project_names import is_same, key
from ingest.narrative.project_statements import Statement, statements
from kg.amounts import Quantity
from kg.facts import BudgetLine, Evaluation, Passage, Project, RowPlace


def projects(passages: Sequence[Passage], evaluations: Sequence[Evaluation], lines: Sequence[BudgetLine] = ()) -> tuple[Project, ...]:
    """Projects in the order in which the report names them first.

    What the narrative prints wins over the table; `also_named` holds the other names, `evaluations` the numbers of the
    project's tables. Two names become one project only where `is_same` says so and neither has a nearer partner. What is only
    called by its purpose is a project where a table agrees, and bears that table's name.
    """
    told: list[list[Statement]] = []
    for statement in statements(passages, lines):
        group = next((group for group in told if _tells_of(group, statement)), None)
        if group:
            group.append(statement)
        else:
            told.append([statement])
    tables = _grouped(e for e in evaluations if e.project)
    matched = _matched(told, tables)
    named = [(i, group) for i, group in enumerate(told) if i in matched or not _is_described(group)]
    rows = [_project(group, tables[matched[i]] if i in matched else []) for i, group in named]
    alone = [table for j, table in enumerate(tables) if j not in matched.values()]
    return (*rows, *(_project([], table) for table in alone))


def _tells_of(group: Sequence[Statement], statement: Statement) -> bool:
    return any(is_same(other.name, statement.name, other.spent, statement.spent) for other in group)


def _is_described(group: Sequence[Statement]) -> bool:
    return all(statement.is_described for statement in group)


def _grouped(evaluations: Iterable[Evaluation]) -> list[list[Evaluation]]:
    """Tables of one name together: the same table may be printed twice."""
    groups: dict[str, list[Evaluation]] = {}
    for evaluation in evaluations:
        groups.setdefault(key(evaluation.project or ""), []).append(evaluation)
    return list(groups.values())


def _matched(told: Sequence[Sequence[Statement]], tables: Sequence[Sequence[Evaluation]]) -> dict[int, int]:
    """Index of the narrative's project to index of its tables: first by name, then by another name it gives, then by likeness."""
    out: dict[int, int] = {}
    for fits in (_by_name, _by_other_name, _by_likeness):
        for i, group in enumerate(told):
            free = [j for j, table in enumerate(tables) if i not in out and j not in out.values() and fits(group, table[0])]
            rivals = [k for k, other in enumerate(told) if k not in out and free and fits(other, tables[free[0]][0])]
            if len(free) == 1 and rivals == [i]:
                out[i] = free[0]
    return out


def _by_name(group: Sequence[Statement], table: Evaluation) -> bool:
    return any(key(s.name) == key(table.project or "") for s in group)


def _by_other_name(group: Sequence[Statement], table: Evaluation) -> bool:
    return any(s.also and key(s.also) == key(table.project or "") for s in group)


def _by_likeness(group: Sequence[Statement], table: Evaluation) -> bool:
    return any(is_same(s.name, table.project or "", s.spent, table.executed) for s in group)


def _project(group: Sequence[Statement], tables: Sequence[Evaluation]) -> Project:
    printed = {f.name: next((v for s in group if (v := getattr(s, f.name))), None) for f in fields(Statement)}
    told, tabled = [s.name for s in group], [e.project for e in tables if e.project]
    names = dict.fromkeys([*tabled, *told] if tabled and _is_described(group) else [*told, *tabled])
    name = next(iter(names))
    place = max(group, key=_told).place if group else RowPlace(tables[0].table, tables[0].row or 1, tables[0].page, tables[0].line)
    return Project(
        name=name,
        place=place,
        also_named=tuple(other for other in names if key(other) != key(name)),
        initial_budget=_first(printed["initial_budget"], (e.initial_budget for e in tables)),
        full_budget=_first(printed["full_budget"], (e.full_budget for e in tables)),
        spent=_first(printed["spent"], (e.executed for e in tables)),
        execution_rate=_first(printed["execution_rate"], (e.execution_rate for e in tables)),
        score=_first(printed["score"], (e.score for e in tables)),
        grade=printed["grade"] or next((e.grade for e in tables if e.grade), None),
        purpose=printed["purpose"],
        functional=printed["functional"] or "",
        evaluations=tuple(e.table for e in tables),
    )


def _first(printed: Quantity | None, others: Iterable[Quantity | None]) -> Quantity | None:
    return printed or next((q for q in others if q), None)


def _told(statement: Statement) -> int:
    """How much a statement tells."""
    return sum(bool(getattr(statement, f.name)) for f in fields(Statement))
