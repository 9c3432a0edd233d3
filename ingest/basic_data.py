"""The table 绩效评价基础数据表: staff, running costs beside last year's, buildings. Each block has a header row of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from ingest.forms import load
from ingest.narrative.wordings import any_of
from ingest.rates import rate
from kg.amounts import Quantity, fold, is_nothing, read_number
from kg.facts import CellPlace, Observation, Table, Unresolved

_YEAR = re.compile(r"(20\d\d)年?")
_UNIT = re.compile(r"(?:[(（]|单位[:：])([^()（）]{1,4})[)）]?")
_MARKS_NEEDED = 2
_COLUMNS_NEEDED = 2
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class _Block:
    """A header row: its own label and, by column, what the values below it are."""

    label: str
    headers: Mapping[int, str]
    width: int
    unit: str


def is_basic_data(grid: Sequence[Sequence[str]]) -> bool:
    """True for a grid that prints at least two of the labels this table is known by, and a header row of a block."""
    mark = _any_mark()
    marked = [label for label in _labels(grid) if mark.search(label)]
    known = sum(1 for mark in _form()["marks"] if any(re.search(mark, label) for label in marked))
    return known >= _MARKS_NEEDED and any(_header(row, "") for row in grid)


@cache
def _any_mark() -> re.Pattern[str]:
    return any_of(_form()["marks"])


def _labels(grid: Sequence[Sequence[str]]) -> list[str]:
    """What the short cells print, folded, each text once."""
    return [text for text in dict.fromkeys(map(fold, chain.from_iterable(grid))) if 0 < len(text) <= _LONGEST_LABEL]


def basic_data_goes_on(grid: Sequence[Sequence[str]], rest: Sequence[Sequence[str]]) -> bool:
    """True where a page cut the table: `grid` is its beginning and ends in values, `rest` prints labels of it below no title."""
    labels = _labels(rest)
    known = any(_any_mark().search(label) for label in labels)
    is_new = any("基础数据表" in label for label in labels) or any(re.search("指标$", label) for label in labels)
    ended = bool(grid) and any(_is_text_row(cell) for cell in grid[-1] if cell)
    return known and not is_new and not ended and is_basic_data(grid)


def basic_data(table: Table, year: int) -> tuple[tuple[Observation, ...], tuple[Unresolved, ...]]:
    """The numeric cells of the table and those that could not be read; `year` is the report's.

    `row` is the label without its ordinal (其中： stays), `column` the header; blank cells and dashes give nothing.
    """
    found: list[tuple[str, Observation]] = []
    labels: list[str] = []
    notes: list[Unresolved] = []
    block: _Block | None = None
    label = ""
    for i, row in enumerate(table.grid):
        header = _header(row, table.unit)
        if header:
            block, label = header, header.label
        elif block:
            label = _label(row, block) or label
            labels.append(label)
            found += [(label, o) for o in _values(table, i, row, block, label, year, notes)]
        elif any(read_number(cell) for cell in row):
            notes.append(Unresolved(f"t{table.number:02d}r{i + 1}", " ".join(filter(None, row)), "values above any header row"))
    return _with_leaves(found, labels), tuple(notes)


@cache
def _form() -> Mapping[str, Any]:
    data: Mapping[str, Any] = load("basic_data")
    return data


# header rows ---------------------------------------------------------------------------------------------------------------


def _header(row: Sequence[str], unit: str) -> _Block | None:
    """The block that `row` opens: every cell after the first is blank or names a column."""
    first = row[0] if row else ""
    cells = [(i, cell) for i, cell in enumerate(row) if cell and i]
    named = [(i, cell) for i, cell in cells if _meaning(cell) is not None]
    if len(named) < max(_COLUMNS_NEEDED, len(cells)) or _is_text_row(first) or any(read_number(cell) for cell in row):
        return None
    return _Block(first, dict(named), len(row), _printed_unit(first) or unit)


@lru_cache(maxsize=1 << 10)  # every cell of a row may be a header, and every value asks for its own
def _meaning(header: str) -> Mapping[str, str] | None:
    folded = fold(header)
    found = next((entry for entry in _form()["headers"] if re.search(entry["match"], folded)), None)
    return None if found is None or len(folded) > _LONGEST_LABEL else found


def _printed_unit(text: str) -> str:
    found = _UNIT.search(text)
    return found.group(1) if found and found.group(1) in _form()["units"] else ""


def _phase(header: str, year: int) -> str:
    """approved, revised, executed or previous; a year in the header that is not the report's makes its amounts last year's."""
    phase = str((_meaning(header) or {}).get("phase", ""))
    named = _YEAR.search(fold(header))
    return "previous" if phase and named and int(named.group(1)) < year else phase


@lru_cache(maxsize=1 << 10)
def _is_text_row(label: str) -> bool:
    return any(re.search(pattern, fold(label)) for pattern in _form()["text_rows"])


# value rows ----------------------------------------------------------------------------------------------------------------


def _label(row: Sequence[str], block: _Block) -> str:
    """The text left of the first value column, "" where the row prints none."""
    left = [cell for cell in row[: min(block.headers)] if not is_nothing(cell) and not read_number(cell)]
    return left[-1] if left else ""


def _values(
    table: Table, i: int, row: Sequence[str], block: _Block, label: str, year: int, notes: list[Unresolved]
) -> Iterator[Observation]:
    if _is_text_row(label):
        return
    shift = max(0, block.width - len(row)) if row and row[0] and not _label(row, block) else 0
    for j, cell in enumerate(row):
        if is_nothing(cell) or (j < min(block.headers) and not read_number(cell)):
            continue
        header = block.headers.get(j + shift)
        quantity = _quantity(cell, header or "", block.unit)
        if quantity is None or header is None:
            notes.append(Unresolved(f"t{table.number:02d}r{i + 1}c{j + 1}", cell, "not a number" if header else "a value without a header"))
            continue
        yield Observation(
            place=CellPlace(table.number, i + 1, j + 1, table.page, table.lines[i] if i < len(table.lines) else None),
            row=re.sub(_form()["ordinal"], "", label),
            column=(header,),
            quantity=quantity,
            level="ofWhich" if re.search(_form()["part"], label) else "",
            phase=_phase(header, year),
        )


def _quantity(cell: str, header: str, unit: str) -> Quantity | None:
    """The number with its unit: the cell's own, the header's, what the header counts, else the block's."""
    usual = str((_meaning(header) or {}).get("unit", ""))
    if usual == "%":
        return rate(cell)
    return read_number(cell.removesuffix("人"), _printed_unit(header) or usual or unit)


def _with_leaves(found: Sequence[tuple[str, Observation]], labels: Sequence[str]) -> tuple[Observation, ...]:
    """The observations with `is_leaf` False where the next row is the first part of the row (其中：…, 1.…)."""
    first, part = _form()["first"], _form()["part"]
    pairs = zip(labels, labels[1:], strict=False)
    parents = {above for above, below in pairs if re.search(first, below) or (re.search(part, below) and not re.search(part, above))}
    return tuple(replace(o, is_leaf=False) if label in parents else o for label, o in found)
