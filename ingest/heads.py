"""The head of a table: which rows it is, and the header path of each column however merged cells were printed.

Markdown and tabbed text print a merged cell once and leave the cells beside it blank; Word text prints it once and
leaves nothing, so that rows are shorter than the table is wide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.amounts import fold, is_nothing, read_number

CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
TOTAL = re.compile(r"^(合计|总计|本年(收入|支出)合计|.*合计)$")
ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_FIRST = re.compile("|".join(pattern.pattern for pattern in (CODE, TOTAL, ORDINAL)))  # what a row of the body may start with
_LABELS = {
    "code": re.compile(r"科目编码|科目代码|编码$|代码$|^[类款项]$"),
    "line": re.compile(r"^行次$|^序号$"),
    "name": re.compile(
        r"科目名称|^项目([(]|$)|^(收入|支出|预算)项目|^名称$|项目名称|^(单位|部门|预算单位|预算部门)名称$|按功能分类|按支出性质|^收入$|^支出$|^支出功能分类$|^经济分类科目$|科目$"
    ),
}
_COLUMN_NUMBERS = frozenset(("栏次", "栏号", "列次", "列号"))
_COUNTED = re.compile(r"^[(第]?(\d{1,2})[)栏]?(?:=.*)?$")  # 1, (1), 第1栏, 1=2+3
_COUNTING = re.compile(r"^[甲乙丙丁]$")  # columns of labels, where those of values are counted 1 2 3
_WORD = re.compile(r"[\u4e00-\u9fff]")
_DIGIT = re.compile(r"\d")
_KEPT = 1 << 11  # rows whose verdict is kept: every step of reading asks for it again


@dataclass(frozen=True, slots=True)
class Head:
    """`size` rows of head over `width` columns; `paths[i]` is the header path of column i, `roles[i]` code, line, name or value."""

    size: int
    width: int
    paths: tuple[tuple[str, ...], ...]
    roles: tuple[str, ...]


def role(label: str) -> str:
    """What a column holds by its innermost header: code, line (行次), name or value."""
    folded = fold(label)
    return next((name for name, pattern in _LABELS.items() if pattern.search(folded)), "value")


def is_column_numbers(row: Sequence[str]) -> bool:
    """True for the row that numbers the columns: 栏次 1 2 3 …, 甲 乙 1 2, or the labels of the head again (科目编码 科目名称 1 2 3)."""
    return _is_column_numbers(tuple(row))


@lru_cache(maxsize=_KEPT)
def _is_column_numbers(row: tuple[str, ...]) -> bool:
    cells = [folded for folded in map(fold, row) if folded]
    if not _COLUMN_NUMBERS.isdisjoint(cells):
        return True
    counted = [_COUNTED.match(cell) for cell in cells]
    numbers = [int(found[1]) for found in counted if found]
    if len(numbers) < 2 or any(b != a + 1 for a, b in pairwise(numbers)):
        return False
    if len(numbers) == len(cells):
        return len(numbers) >= 3 or numbers == [1, 2]
    labels = (cell for cell, found in zip(cells, counted, strict=True) if not found)
    return numbers[0] == 1 and all(_COUNTING.match(label) or role(label) != "value" for label in labels)


def is_data(row: Sequence[str]) -> bool:
    """True for a row of the table's body: it starts with a code, an ordinal or 合计, or holds numbers."""
    return _is_data(tuple(row))


@lru_cache(maxsize=_KEPT)
def _is_data(row: tuple[str, ...]) -> bool:
    cells = [fold(cell) for cell in row if not is_nothing(cell)]
    if not cells or _is_column_numbers(row):
        return False
    if _FIRST.match(cells[0]) and not _only_labels(cells):
        return True
    return sum(read_number(cell) is not None for cell in cells) >= max(1, len(cells) / 3)


def _only_labels(cells: Sequence[str]) -> bool:
    """A header row may start with 合计 (三公): no number in it and further labels beside it."""
    return len(cells) > 2 and not any(map(_DIGIT.search, cells))


def read_head(rows: Sequence[Sequence[str]], collapsed: bool) -> Head | None:
    """The head of the grid `rows`, or None where no body follows. `collapsed`: merged cells were printed once."""
    numbers = next((i for i, row in enumerate(rows[:8]) if is_column_numbers(row)), None)
    body = next((i for i, row in enumerate(rows) if is_data(row) and (numbers is None or i > numbers)), None)
    if body is None:
        body = numbers + 1 if numbers is not None else None
    if body is None:
        return None
    size = numbers + 1 if numbers is not None else body
    head = [list(row) for row in rows[: numbers if numbers is not None else body] if any(row)]
    if numbers is not None:  # the official form prints 类 款 项 in the row of the column numbers
        labels = [cell if _is_label(fold(cell)) else "" for cell in rows[numbers]]
        head += [labels] if any(labels) else []
    width = _width(rows, body, collapsed)
    if collapsed and numbers is not None:
        width = max(width, len(rows[numbers]))
    beside = _label_columns(rows[numbers], width) if collapsed and numbers is not None else 0
    paths = _paths(head, width, collapsed, beside)
    return Head(size, width, paths, tuple(role(path[-1]) if path else "" for path in paths))


def _is_label(cell: str) -> bool:
    """True for a cell of the row of column numbers that names its column."""
    return bool(_WORD.search(cell)) and cell not in _COLUMN_NUMBERS and not _COUNTED.match(cell) and not _COUNTING.match(cell)


def _width(rows: Sequence[Sequence[str]], body: int, collapsed: bool) -> int:
    if not collapsed:
        return max(len(row) for row in rows)
    lengths = Counter(len(row) for row in rows[body:])
    widest = max(max(lengths, default=0), max((len(row) for row in rows[:body]), default=0))
    common = lengths.most_common(1)[0][0] if lengths else widest
    return common if lengths[common] > 1 else widest


def _label_columns(numbers: Sequence[str], width: int) -> int:
    """How many columns stand left of the values, by the row that numbers the values from 1; 0 where it does not tell."""
    printed = [int(cell) for cell in map(fold, numbers) if cell.isdigit()]
    alone = sum(fold(cell) in _COLUMN_NUMBERS for cell in numbers) == 1
    return width - len(printed) if alone and printed and all(cell.isdigit() for cell in map(fold, numbers[-len(printed) :])) else 0


def _paths(head: list[list[str]], width: int, collapsed: bool, labels: int) -> tuple[tuple[str, ...], ...]:
    expanded: list[list[str]] = []
    for row in reversed(head):
        below = _filled(expanded[0], expanded[1:]) if expanded else None
        expanded.insert(0, _beside_labels(row, below, width, labels) if labels else _expand(row, below, width, collapsed))
    filled = [_filled(row, expanded[i + 1 :]) for i, row in enumerate(expanded)]
    return tuple(_path([row[column] for row in filled]) for column in range(width))


def _path(labels: list[str]) -> tuple[str, ...]:
    out: list[str] = []
    for label in labels:
        if label and label not in out[-1:]:
            out.append(label)
    return tuple(out)


def _filled(row: list[str], below: list[list[str]]) -> list[str]:
    """A merged cell's label stands over every column that has a label of its own further down."""
    out = list(row)
    for i in range(1, len(out)):
        if not out[i] and any(lower[i] for lower in below):
            out[i] = out[i - 1]
    return out


def _beside_labels(row: list[str], below: list[str] | None, width: int, labels: int) -> list[str]:
    """A row of merged cells over `labels` columns of labels, the first of which takes what is left, and the value columns."""
    if len(row) >= width:
        return row[:width]
    own = next((i for i, cell in enumerate(row) if role(cell) == "value"), len(row))
    own = max(1, min(own, labels, len(row) - 1))
    values = _expand(row[own:], below[labels:] if below else None, width - labels, True)
    return [row[0], *[""] * (labels - own), *row[1:own], *values]


def _expand(row: list[str], below: list[str] | None, width: int, collapsed: bool) -> list[str]:
    if len(row) >= width or not collapsed or not row:
        return (row + [""] * width)[:width]
    segments = _segments(below, len(row)) if below else [1] * width
    if len(segments) < len(row):
        return (row + [""] * width)[:width]
    spans = segments[: len(row) - 1]
    spans.append(width - sum(spans))
    out: list[str] = []
    for label, span in zip(row, spans, strict=True):
        out += [label] + [""] * (span - 1)
    return out


def _segments(below: list[str], wanted: int) -> list[int]:
    """Widths of the groups that `wanted` merged labels over `below` can stand on.

    A group ends before a blank (that cell reaches up), where its first label comes again (several blocks side by side), and,
    if that gives too few groups, where label columns end and value columns begin.
    """
    repeats = _group(below, lambda i, first: below[i] == first)
    if len(repeats) >= wanted:
        return repeats
    return _group(below, lambda i, first: below[i] == first or (role(below[i - 1]) != "value") != (role(below[i]) != "value"))


def _group(below: list[str], splits: Callable[[int, str], bool]) -> list[int]:
    segments: list[int] = []
    first = ""
    for i, label in enumerate(below):
        if i == 0 or not label or not below[i - 1] or splits(i, first):
            segments.append(1)
            first = label
        else:
            segments[-1] += 1
    return segments
