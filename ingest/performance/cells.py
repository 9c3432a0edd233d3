"""Rows and cells of a self-evaluation table, each cell with its kind: level label, number, percent, quantity, text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.performance.wording import fits, of_class
from kg.amounts import Quantity, fold, is_nothing, read_number
from kg.facts import CellPlace, RowPlace, Table

_WEIGHT = re.compile(r"^(.*?)\s*(?:[(（]\s*(\d+(?:\.\d+)?)\s*(分|%|％)?\s*[)）]|(?<=\D)(\d+(?:\.\d+)?)\s*分)$", re.DOTALL)
_QUANTITY = re.compile(r"^[^\d]{0,3}\d[\d.,/\-~至%‰]*[^\d]{0,4}$")
_PERCENT_TWICE = re.compile(r"[%％]{2,}")
_NONE = re.compile(r"^无[。.]?$")


class Cell(NamedTuple):
    """A cell that is not blank; `column` counts from 0."""

    column: int
    text: str
    kind: str

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "money", "percent")


class Row(NamedTuple):
    """A row of a table with its place. `width` counts blank cells too."""

    place: RowPlace
    cells: tuple[Cell, ...]
    width: int

    def at(self, cell: Cell) -> str:
        """The fragment of a cell: t05r12c4."""
        place = self.place
        return CellPlace(place.table, place.row, cell.column + 1).fragment


def rows_of(table: Table) -> tuple[Row, ...]:
    """The rows of the table that print something."""
    printed = ((i, line, cells_of(texts), len(texts)) for i, (line, texts) in enumerate(zip(_lines(table), table.grid, strict=True), 1))
    return tuple(Row(RowPlace(table.number, i, table.page, line), cells, width) for i, line, cells, width in printed if cells)


def _lines(table: Table) -> tuple[int | None, ...]:
    return table.lines if len(table.lines) == len(table.grid) else (None,) * len(table.grid)


@lru_cache(maxsize=4096)  # the same rows are looked at again and again while tables are told apart
def cells_of(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    """The cells that print something; dashes, blanks and the form's own 指标2： do not, 无 does."""
    read = ((i, _read(text)) for i, text in enumerate(texts))
    return tuple(Cell(i, *found) for i, found in read if found)


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[str, str] | None:
    """Text and kind of a cell, None where it prints nothing."""
    text = _PERCENT_TWICE.sub("%", text.strip())
    prints = _NONE.match(text) or not (is_nothing(text) or fits("placeholder", text))
    return (text, kind_of(text)) if prints else None


def kind_of(text: str) -> str:
    """The kind of a cell, as forms/performance.yaml names them."""
    quantity = amount(text)
    if quantity:
        return {"": "number", "分": "number", "%": "percent"}.get(quantity.unit, "money")
    name, _ = without_weight(text)
    first, second = of_class("level1", name), of_class("level2", name)
    if first or second:
        foreign = not any(first)  # 预算执行 and its like are level 1 in one scheme, level 2 in another
        return "level2" if not first else "either" if second or foreign else "level1"
    if _NONE.match(text):
        return "nothing"
    return "quantity" if _QUANTITY.match(fold(text)) else "text"


def amount(text: str, unit: str = "") -> Quantity | None:
    """The number in a cell; 万 alone stands for 万元."""
    return read_number(f"{text}元" if text.endswith("万") else text, unit)


def without_weight(text: str) -> tuple[str, Quantity | None]:
    """A label and the weight printed behind it: 产出指标（40分） is 产出指标 and 40."""
    found = _WEIGHT.match(text.strip())
    name = re.sub(r"\s+", "", found.group(1) if found else text)
    if not found or not name:
        return name, None
    return name, read_number(found.group(2) or found.group(4), "%" if found.group(3) in ("%", "％") else "")


def is_band(text: str) -> bool:
    """True for the cells that only name a part of the form (绩效指标, 项目资金（万元）)."""
    return fits("band", text)
