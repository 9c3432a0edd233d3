"""The tables of a report: each grid with its caption, its kind and the form that reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.basic_data import is_basic_data
from ingest.document import Document, Grid, Paragraph
from ingest.forms import Form, form_of_head, form_of_title
from ingest.heads import is_data
from ingest.performance import is_self_evaluation
from ingest.titles import Caption, caption
from kg.amounts import fold
from kg.facts import Table

_NEAR = 8  # paragraphs above a table that can be its caption


@dataclass(frozen=True, slots=True)
class Captioned:
    """A grid with its caption; `form` reads it, or is None for tables that are no 决算 tables."""

    table: Table
    form: Form | None
    owner: str


def captioned_tables(document: Document) -> tuple[Captioned, ...]:
    """All tables of an outlined document, numbered from 1. An identical copy of an earlier table is marked `same_as`."""
    found = [_captioned(i, grid, before) for i, (grid, before) in enumerate(_with_paragraphs(document), 1)]
    unit = _usual_unit(found)
    out: list[Captioned] = []
    for one in found:
        table = replace(one.table, unit=one.table.unit or (unit if one.form else ""), same_as=_same(one, out))
        out.append(replace(one, table=table))
    return tuple(out)


def _with_paragraphs(document: Document) -> Iterator[tuple[Grid, list[Paragraph]]]:
    before: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            yield block, before[-_NEAR:]
            before = []
        elif block.section[:1] != ("目录",):
            before.append(block)


def _captioned(number: int, grid: Grid, before: Sequence[Paragraph]) -> Captioned:
    inside = [cell for row in grid.rows[:3] if not is_data(row) for cell in row]
    found = caption(before, inside)
    head = "".join(fold(cell) for row in grid.rows[:5] for cell in row)
    kind, form = _kind(grid, found.title, head)
    statement = _statement(found)
    table = Table(
        number=number,
        kind=kind,
        title=found.title,
        grid=grid.rows,
        lines=grid.lines,
        statement=statement,
        printed_number=found.number,
        unit=found.unit,
        page=grid.page,
        line=grid.line,
        section=grid.section,
    )
    return Captioned(table, form, found.owner)


def _kind(grid: Grid, title: str, head: str) -> tuple[str, Form | None]:
    if is_self_evaluation(grid.rows):
        return "selfEvaluation", None
    if is_basic_data(grid.rows):
        return "basicData", None
    form = (form_of_title(title) if title else None) or form_of_head(head)
    return (form.kind if form else "other"), form


def _statement(found: Caption) -> str:
    if not found.number:
        return found.title
    digits = re.search(r"\d+", found.number)
    return f"公开{int(digits[0]):02d}表" if digits and "公开" in found.number else found.number


def _usual_unit(found: Sequence[Captioned]) -> str:
    counts = Counter(one.table.unit for one in found if one.table.unit)
    return counts.most_common(1)[0][0] if counts else ""


def _same(one: Captioned, earlier: Sequence[Captioned]) -> int | None:
    """The number of an earlier table of the same title and cells."""
    key = _key(one.table)
    return next((e.table.number for e in earlier if e.table.title == one.table.title and _key(e.table) == key), None)


def _key(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(cell) for cell in row) for row in table.grid if any(row))
