"""An amount in the narrative beside a blank in the table that should print it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.amounts import fold
from kg.checks.catalogue import Rule, rules
from kg.checks.identities import Name, names
from kg.checks.judging import fine, found
from kg.checks.outcomes import Result
from kg.checks.reading import Report
from kg.checks.records import Figure, Table
from kg.checks.selection import Selection

_TOTAL = re.compile("^(?:本年)?(?:收入|支出)?[合总]计$")
_BLANK = re.compile(r"^[-—–/]*$")
_HEAD = 6  # rows that a head has at most


def blanks(rule: Rule, report: Report) -> Iterator[Result]:
    """Of the rules that hold a figure against one cell: the figure is not 0, and the row or column of its name is blank."""
    for named, stated, printed, kind in _held():
        if printed.of(report):
            continue
        figures = [place for place in stated.of(report) if isinstance(place, Figure) and place.term.number]
        if figures:
            yield from _blank(report, figures, [t for t in report.tables if t.kind == kind and not t.duplicate], named)


@cache
def _held() -> tuple[tuple[str, Name, Selection, str], ...]:
    """Of each such rule: the name of the row or column, the figures, the cells of one kind of table, and that kind."""
    found = []
    for rule in rules():
        if rule.family != "文表" or rule.form != "cells" or not rule.id.startswith("x-") or len(rule.formula.names) != 2:
            continue
        named = rule.title.partition("：")[0].removesuffix("预算").removesuffix("决算")
        stated, printed = names(rule).values()
        conditions = rule.body["cells"][printed.name]
        kinds = [one["table"] for one in (conditions if isinstance(conditions, list) else [conditions])]
        found += [(named, stated, one, kind) for one, kind in zip(printed.selections, kinds, strict=True)]
    return tuple(found)


def _blank(report: Report, figures: list[Figure], tables: list[Table], named: str) -> Iterator[Result]:
    for table in tables:
        empty = _is_blank(table, fold(named))
        if empty is None:
            continue
        figure = figures[0]
        where = f"{table.statement} {table.title} {named}".strip()
        if empty:
            said = f"说明中{figure.what}为{figure.term.printed}（{figure.term.where}）"
            message = f"{where}：{said}，表中该栏空白，应填{figure.term.printed}。"
            yield found(where, "（空白）", figure.term.printed, message, table.iri, figure.term.at)
        else:
            yield fine(where, table.iri, figure.term.at)


def _is_blank(table: Table, named: str) -> bool | None:
    """Whether the cell of the row 合计 below that name, or beside it, is blank; None where the table has no such name."""
    total = next((row for row in table.rows[1:] if any(_TOTAL.match(fold(cell)) for cell in row[:3])), ())
    for row in table.rows[:_HEAD] if total else ():
        for column, cell in enumerate(row[: len(total)]):
            if row is not total and named in fold(cell):
                return bool(_BLANK.match(fold(total[column])))
    beside = next((row for row in table.rows if len(row) > 1 and named in fold(row[0])), None)
    return all(_BLANK.match(fold(cell)) for cell in beside[1:]) if beside else None
