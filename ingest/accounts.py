"""The tables of 部门决算公开 (公开01–09 and their kin): every numeric cell becomes an observation with its meaning.

The engine knows heads, blocks and rows; what a table and its columns mean is in forms/accounts.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.columns import SIDES, Block, blocks_of, with_fixed_columns
from ingest.document import DOUBT
from ingest.fitting import fitted, used_columns
from ingest.forms import Form
from ingest.heads import CODE, ORDINAL, TOTAL, Head, read_head
from ingest.leaves import Leaves, leaves_of, under_balances
from ingest.meanings import class_of, level_of, meaning_of
from kg.amounts import Quantity, fold, is_nothing, read_number
from kg.facts import CellPlace, Observation, Table, Unresolved

_CODE_AND_NAME = re.compile(r"^(\d{7}|\d{5}|\d{3})\s*([^\d\s].*)$")
_BLOCK_SUM = re.compile(r"^(人员|(日常)?公用|商品|工资).*[合总小]计$")  # 人员经费合计, 公用经费合计
_CODE_PARTS = (3, 2, 2)  # digits of 类, 款 and 项 in columns of their own


def observations(
    table: Table, form: Form, collapsed: bool, trimmed: bool = False, year: int = 0
) -> tuple[tuple[Observation, ...], tuple[Unresolved, ...]]:
    """The numeric cells of `table`, read by `form`, and the cells that could not be read.

    `collapsed`: the text prints a merged cell once (Word text), so a short row lacks cells in its middle, not at its end;
    `trimmed`: rows lack the blank cells at their end; `year` is the report's.
    """
    head = read_head(table.grid, collapsed)
    if head is None:
        return (), (Unresolved(f"t{table.number:02d}", table.title, "no head or no body found in this table"),)
    head, notes = with_fixed_columns(head, form, table)
    notes += _short_head(table, head, collapsed or trimmed)
    rows = list(_rows(table, head, collapsed, trimmed, notes))
    blocks = blocks_of(head, form, [row for _, row in rows])
    cells: list[_Cell] = []
    for block in blocks:
        notes += _complete_codes(table, rows, block)
    for i, row in rows:
        if _is_total_pairs(row, blocks):
            cells += _total_pairs(table, head, i, row)
        else:
            for block in blocks:
                cells += _cells(table, head, i, row, block, notes)
    leaves = leaves_of((cell.code for cell in cells), form)
    found = [_observation(table, form, cell, leaves, year) for cell in cells]
    return tuple(under_balances(found, form)), tuple(notes)


def _short_head(table: Table, head: Head, by_nature: bool) -> Iterator[Unresolved]:
    """A note where a row of the head lacks cells in a text that prints blank ones."""
    short = [row for row in table.grid[: head.size] if any(row) and len(row) != head.width]
    if short and not by_nature:
        yield Unresolved(f"t{table.number:02d}", table.title, "a row of the head lacks cells: the columns may be named wrongly")


# rows ----------------------------------------------------------------------------------------------------------------------


def _rows(table: Table, head: Head, collapsed: bool, trimmed: bool, notes: list[Unresolved]) -> Iterator[tuple[int, list[str]]]:
    """The rows below the head, each with a cell for every column; values that have none go to `notes`."""
    body = list(_body(table, head))
    used = used_columns([row for _, row in body], head)
    for i, row in body:
        if len(row) < head.width and _is_total_row(row):  # 人员经费合计 … 公用经费合计 …
            yield i, [*row, *[""] * (head.width - len(row))]
            continue
        one = fitted(row, head, collapsed, used, trimmed)
        notes += [
            Unresolved(f"t{table.number:02d}r{i + 1}c{column + 1}", cell, "the row lacks cells: no column is sure for this value")
            for column, cell in one.lost
        ]
        yield i, one.cells


def _body(table: Table, head: Head) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows below the head that print something and do not repeat it (a page put the head between them again)."""
    printed = {_folded(row) for row in table.grid[: head.size]}
    for i, row in enumerate(table.grid[head.size :], head.size):
        folded = _folded(row)
        if folded and folded not in printed and "栏次" not in folded and not _is_page_number(row, head):
            yield i, row


def _is_page_number(row: Sequence[str], head: Head) -> bool:
    """True for a row that prints a small number below a label and nothing else."""
    printed = [i for i, cell in enumerate(row) if cell]
    i, text = printed[0], fold(row[printed[0]])
    return len(printed) == 1 and text.isdigit() and len(text) < 4 and i < head.width and head.roles[i] != "value"


def _folded(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(cell) for cell in row if cell)


def _complete_codes(table: Table, rows: Sequence[tuple[int, list[str]]], block: Block) -> Iterator[Unresolved]:
    """Codes in columns 类 款 项 (or 类 款): a row that prints only its own part takes the parts above it.

    A part without any above it says nothing: the row keeps its name alone, and its code is unresolved.
    """
    above = [""] * len(block.codes)
    for i, row in rows if 2 <= len(block.codes) <= len(_CODE_PARTS) else ():
        parts = [fold(row[column]) for column in block.codes]
        depth = max((k for k, part in enumerate(parts) if part.isdigit()), default=-1)
        if depth < 0 or len(parts[depth]) > _CODE_PARTS[depth]:
            continue
        above = [part or (above[k] if k < depth else "") for k, part in enumerate(parts)]
        if not all(above[: depth + 1]):
            yield Unresolved(f"t{table.number:02d}r{i + 1}", "".join(parts), "the code lacks its 类 or 款")
        for column, part in zip(block.codes, above if all(above[: depth + 1]) else [""] * len(above), strict=True):
            row[column] = part


def _is_total_pairs(row: Sequence[str], blocks: list[Block]) -> bool:
    """True for the last rows of 基本支出明细: 人员经费合计 149.84 公用经费合计 195.99, over merged cells, and 合计 over all blocks."""
    if len(blocks) < 2 or any(block.side for block in blocks):
        return False
    words = [cell for cell in row if cell and not read_number(cell)]
    return _is_total_row(row) or (len(words) == 1 and bool(TOTAL.match(fold(words[0]))) and bool(row[0] or row[1]))


def _is_total_row(row: Sequence[str]) -> bool:
    return any(_BLOCK_SUM.match(fold(cell)) for cell in row)


def _total_pairs(table: Table, head: Head, i: int, row: list[str]) -> Iterator[_Cell]:
    label = ""
    for column, cell in enumerate(row):
        quantity = read_number(cell, table.unit) if cell else None
        if quantity and label:
            yield _Cell(i, column, label, "", _pair_path(head, label, column), quantity)
            label = ""
        elif cell and not quantity:
            label = cell


def _pair_path(head: Head, label: str, column: int) -> tuple[str, ...]:
    """The header path over the number; its outermost part is the group that the label names, if there is one."""
    named = next((path for path in head.paths if len(path) > 1 and fold(path[0])[:2] == fold(label)[:2]), None)
    values = [path for path, role in zip(head.paths, head.roles, strict=True) if role == "value"]
    path = head.paths[column] if head.roles[column] == "value" else values[0]
    return (named[0], path[-1]) if named else path[-1:]


class _Cell(NamedTuple):
    """A printed number under its header path; `row` and `column` count from 0."""

    row: int
    column: int
    label: str
    code: str
    path: tuple[str, ...]
    quantity: Quantity
    side: str = ""
    beside: bool = False


def _cells(table: Table, head: Head, i: int, row: list[str], block: Block, notes: list[Unresolved]) -> Iterator[_Cell]:
    label, code = _label(row, block)
    for column in block.values:
        cell = row[column]
        if is_nothing(cell):
            continue
        quantity = read_number(cell, table.unit)
        if not label and not code and (block.name is not None or block.codes):
            if quantity and quantity.number:
                notes.append(Unresolved(f"t{table.number:02d}r{i + 1}c{column + 1}", cell, "a value without a label"))
            continue
        if quantity is None:
            if DOUBT not in cell:  # those are named with all other doubts
                notes.append(Unresolved(f"t{table.number:02d}r{i + 1}c{column + 1}", cell, "not a number"))
            continue
        path = head.paths[column]
        path = path[1:] if block.side and len(path) > 1 and fold(path[0]) in SIDES else path
        yield _Cell(i, column, label, code, path, quantity, block.side, block.beside)


def _label(row: list[str], block: Block) -> tuple[str, str]:
    """Label without its ordinal, and code, of a row in a block; a total may stand in the code column."""
    name = row[block.name] if block.name is not None else ""
    code = "".join(fold(row[i]) for i in block.codes)
    if not code and (joined := _CODE_AND_NAME.match(name)):
        code, name = joined.groups()
    if code and not CODE.match(code):
        code, name = "", name or row[next(i for i in block.codes if row[i])]
    return ORDINAL.sub("", name).strip(), code


def _observation(table: Table, form: Form, cell: _Cell, leaves: Leaves, year: int) -> Observation:
    meaning = meaning_of(form, cell.path, cell.label, cell.side, year)
    quantity = cell.quantity
    if meaning.unit is not None and quantity.unit == table.unit:
        quantity = replace(quantity, unit=meaning.unit)
    level = level_of(form, cell.code, cell.label, cell.side, cell.beside)
    return Observation(
        place=CellPlace(table.number, cell.row + 1, cell.column + 1, table.page, table.lines[cell.row] if table.lines else None),
        row=cell.label,
        column=cell.path,
        quantity=quantity,
        side=cell.side,
        code=cell.code,
        level=level,
        is_leaf=not cell.beside and leaves.holds(cell.label, cell.path, cell.code, level, meaning.balance),
        functional=class_of(cell.label, year) if level == "class" and form.classes else cell.code if form.subject == "functional" else "",
        economic=cell.code if form.subject == "economic" else "",
        fund=meaning.fund,
        expenditure=meaning.expenditure,
        phase=meaning.phase,
        character=meaning.character,
        balance=meaning.balance,
    )
