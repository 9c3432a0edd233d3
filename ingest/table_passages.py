"""What the self-evaluation tables tell in sentences, as passages: 年度总体目标 and 实际完成情况."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.performance import SelfEvaluation
from kg.amounts import fold
from kg.facts import Passage, Table

GOAL, RESULT = "年度总体目标", "实际完成情况"
_SHORTEST = 8  # characters of a goal or a result that says something (完成 alone does not)

_Told = tuple[tuple[str, ...], str, int | None, int | None, str]


def table_passages(tables: Sequence[Table], evaluated: Sequence[SelfEvaluation], first: int) -> tuple[Passage, ...]:
    """The goal and the result of each evaluation, numbered from `first` on, below the heading and the name of their table."""
    titled = {table.number: table for table in tables}
    told = (part for one in evaluated for part in _told(titled[one.evaluation.table], one))
    return tuple(Passage(i, *one) for i, one in enumerate(told, first))


def results(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those of `passages` that tell what was done."""
    return tuple(passage for passage in passages if passage.section[-1:] == (RESULT,))


def _told(table: Table, one: SelfEvaluation) -> Iterator[_Told]:
    above = table.section
    for name in (table.title, one.evaluation.project):
        if name and not any(fold(name) in fold(heading) for heading in above):
            above = (*above, name)
    for heading, text in ((GOAL, one.evaluation.goal), (RESULT, one.evaluation.result)):
        if text and len(text) >= _SHORTEST:
            yield (*above, heading), text, table.page, _line(table, text), table.file


def _line(table: Table, text: str) -> int | None:
    """The line of the row that prints `text`, else that of the table."""
    found = (line for row, line in zip(table.grid, table.lines, strict=False) if any(text[:_SHORTEST] in cell for cell in row))
    return next(found, table.line)
