"""The money of a unit over the years: tiles of a year, the table of totals, budget against final as charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search_app.totals import Cell, Measure, Totals, Years, change, measures, percent
from search_app.views.charts import Chart, Series, lines, pairs, span

ROWS = ("income", "expenditure", "basic", "project", "fiscal", "threePublic", "abroad", "vehicles", "reception")
_PARTS = {"basic", "project", "abroad", "vehicles", "reception"}
TILES = ("expenditure", "fiscal", "threePublic", "executionRate")
_BUDGETS = {"fiscal": "年初预算"}
_BESIDE = (("balance", "本年收入与支出", ("income", "expenditure")), ("kinds", "基本支出与项目支出", ("basic", "project")))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table of totals: its label, whether it is a part of the row above, its cells by year."""

    label: str
    is_part: bool
    years: Years


@dataclass(frozen=True, slots=True)
class Tile:
    """A large number of the page with what it is compared with."""

    label: str
    cell: Cell
    unit: str
    compared: str


@dataclass(frozen=True, slots=True)
class Money:
    """What the page shows of money. `years`: every year of the table, also those that have no report."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]

    @property
    def has_accounts(self) -> bool:
        """True where a table of the year prints a total."""
        return any(tile.unit == "万元" for tile in self.tiles)


def money(found: Totals, href: str, year: int, loaded: Sequence[int]) -> Money:
    """The money of the unit at `href`; the tiles are those of `year`."""
    rows = tuple(_rows(found, href))
    return Money(
        years=tuple(span(row.years for row in rows)),
        rows=rows,
        tiles=tuple(_tiles(found, href, year)),
        charts=tuple(_charts(found, href, loaded)),
    )


def _rows(found: Totals, href: str) -> Iterator[Row]:
    for key in ROWS:
        measure = measures()[key]
        final, budget = found.of(href, key), found.of(href, measure.budget)
        if budget:
            yield Row(f"{measure.label}{budget_name(measure)}", key in _PARTS, budget)
        if final:
            yield Row(f"{measure.label}决算" if budget else measure.label, key in _PARTS, final)


def budget_name(measure: Measure) -> str:
    """What the reports call the plan for the measure."""
    return _BUDGETS.get(measure.key, "预算")


def _tiles(found: Totals, href: str, year: int) -> Iterator[Tile]:
    for key in TILES:
        measure = measures()[key]
        final = found.of(href, key)
        if year in final:
            yield Tile(measure.name, final[year], measure.unit, _compared(measure, final, found.of(href, measure.budget), year))


def _compared(measure: Measure, final: Years, budget: Years, year: int) -> str:
    """“预算6.80，完成61.18%”, else “比2023年 +9.34%”."""
    now = final[year].value
    if year in budget and (rate := percent(now, budget[year].value)):
        return f"{budget_name(measure)}{budget[year].text}，完成{rate}"
    before = final.get(year - 1)
    return f"比{year - 1}年 {said}" if before and measure.unit == "万元" and (said := change(now, before.value)) else ""


def _charts(found: Totals, href: str, loaded: Sequence[int]) -> Iterator[Chart]:
    for key in ("fiscal", "threePublic"):
        measure = measures()[key]
        chart = pairs(key, measure, found.of(href, key), found.of(href, measure.budget), budget_name(measure), loaded)
        if chart:
            yield chart
    for anchor, title, keys in _BESIDE:
        series = [Series(measures()[key].label, numbers) for key in keys if (numbers := found.of(href, key))]
        years = span(one.years for one in series)
        if len(years) > 1:
            yield lines(anchor, title, "万元", series, years)
