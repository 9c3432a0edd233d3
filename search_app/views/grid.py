"""A printed table as the page draws it: code before the name, totals heavy, blanks visible.

Every cell keeps its coordinate (`t05r12c4`) as its anchor. Only drawing is decided here; what a cell means stands in the graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search_app.views.cells import Cell, Drawn, Fact, Row
from search_app.views.heads import head
from search_app.views.sheet import NUMBER, ORDINAL, Sheet

# A row of a form with so few cells is running text: each cell reaches to the next.
_FORM_CELLS = 4
# Characters from which on a cell of a form is running text.
_RUNNING = 20
_ZERO = re.compile(r"[-−+]?0*(\.0+)?%?")
# 类, 款 and 项 by the digits of the code.
_LEVELS = {3: "l1", 5: "l2", 7: "l3"}


def draw(number: int, rows: Sequence[Sequence[str]], facts: Sequence[Fact]) -> Drawn:
    """The table `number` with those cells; without facts it is a form, drawn cell by cell."""
    sheet = Sheet(number, rows, facts)
    if not sheet.facts:
        return Drawn((), tuple(_form_row(sheet, index) for index in range(len(sheet.rows))), is_form=True)
    return Drawn(head(sheet), tuple(_body_row(sheet, index) for index in range(sheet.first, len(sheet.rows))))


def _body_row(sheet: Sheet, row: int) -> Row:
    facts = sheet.row_facts(row)
    paired = {column + 1 for group in sheet.groups if len(group) == 2 for column in group}
    if any(fact.column in paired for fact in facts):
        cells = tuple(_loose(sheet, row))
    else:
        cells = tuple(_cell(sheet, row, place, group) for place, group in enumerate(sheet.groups))
    return Row(sheet.row_anchor(row), cells, _row_style(facts))


def _loose(sheet: Sheet, row: int) -> Iterator[Cell]:
    """A row that has its own columns (人员经费合计 … 公用经费合计 …): one cell after the other, the last but one reaches over the rest."""
    filled = [(column, text) for column, text in enumerate(sheet.rows[row]) if text]
    spare = max(len(sheet.groups) - len(filled), 0)
    for place, (column, text) in enumerate(filled):
        span = 1 + (spare if place == max(len(filled) - 2, 0) else 0)
        yield Cell(text, sheet.anchor(row, column), "" if NUMBER.fullmatch(text) else "x", place == 0 and span == 1, columns=span)


def _row_style(facts: Sequence[Fact]) -> str:
    if any(fact.is_total for fact in facts):
        return "sum"
    codes = {fact.code for fact in facts}
    return _LEVELS.get(len(codes.pop()), "") if len(codes) == 1 else ""


def _cell(sheet: Sheet, row: int, place: int, group: tuple[int, ...]) -> Cell:
    column = group[-1]
    text, anchor = sheet.rows[row][column], sheet.anchor(row, column)
    label = place == 0 and column not in sheet.numeric
    if len(group) == 1:
        return Cell(text, anchor, _style(sheet, text, column, place), label)
    code, code_anchor = sheet.rows[row][group[0]], sheet.anchor(row, group[0])
    style = "" if label else "x"
    if any(fact.code == code for fact in sheet.row_facts(row)):
        return Cell(text, anchor, style, label, code=code, code_anchor=code_anchor)
    return Cell(code + text, anchor, style, label, code_anchor=code_anchor)  # 合计 stands in the column of codes


def _style(sheet: Sheet, text: str, column: int, place: int) -> str:
    if column in sheet.numeric:
        return "x" if len(text) > _RUNNING else "z" if text and _ZERO.fullmatch(text) else ""
    if ORDINAL.fullmatch(text) and any("次" in sheet.rows[row][column] for row in sheet.head):
        return "ord"
    if NUMBER.fullmatch(text):
        return ""
    return "x"


def _form_row(sheet: Sheet, row: int) -> Row:
    """A row of a form. Where it holds few cells, each reaches to the next, so that running text has room."""
    texts = sheet.rows[row]
    filled = [column for column, text in enumerate(texts) if text]
    starts = range(len(texts)) if len(filled) > _FORM_CELLS else sorted({0, *filled})
    spans = zip(starts, [*starts[1:], len(texts)], strict=True)
    return Row(
        sheet.row_anchor(row), tuple(Cell(texts[c], sheet.anchor(row, c), _form_style(texts[c]), columns=end - c) for c, end in spans)
    )


def _form_style(text: str) -> str:
    return "n" if NUMBER.fullmatch(text) else "x" if len(text) > _RUNNING else ""
