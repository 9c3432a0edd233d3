"""Other forms of the statements 公开01表 …: how provinces and years print the same facts in other columns, heads and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from tests.noise.composed import Composed, changed, with_rows
from tests.samples.form import blanks, labels
from tests.samples.scribe import Block, Cell, Row, Table

Artefact = Callable[[Composed], Composed]
_SIDED = ("收入支出决算总表", "财政拨款收入支出决算总表")


def _by_subject(table: Table) -> bool:
    """True for a table with one column of codes and one of names (02, 03, 05, 07, 08)."""
    return table.rows[0][0].text == "项目" and table.rows[0][0].span == 2


def _sided(table: Table) -> bool:
    return any(title == table.title for title in _SIDED)


def _only(applies: Callable[[Table], bool], change: Callable[[Table], Iterable[Block]]) -> Artefact:
    return lambda report: report.with_tables(lambda table: change(table) if applies(table) else [table])


# codes ---------------------------------------------------------------------------------------------------------------------


def _three_columns(table: Table, split: Callable[[str], tuple[Cell, ...]]) -> list[Block]:
    """类, 款 and 项 in columns of their own, headed in the row of 栏次, as the official form prints them."""
    head, body = table.rows[: table.head_rows], table.rows[table.head_rows :]
    numbers = head[-1][1:]
    top = [(replace(head[0][0], span=4), *head[0][1:]), (replace(head[1][0], span=3), *head[1][1:])]
    rows = [_wide_code(row, split) for row in body]
    return [with_rows(table, [*top, (*labels("类", "款", "项", "栏次"), *numbers)], rows)]


def _wide_code(row: Row, split: Callable[[str], tuple[Cell, ...]]) -> Row:
    if row[0].span == 2:  # 合计 over code and name
        return (replace(row[0], span=4), *row[1:])
    return (*split(row[0].text), *row[1:])


def _parts(code: str) -> tuple[Cell, ...]:
    return tuple(Cell(part) for part in (code[:3], code[3:5], code[5:7]))


def _own_part(code: str) -> tuple[Cell, ...]:
    parts = (code[:3], code[3:5], code[5:7])
    last = max((i for i, part in enumerate(parts) if part), default=0)
    return tuple(Cell(part if i == last else "") for i, part in enumerate(parts))


def _has_classes(table: Table) -> bool:
    return _by_subject(table) and any(len(row[0].text) == 3 for row in table.rows)


def _merged(code: str) -> tuple[Cell, ...]:
    return (Cell(code, 3),)


# heads ---------------------------------------------------------------------------------------------------------------------


def _without_numbers(table: Table) -> list[Block]:
    """No row of column numbers."""
    kept = [row for row in table.rows[: table.head_rows] if not (row[0].text == "栏次" or _digits(row))]
    return [with_rows(table, kept, table.rows[table.head_rows :])]


def _numbers_as(lead: Callable[[Row], Row], number: str = "{}") -> Callable[[Table], list[Block]]:
    """The row of column numbers with other words before them, or the numbers printed otherwise."""

    def change(table: Table) -> list[Block]:
        head = list(table.rows[: table.head_rows])
        own, counted = head[-1][: _leading(head[-1])], head[-1][_leading(head[-1]) :]
        head[-1] = (*lead(own), *(replace(cell, text=number.format(cell.text)) if cell.text.isdigit() else cell for cell in counted))
        return [with_rows(table, head, table.rows[table.head_rows :])]

    return change


def _leading(row: Row) -> int:
    return next(i for i, cell in enumerate(row) if cell.text.isdigit())


def _digits(row: Row) -> bool:
    printed = [cell.text for cell in row if cell.text]
    return bool(printed) and all(text.isdigit() or text == "栏次" for text in printed)


def _one_row(table: Table) -> list[Block]:
    """A head of one row: code, name and the innermost labels; the outer labels are gone."""
    groups, inner = table.rows[0], table.rows[1]
    wide = [cell.text for cell in groups for _ in range(cell.span)]
    head = tuple(Cell(below.text or above) for above, below in zip(wide, inner, strict=True))
    leaves = {i: cell.text for i, cell in enumerate(head)}
    body = [
        tuple(changed(c, c.text, column=leaves[at]) if c.record else c for at, c in _placed(row)) for row in table.rows[table.head_rows :]
    ]
    return [with_rows(table, [head], body)]


def _placed(row: Row) -> list[tuple[int, Cell]]:
    out, at = [], 0
    for cell in row:
        out.append((at, cell))
        at += cell.span
    return out


def _repeated(table: Table) -> list[Block]:
    """A label merged over two head rows printed in both, as a table reader of PDF or HTML leaves it."""
    groups, inner = table.rows[0], table.rows[1]
    wide = [cell.text for cell in groups for _ in range(cell.span)]
    head = (tuple(Cell(text) for text in wide), tuple(Cell(below.text or above) for above, below in zip(wide, inner, strict=True)))
    return [with_rows(table, [*head, *table.rows[2 : table.head_rows]], table.rows[table.head_rows :])]


# rows ----------------------------------------------------------------------------------------------------------------------


def _only_items(table: Table) -> list[Block]:
    """Rows of 类 and 款 are not printed."""
    body = [row for row in table.rows[table.head_rows :] if not (row[0].text.isdigit() and len(row[0].text) < 7)]
    return [with_rows(table, table.rows[: table.head_rows], body)]


def _total_in(column: str) -> Callable[[Table], list[Block]]:
    """合计 in the column of codes or of names."""

    def change(table: Table) -> list[Block]:
        lead = (Cell("合计"), Cell()) if column == "code" else (Cell(), Cell("合计"))
        rows = [(*lead, *row[1 if row[0].span == 2 else 2 :]) if _is_total(row) else row for row in table.rows[table.head_rows :]]
        return [with_rows(table, table.rows[: table.head_rows], rows)]

    return change


def _is_total(row: Row) -> bool:
    return "合计" in (row[0].text, row[1].text) and not row[0].text.isdigit()


def _total_last(table: Table) -> list[Block]:
    """合计 below the rows, as some provinces print it."""
    body = list(table.rows[table.head_rows :])
    totals = [row for row in body if _is_total(row)]
    return [with_rows(table, table.rows[: table.head_rows], [*(row for row in body if row not in totals), *totals])]


def _code_with_name(table: Table) -> list[Block]:
    """Code and name in one cell of one column."""
    head = [(labels("项目")[0], *row[1:]) if i == 0 else (Cell(), *row[2:]) for i, row in enumerate(table.rows[:2])]
    numbers = [(Cell("栏次"), *table.rows[table.head_rows - 1][1:])]
    body = [
        (row[0] if row[0].span == 2 else Cell(f"{row[0].text} {row[1].text}".strip()), *row[1 if row[0].span == 2 else 2 :])
        for row in table.rows[table.head_rows :]
    ]
    body = [(replace(row[0], span=1), *row[1:]) for row in body]
    return [with_rows(table, [*head, *numbers], body)]


# two sides -----------------------------------------------------------------------------------------------------------------


def _sides_swapped(table: Table) -> list[Block]:
    """支出 left of 收入."""
    rows = [_split(row) for row in table.rows]
    swapped = [right + left for left, right in rows]
    return [with_rows(table, swapped[: table.head_rows], swapped[table.head_rows :])]


def _split(row: Row) -> tuple[Row, Row]:
    left, width = 0, 0
    for cell in row:
        if width >= 3:
            break
        width, left = width + cell.span, left + 1
    return row[:left], row[left:]


def _without_lines(table: Table) -> list[Block]:
    """No 行次 beside the items."""
    top = table.rows[0]
    head = [tuple(replace(cell, span=cell.span - 1) for cell in top)]
    inner = [tuple(c for c in row if c.text != "行次") for row in table.rows[1 : table.head_rows] if row[0].text != "栏次"]
    body = []
    for row in table.rows[table.head_rows :]:
        body.append(tuple(cell for at, cell in _placed(row) if at not in (1, 4)))
    return [with_rows(table, [*head, *inner], body)]


def _budget_beside(table: Table) -> list[Block]:
    """年初预算数 and 全年预算数 left of 决算数 on both sides (公开01表 of some provinces)."""
    label = "决算数"
    top = tuple(replace(cell, span=cell.span + 2) for cell in table.rows[0])
    inner = labels("项目", "行次", "年初预算数", "全年预算数", label) * 2
    numbers = labels("栏次", "", "1", "2", "3", "栏次", "", "4", "5", "6")
    body = []
    for row in table.rows[table.head_rows :]:
        cells: list[Cell] = []
        for at, cell in _placed(row):
            cells += [*_planned(cell), changed(cell, cell.text, column=label)] if at in (2, 5) else [cell]
        body.append(tuple(cells))
    return [with_rows(table, [top, inner, numbers], body)]


def _planned(cell: Cell) -> list[Cell]:
    if not cell.record:
        return list(blanks(2))
    value = Decimal(str(cell.record["value"]))
    return [changed(cell, f"{value * k:.2f}", column=c, value=f"{value * k:.2f}") for c, k in (("年初预算数", 2), ("全年预算数", 3))]


# money ---------------------------------------------------------------------------------------------------------------------


def _in_yuan(table: Table) -> list[Block]:
    """All amounts in 元."""
    rows = [tuple(_times(cell) if cell.record else cell for cell in row) for row in table.rows]
    return [replace(table, unit="元", rows=tuple(rows))]


def _times(cell: Cell) -> Cell:
    value = f"{Decimal(cell.text.replace(',', '')) * 10000:,.2f}"
    return changed(cell, value, value=value.replace(",", ""), unit="元")


def _unit_in_cells(table: Table) -> list[Block]:
    """Each amount with its unit, none above the table."""
    rows = [tuple(changed(c, f"{c.text}万元") if c.record else c for c in row) for row in table.rows]
    return [replace(table, unit="见表内", rows=tuple(rows))]


def _zeros_as(text: str, is_fact: bool) -> Callable[[Table], list[Block]]:
    """What stands for nothing: a blank, a dash, 无 or 0."""

    def change(table: Table) -> list[Block]:
        def one(cell: Cell) -> Cell:
            if not cell.record or Decimal(cell.text.replace(",", "")) != 0:
                return cell
            return changed(cell, text, value=text) if is_fact else Cell(text, cell.span)

        return [replace(table, rows=tuple(tuple(one(cell) for cell in row) for row in table.rows))]

    return change


def _everywhere(_table: Table) -> bool:
    return True


FORMS: dict[str, Artefact] = {
    "codes: 类 款 项, parts": _only(_by_subject, lambda t: _three_columns(t, _parts)),
    "codes: 类 款 项, own part": _only(_has_classes, lambda t: _three_columns(t, _own_part)),
    "codes: 类 款 项, merged": _only(_by_subject, lambda t: _three_columns(t, _merged)),
    "codes: with the name": _only(_by_subject, _code_with_name),
    "head: no 栏次": _only(_everywhere, _without_numbers),
    "head: labels and numbers": _only(_by_subject, _numbers_as(lambda _: labels("科目编码", "科目名称"))),
    "head: 甲 乙 and numbers": _only(_by_subject, _numbers_as(lambda _: labels("甲", "乙"))),
    "head: numbers alone": _only(_by_subject, _numbers_as(lambda _: blanks(2))),
    "head: (1) (2) (3)": _only(_by_subject, _numbers_as(lambda lead: lead, "({})")),
    "head: 第1栏": _only(_by_subject, _numbers_as(lambda _: labels("栏号", ""), "第{}栏")),
    "head: one row": _only(_by_subject, _one_row),
    "head: merged labels repeated": _only(_by_subject, _repeated),
    "rows: only 项": _only(_by_subject, _only_items),
    "rows: 合计 in code": _only(_by_subject, _total_in("code")),
    "rows: 合计 in name": _only(_by_subject, _total_in("name")),
    "rows: 合计 last": _only(_by_subject, _total_last),
    "sides: swapped": _only(_sided, _sides_swapped),
    "sides: no 行次": _only(_sided, _without_lines),
    "sides: 预算 beside 决算": _only(lambda t: t.title == _SIDED[0], _budget_beside),
    "money: 元": _only(_everywhere, _in_yuan),
    "money: unit in the cell": _only(_everywhere, _unit_in_cells),
    "nothing: blank": _only(_everywhere, _zeros_as("", False)),
    "nothing: dash": _only(_everywhere, _zeros_as("—", False)),
    "nothing: two dashes": _only(_everywhere, _zeros_as("——", False)),
    "nothing: 无": _only(_everywhere, _zeros_as("无", False)),
    "nothing: 0": _only(_everywhere, _zeros_as("0", True)),
}  # fmt: skip
