"""Totals of units year by year (收入, 支出, “三公”经费 …), from the tables of the release, each with the place that prints it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from search_app import sql
from search_app.holdings import Holding, UnitRow
from search_app.shelf import Reading

WAN = Decimal(10_000)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measure:
    """A total that reports print. `budget`: key of what was planned for it; `share_of`: key of what it is a part of; "" for none."""

    key: str
    label: str
    unit: str = "万元"
    short: str = ""
    budget: str = ""
    share_of: str = ""
    per_head: bool = True

    @property
    def name(self) -> str:
        """The label, short where there is a short one."""
        return self.short or self.label


@dataclass(frozen=True, slots=True)
class Cell:
    """A total of one year: its value in the measure's unit, as printed with the printed unit, and the place."""

    value: Decimal
    printed: str
    unit: str
    place: str
    source: str
    report: Holding

    @property
    def text(self) -> str:
        """The value with two decimals and thousands separators; whole persons without."""
        return number(self.value, 0 if self.unit == "人" else 2)


Years = dict[int, Cell]


class Totals:
    """The totals of some units by the unit's address, measure and year."""

    def __init__(self, found: dict[tuple[str, str], Years]) -> None:
        self._found = found

    def of(self, unit_href: str, measure: str) -> Years:
        """The totals of a measure by year; empty where nothing is printed."""
        return self._found.get((unit_href, measure), {})


@cache
def measures() -> dict[str, Measure]:
    """All measures by key, in the order in which they are offered."""
    written = yaml.safe_load(resources.files("search_app").joinpath("measures.yaml").read_text(encoding="utf-8"))
    return {key: Measure(key, **said) for key, said in written.items()}


def totals(reading: Reading, units: Iterable[UnitRow], year: int | None = None, keys: Sequence[str] = ()) -> Totals:
    """The totals of the units' reports, of one year or all, of the measures named by their keys or all.

    Of two reports of a year the first that prints a total counts, 决算 before 自评.
    """
    reports = {report.file_path: report for unit in units for report in (unit.reports if year is None else unit.in_year(year))}
    order = {path: index for index, path in enumerate(reports)}
    found: dict[tuple[str, str], Years] = {}
    rows = sql.rows(reading, "totals_of", list(reports), list(keys)) if reports else []
    for row in sorted(rows, key=lambda row: order[row["report"]]):
        report = reports[row["report"]]
        found.setdefault((report.unit_href, row["measure"]), {}).setdefault(report.year, _cell(row, report))
    return Totals(found)


def _cell(row: dict[str, Any], report: Holding) -> Cell:
    value = row["value"] / WAN if str(row["unit"]).endswith("元") else row["value"]
    where = f" 第{row['row_index']}行" if row["row_index"] else ""
    return Cell(value, row["printed"], row["unit"], f"{row['statement'] or '原文'}{where}", row["source"], report)


def wan(amount: Decimal) -> str:
    """An amount in 元 as 万元 with two decimals."""
    return number(amount / WAN)


def number(value: Decimal, places: int = 2) -> str:
    """With thousands separators and a true minus sign."""
    step = _CENT if places == 2 else Decimal(1)
    return f"{value.quantize(step, ROUND_HALF_UP):,}".replace("-", "−")


def percent(part: Decimal, whole: Decimal) -> str:
    """“12.34%”, "" where the whole is no positive number."""
    return f"{number(100 * part / whole)}%" if whole > 0 else ""


def change(now: Decimal, before: Decimal) -> str:
    """“+9.34%” against the year before; "" where that was no positive number."""
    if before <= 0:
        return ""
    rate = 100 * (now - before) / before
    return f"{'+' if rate >= 0 else ''}{number(rate)}%"
