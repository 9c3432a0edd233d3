"""“三公”经费 tables whose items are rows: their cells bear the columns that the usual form has, so that every rule applies to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

_VEHICLES = "公务用车购置及运行维护费"
# What the label of a row means; the first that fits.
_ITEMS = (
    (re.compile("机关运行|行政单位|参照公务员|国内|国[(（]境[)）]外接待|外事接待|批次|人[次数]|台|辆|个|团组"), ""),
    (re.compile("出国"), "因公出国(境)费"),
    (re.compile("用车购置.{0,3}[及和、与].{0,2}运行|用车费|用车经费"), f"{_VEHICLES}/小计"),
    (re.compile("购置"), f"{_VEHICLES}/公务用车购置费"),
    (re.compile("运行"), f"{_VEHICLES}/公务用车运行维护费"),
    (re.compile("接待"), "公务接待费"),
    (re.compile("合计|总计|^“?三公”?经费"), "合计"),
)


class Placed(Protocol):
    """A cell as `kg.checks.reading` has it."""

    @property
    def table(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def attributes(self) -> dict[str, str]: ...


def turn(cells: Iterable[Placed]) -> None:
    """Exchange row and column of such tables in the cells' attributes: the first row of each item counts."""
    tables: dict[int, list[Placed]] = defaultdict(list)
    for cell in cells:
        if cell.attributes["table"] == "threePublic":
            tables[cell.table].append(cell)
    for held in tables.values():
        if any("出国" in c.attributes["row"] for c in held) and not any("出国" in c.attributes["column"] for c in held):
            _turn(held)


def _turn(cells: Iterable[Placed]) -> None:
    first: dict[str, str] = {}
    for cell in cells:
        own = cell.attributes
        item = next((item for words, item in _ITEMS if words.search(own["row"])), "")
        if item and first.setdefault(item, own["line"]) == own["line"]:
            band, _, tail = item.rpartition("/")
            inner = "true" if band and tail != "小计" else ""
            own |= {"row": own["column"], "column": item, "line": str(cell.column), "band": band, "tail": tail, "inner": inner, "level": ""}
