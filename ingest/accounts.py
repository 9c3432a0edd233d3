"""The tables of 部门决算公开 (公开01–09 and their kin): every numeric cell becomes an observation with its meaning.

The engine knows heads, blocks and rows; what a table and its columns mean is in forms/accounts.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.forms import Form
from ingest.heads import CODE, ORDINAL, TOTAL, Head, read_head
from kg.amounts import Quantity, fold, is_nothing, read_number
from kg.facts import CellPlace, Observation, Table, Unresolved

_LEVELS = {"functional": {3: "class", 5: "group", 7: "item"}, "economic": {3: "class", 5: "group"}}
_SIDES = ("收入", "支出")
_CODE_AND_NAME = re.compile(r"^(\d{7}|\d{5}|\d{3})\s*([^\d\s].*)$")
_ITS_PARTS = re.compile(r"^其中[:：]?|^\d[.、]")


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns that belong together: at most one code, name and line column, then the value columns."""

    side: str
    codes: tuple[int, ...]
    name: int | None
    values: tuple[int, ...]


def observations(table: Table, form: Form, collapsed: bool) -> tuple[tuple[Observation, ...], tuple[Unresolved, ...]]:
    """The numeric cells of `table`, read by `form`, and the cells that could not be read.

    `collapsed`: the text prints a merged cell once (Word text), so a short row lacks cells in its middle, not at its end.
    """
    head = read_head(table.grid, collapsed)
    if head is None:
        return (), (Unresolved(f"t{table.number:02d}", table.title, "no head or no body found in this table"),)
    head, notes = _with_fixed_columns(head, form, table)
    blocks = _blocks(head, form)
    rows = [(i, _aligned(row, head, collapsed)) for i, row in enumerate(table.grid) if i >= head.size and any(row)]
    found: list[Observation] = []
    _complete_codes([row for _, row in rows], blocks)
    for i, row in rows:
        if _is_total_pairs(row, blocks):
            found += _total_pairs(table, form, head, i, row, blocks)
        else:
            for block in blocks:
                found += _cells(table, form, head, i, row, block, notes)
    return _with_leaves(_under(found, form), form), tuple(notes)


# columns -------------------------------------------------------------------------------------------------------------------


def _with_fixed_columns(head: Head, form: Form, table: Table) -> tuple[Head, list[Unresolved]]:
    """The form's own columns where the printed head lost or shifted one."""
    for fixed in form.fixed:
        if len(fixed) == head.width and not all(_same_leaf(path, wanted) for path, wanted in zip(head.paths, fixed, strict=True)):
            note = Unresolved(f"t{table.number:02d}", table.title, "a label of the head is lost or shifted: columns named by the form")
            paths = tuple(_printed_or(path, wanted) for path, wanted in zip(head.paths, fixed, strict=True))
            return replace(head, paths=paths, roles=("value",) * head.width), [note]
        if len(fixed) == head.width:
            return replace(head, roles=("value",) * head.width), []
    return head, []


def _same_leaf(path: Sequence[str], wanted: Sequence[str]) -> bool:
    return bool(path) and _key(path[-1]) == _key(wanted[-1]) and _key(path[0]) == _key(wanted[0])


def _key(label: str) -> str:
    return fold(label).replace("维护", "")


def _printed_or(path: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    return path if _same_leaf(path, wanted) else wanted


def _blocks(head: Head, form: Form) -> list[_Block]:
    blocks: list[list[int]] = [[]]
    for i in range(head.width):
        labels = head.roles[i] in ("code", "name")
        if labels and blocks[-1] and any(head.roles[j] == "value" for j in blocks[-1]):
            blocks.append([])
        blocks[-1].append(i)
    return [_block(columns, head, form) for columns in blocks]


def _block(columns: list[int], head: Head, form: Form) -> _Block:
    side = fold(head.paths[columns[0]][0]) if form.sides and head.paths[columns[0]] else ""
    return _Block(
        side if side in _SIDES else "",
        tuple(i for i in columns if head.roles[i] == "code"),
        next((i for i in columns if head.roles[i] == "name"), None),
        tuple(i for i in columns if head.roles[i] == "value"),
    )


# rows ----------------------------------------------------------------------------------------------------------------------


def _aligned(row: Sequence[str], head: Head, collapsed: bool) -> list[str]:
    """The row with a cell for every column of the head."""
    cells = list(row)
    missing = head.width - len(cells)
    if missing <= 0:
        return cells[: head.width]
    words = [cell for cell in cells if cell]
    if collapsed and words and TOTAL.match(fold(words[0])) and len(words) == 1 + sum(1 for c in words[1:] if read_number(c)):
        return cells[:1] + [""] * missing + cells[1:]
    return cells + [""] * missing


def _complete_codes(rows: Sequence[list[str]], blocks: Sequence[_Block]) -> None:
    """Codes in three columns 类 款 项: a row that prints only its own part takes the parts above it."""
    for block in blocks:
        if len(block.codes) != 3:
            continue
        above = ["", "", ""]
        for row in rows:
            parts = [fold(row[i]) for i in block.codes]
            depth = max((k for k, part in enumerate(parts) if part.isdigit()), default=-1)
            if depth < 0 or len(parts[depth]) > (3, 2, 2)[depth]:
                continue
            above = [part or (above[k] if k < depth else "") for k, part in enumerate(parts)]
            for i, part in zip(block.codes, above, strict=True):
                row[i] = part


def _is_total_pairs(row: list[str], blocks: list[_Block]) -> bool:
    """True for the last row of 基本支出明细: 人员经费合计 149.84 公用经费合计 195.99, over merged cells."""
    labels = [cell for cell in row if cell.endswith("合计") or cell.endswith("总计")]
    return len(blocks) > 1 and any(len(fold(label)) > 4 and not label.startswith("本年") for label in labels)


def _total_pairs(table: Table, form: Form, head: Head, i: int, row: list[str], blocks: list[_Block]) -> Iterator[Observation]:
    label = ""
    for column, cell in enumerate(row):
        quantity = read_number(cell, table.unit) if cell else None
        if quantity and label:
            path = _pair_path(head, label, column)
            yield _observation(table, form, _Cell(i, column, label, "", ""), path, quantity)
            label = ""
        elif cell and not quantity:
            label = cell


def _pair_path(head: Head, label: str, column: int) -> tuple[str, ...]:
    """The header path over the number; its outermost part is the group that the label names, if there is one."""
    named = next((path for path in head.paths if len(path) > 1 and fold(path[0])[:2] == fold(label)[:2]), None)
    values = [path for path, role in zip(head.paths, head.roles, strict=True) if role == "value"]
    path = head.paths[column] if head.roles[column] == "value" else values[0]
    return (named[0], path[-1]) if named else path[-1:]


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int  # from 0
    column: int
    label: str
    code: str
    side: str


def _cells(table: Table, form: Form, head: Head, i: int, row: list[str], block: _Block, notes: list[Unresolved]) -> Iterator[Observation]:
    label, code = _label(row, block)
    for column in block.values:
        cell = row[column]
        if is_nothing(cell) or (not label and not code and (block.name is not None or block.codes)):
            continue
        quantity = read_number(cell, table.unit)
        if quantity is None:
            notes.append(Unresolved(f"t{table.number:02d}r{i + 1}c{column + 1}", cell, "not a number"))
            continue
        path = head.paths[column]
        path = path[1:] if block.side and len(path) > 1 and fold(path[0]) in _SIDES else path
        yield _observation(table, form, _Cell(i, column, label, code, block.side), path, quantity)


def _label(row: list[str], block: _Block) -> tuple[str, str]:
    """Label without its ordinal, and code, of a row in a block; a total may stand in the code column."""
    name = row[block.name] if block.name is not None else ""
    code = "".join(fold(row[i]) for i in block.codes)
    if not code and (joined := _CODE_AND_NAME.match(name)):
        code, name = joined.groups()
    if code and not CODE.match(code):
        code, name = "", name or row[next(i for i in block.codes if row[i])]
    return ORDINAL.sub("", name).strip(), code


def _observation(table: Table, form: Form, cell: _Cell, path: tuple[str, ...], quantity: Quantity) -> Observation:
    meaning = form.meaning("/".join(map(fold, path)), fold(cell.label))
    if cell.side and "character" not in meaning and "balance" not in meaning:
        meaning["character"] = "income" if cell.side == "收入" else "expenditure"
    return Observation(
        place=CellPlace(table.number, cell.row + 1, cell.column + 1, table.page, table.lines[cell.row] if table.lines else None),
        row=cell.label,
        column=path,
        quantity=quantity,
        side=cell.side,
        code=cell.code,
        level=_level(cell, form),
        functional=cell.code if form.subject == "functional" else "",
        economic=cell.code if form.subject == "economic" else "",
        fund=meaning.get("fund", ""),
        expenditure=meaning.get("expenditure", ""),
        phase=meaning.get("phase", ""),
        character=meaning.get("character", ""),
        balance=meaning.get("balance", ""),
    )


def _level(cell: _Cell, form: Form) -> str:
    label = fold(cell.label)
    if cell.code:
        return _LEVELS.get(form.subject, _LEVELS["functional"]).get(len(cell.code), "")
    if TOTAL.match(label):
        return "total"
    if _ITS_PARTS.match(label):
        return "ofWhich"
    return "class" if form.classes and cell.side == "支出" and label.endswith("支出") else ""


# after all rows ------------------------------------------------------------------------------------------------------------


def _under(found: list[Observation], form: Form) -> list[Observation]:
    """Rows 一般公共预算… below 年初财政拨款结转和结余 repeat the labels of the income above: they are part of that balance."""
    out: list[Observation] = []
    opening: dict[str, str] = {}
    for o in found:
        if o.balance in ("opening", "closing") and form.sides:
            opening[o.side] = o.row
        elif form.sides and o.level == "total":
            opening.pop(o.side, None)
        elif o.side in opening and form.sides:
            out.append(
                replace(o, under=opening[o.side], balance="opening" if o.side == "收入" else "closing", character="", level="ofWhich")
            )
            continue
        out.append(o)
    return out


def _with_leaves(found: list[Observation], form: Form) -> tuple[Observation, ...]:
    codes = {o.code for o in found if o.code}
    return tuple(replace(o, is_leaf=_is_leaf(o, codes, form)) for o in found)


def _is_leaf(o: Observation, codes: set[str], form: Form) -> bool:
    if not o.code and not o.row:  # 三公: a row of its own has no label, its parts stand side by side
        return fold(o.column[-1]) not in ("合计", "小计")
    if o.code:
        return not any(code != o.code and code.startswith(o.code) for code in codes)
    return o.level not in ("total", "ofWhich") and not (codes and form.subject) and o.balance != "total"
