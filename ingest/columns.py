"""The columns of a table of 决算公开: the form's own where the head lost one, and the blocks that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.forms import Form
from ingest.heads import Head
from kg.amounts import fold
from kg.facts import Table, Unresolved

SIDES = ("收入", "支出")
_LOOSE = re.compile(r"维护|[()]|(?<=费)用|支出|(?<=购置)费(?=及)")  # words in which labels of one column differ
_BESIDE = re.compile("性质|经济分类")


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that belong together: codes, at most one name and line column, then the value columns.

    `beside`: a second breakdown of the same sums (按支出性质和经济分类), whose amounts no aggregate may add.
    """

    side: str
    codes: tuple[int, ...]
    name: int | None
    values: tuple[int, ...]
    beside: bool = False


def with_fixed_columns(head: Head, form: Form, table: Table) -> tuple[Head, list[Unresolved]]:
    """The form's own columns where the printed head lost or shifted one."""
    for fixed in form.fixed:
        if len(fixed) != head.width:
            continue
        as_values = replace(head, roles=("value",) * head.width)
        if all(_same_leaf(path, wanted) for path, wanted in zip(head.paths, fixed, strict=True)):
            return as_values, []
        if _lost_labels(head, fixed):
            note = Unresolved(f"t{table.number:02d}", table.title, "a label of the head is lost or shifted: columns named by the form")
            paths = tuple(_printed_or(path, wanted) for path, wanted in zip(head.paths, fixed, strict=True))
            return replace(as_values, paths=paths), [note]
    return head, []


def _lost_labels(head: Head, fixed: Sequence[Sequence[str]]) -> bool:
    """True where the printed labels are those of the form in its order, but fewer: another order is another form."""
    groups = {_key(part) for path in fixed for part in path[:-1]}
    printed = [key for path in head.paths if path and (key := _key(path[-1])) not in groups]
    rest = iter([_key(path[-1]) for path in fixed])
    return len(printed) < len(fixed) and all(label in rest for label in printed)


def _same_leaf(path: Sequence[str], wanted: Sequence[str]) -> bool:
    return bool(path) and _key(path[-1]) == _key(wanted[-1]) and _key(path[0]) == _key(wanted[0])


def _key(label: str) -> str:
    return _LOOSE.sub("", fold(label))


def _printed_or(path: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    return path if _same_leaf(path, wanted) else wanted


def blocks_of(head: Head, form: Form, rows: Sequence[Sequence[str]]) -> list[Block]:
    """The blocks that stand side by side under `head`; `rows` tell the sides where the head does not."""
    blocks: list[list[int]] = [[]]
    for i in range(head.width):
        labels = head.roles[i] in ("code", "name")
        if labels and blocks[-1] and any(head.roles[j] == "value" for j in blocks[-1]):
            blocks.append([])
        blocks[-1].append(i)
    found = [_block(columns, head, form) for columns in blocks]
    if form.sides and not any(block.side for block in found):
        return [replace(block, side=_side_of(block, rows)) for block in found]
    return found


def _block(columns: list[int], head: Head, form: Form) -> Block:
    printed = [fold(part) for part in head.paths[columns[0]]] if form.sides else []
    return Block(
        next((side for side in SIDES if printed and printed[0].startswith(side)), ""),
        tuple(i for i in columns if head.roles[i] == "code"),
        next((i for i in columns if head.roles[i] == "name"), None),
        tuple(i for i in columns if head.roles[i] == "value"),
        any(_BESIDE.search(part) for part in printed),
    )


def _side_of(block: Block, rows: Sequence[Sequence[str]]) -> str:
    """收入 or 支出 by the word that most labels of the block end with, "" where neither is ahead."""
    labels = [fold(row[block.name]) for row in rows if block.name is not None and block.name < len(row)]
    counts = [sum(1 for label in labels if side in label) for side in SIDES]
    return "" if counts[0] == counts[1] else SIDES[counts[0] < counts[1]]
